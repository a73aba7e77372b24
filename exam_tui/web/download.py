"""Fetch one small file from the web: by https alone, within a size and a time, through the system's proxy."""

import http.client
import queue
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from typing import IO, Final, TypeVar
from urllib.parse import urlsplit

from typing_extensions import override

from exam_tui.errors import DownloadError
from exam_tui.storage.disk.os_errors import cause

_T = TypeVar("_T")

LIMIT: Final = 30.0
"""Seconds that a download may take in all, the look-up of the name included, which has no limit of its own."""
_SILENCE: Final = 10.0
"""Seconds until a server counts as not answering."""
_PIECE: Final = 1 << 16
_TEXTS: Final = frozenset({"text/plain", "text/markdown", "text/x-markdown", "application/octet-stream"})
_HTML: Final = "text/html"


def download(address: str, most: int, seconds: float = LIMIT) -> bytes:
    """Return the text file at an https address, which has at most `most` bytes.

    Raises:
        DownloadError: there is no connection, the server refuses or sends anything else, or it takes too long.

    """
    host = urlsplit(address).hostname or address
    try:
        return _within(seconds, lambda: _fetched(address, most, seconds))
    except TimeoutError as error:
        raise DownloadError(f"{host} did not respond in time.") from error
    except urllib.error.HTTPError as error:
        with error:
            raise DownloadError(_refusal(host, error.code)) from error
    except urllib.error.URLError as error:
        raise DownloadError(_no_connection(host, error.reason)) from error
    except OSError as error:
        raise DownloadError(_no_connection(host, error)) from error
    except (http.client.HTTPException, ValueError) as error:
        raise DownloadError(f"The response from {host} cannot be read ({type(error).__name__}).") from error


def _within(seconds: float, work: Callable[[], _T]) -> _T:
    """Return what `work` returns on a thread, which is given up after so many seconds. Raises TimeoutError then."""
    done: queue.SimpleQueue[_T | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put(work())
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits
            done.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        result = done.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(result, Exception):
        raise result
    return result


def _fetched(address: str, most: int, seconds: float) -> bytes:
    _require_https(address)
    opener = urllib.request.OpenerDirector()  # not `build_opener`, which would add http, ftp, file and data
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        _HttpsRedirects(),
    ):
        opener.add_handler(handler)
    request = urllib.request.Request(address, headers={"User-Agent": "exam-tui", "Accept": "text/plain, */*;q=0.1"})  # noqa: S310 - https alone
    end = time.monotonic() + seconds
    with opener.open(request, timeout=_SILENCE) as response:
        _require_text(response)
        length = response.headers.get("Content-Length", "")
        size = int(length) if length.isascii() and length.isdecimal() else None
        if size is not None and size > most:
            raise DownloadError(_too_large(address, most))
        return _body(response, address, most, size, end)


def _body(response: http.client.HTTPResponse, address: str, most: int, size: int | None, end: float) -> bytes:
    data = bytearray()
    while piece := response.read(_PIECE):
        data += piece
        if len(data) > most:
            raise DownloadError(_too_large(address, most))
        if time.monotonic() > end:
            raise TimeoutError
    if size is not None and len(data) < size:
        raise DownloadError(f"The connection to {urlsplit(address).hostname} was lost.")
    return bytes(data)


class _HttpsRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to https alone."""

    @override
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        try:
            _require_https(newurl)
        except DownloadError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _require_https(address: str) -> None:
    if urlsplit(address).scheme != "https":
        raise DownloadError(f"Not an https address: {address}.")


def _require_text(response: http.client.HTTPResponse) -> None:
    host = urlsplit(response.url).hostname
    if response.status != HTTPStatus.OK:
        raise DownloadError(_refusal(host or "", response.status))
    kind = response.headers.get_content_type()
    if kind == _HTML:
        raise DownloadError(f"{host} sent a web page instead of a text file: some networks do that until you log in.")
    if kind not in _TEXTS or response.headers.get("Content-Encoding", "identity") != "identity":
        raise DownloadError(f"{host} did not send a text file ({kind}).")


def _too_large(address: str, most: int) -> str:
    return f"{address} is larger than {most / 1_000_000:g} MB."


def _refusal(host: str, code: int) -> str:
    """Return what an HTTP status means for whoever wanted a file."""
    if code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return f"{host} no longer has the file ({code})."
    if code in range(300, 400):
        return f"{host} redirects endlessly or to an address that is not https ({code})."
    if code in range(500, 600) or code == HTTPStatus.TOO_MANY_REQUESTS:
        return f"{host} cannot respond now ({code}): try again later."
    return f"{host} refused to send the file ({code})."


def _no_connection(host: str, reason: object) -> str:
    """Return why there is no connection, in plain words."""
    if isinstance(reason, TimeoutError):
        return f"{host} did not respond in time."
    if isinstance(reason, socket.gaierror):
        return f"{host} was not found: check your internet connection."
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"The certificate of {host} is not valid: {reason.verify_message}."
    if isinstance(reason, ssl.SSLError):
        return f"The connection to {host} cannot be secured ({reason.reason})."
    if isinstance(reason, OSError):
        return f"{host} cannot be reached: {cause(reason)}."
    return f"{host} cannot be reached: {reason}."
