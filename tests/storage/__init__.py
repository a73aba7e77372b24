"""Bytes on disk: real files, real git, and every call that can fail."""
