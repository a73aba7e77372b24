"""A short hash of a text: enough to know it again without having it."""

from zlib import crc32


def text_fingerprint(text: str) -> str:
    """Return eight hexadecimal digits. A checksum is enough, nobody forges a prompt; hashlib takes ms to import."""
    return f"{crc32(text.encode('utf-8', 'surrogateescape')):08x}"
