"""Bytes on disk: read, fingerprint, write, and what git knows of a file."""
