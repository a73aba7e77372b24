"""The server that the tests fetch from."""

from tests.web.https_server import server

__all__ = ["server"]
