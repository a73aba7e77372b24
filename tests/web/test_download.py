"""One file from the web: https alone, small, in time, and a sentence for all that goes wrong."""

import socket
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import NoReturn

import pytest

from exam_tui.errors import DownloadError
from exam_tui.web.download import download
from tests.web.https_server import HttpsServer, needs_openssl, redirect, send

pytestmark = needs_openssl
MOST = 1_000
TEXT = b"### Question 1\n"


def refused(address: str, seconds: float = 30) -> str:
    with pytest.raises(DownloadError) as caught:
        download(address, MOST, seconds)
    return str(caught.value)


@pytest.mark.parametrize("size", [0, 15, MOST])
def test_a_file_comes_byte_by_byte(size: int, server: HttpsServer) -> None:
    data = bytes(range(256)) * 4
    server.answers["/README.md"] = send(data[:size])
    assert download(server.address(), MOST) == data[:size]
    assert server.headers["User-Agent"] == "exam-tui"


@pytest.mark.parametrize("kind", ["text/markdown", "application/octet-stream", "text/x-markdown; charset=utf-8", ""])
def test_text_has_several_types(kind: str, server: HttpsServer) -> None:
    """Or none at all."""
    server.answers["/README.md"] = send(TEXT, content_type=kind)
    assert download(server.address(), MOST) == TEXT


def test_a_file_whose_size_is_not_said_comes_too(server: HttpsServer) -> None:
    server.answers["/README.md"] = send(TEXT, content_length="")
    assert download(server.address(), MOST) == TEXT


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_to_https_is_followed(code: int, server: HttpsServer) -> None:
    """As when the repository was renamed."""
    server.answers["/old"] = redirect(server.address(), code)
    server.answers["/README.md"] = send(TEXT)
    assert download(server.address("/old"), MOST) == TEXT


def test_a_redirect_to_anything_else_is_not_followed(server: HttpsServer, tmp_path: Path) -> None:
    """Neither to http, nor to a file of this computer, nor by a second step."""
    secret = tmp_path / "secret.txt"
    secret.write_bytes(TEXT)
    for address in (server.address(scheme="http"), "http://example.org/x", "ftp://example.org/x", "//"):
        server.answers["/old"] = redirect(address)
        server.answers["/older"] = redirect(server.address("/old"))
        assert "https" in refused(server.address("/old"))
        assert "https" in refused(server.address("/older"))
    for address in (secret.as_uri(), "data:text/plain,x"):
        server.answers["/old"] = redirect(address)
        assert "not https" in refused(server.address("/old")) or "Not an https" in refused(server.address("/old"))
    assert "/README.md" not in server.asked


def test_a_redirect_in_a_circle_ends(server: HttpsServer) -> None:
    server.answers["/README.md"] = redirect(server.address())
    assert "redirects endlessly" in refused(server.address())


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x", "ftp://127.0.0.1/x", "file:///etc/hostname", "x.md", ""])
def test_no_other_address_is_asked(address: str) -> None:
    assert "Not an https address" in refused(address)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (404, "no longer has the file (404)"),
        (410, "no longer has the file (410)"),
        (403, "refused to send the file (403)"),
        (429, "cannot respond now (429): try again later"),
        (500, "cannot respond now (500): try again later"),
        (503, "cannot respond now (503): try again later"),
        (204, "refused to send the file (204)"),
    ],
)
def test_an_error_of_the_server_is_said(code: int, said: str, server: HttpsServer) -> None:
    server.answers["/README.md"] = send(b"" if code == 204 else b"no", code=code)
    assert said in refused(server.address())


@pytest.mark.parametrize("length", [str(MOST + 1), "", "1e3", "-1"])
def test_more_than_is_wanted_is_refused(length: str, server: HttpsServer) -> None:
    """Whatever the server says of the size."""
    server.answers["/README.md"] = send(b"x" * (MOST + 1), content_length=length)
    assert "larger than" in refused(server.address())


def test_what_is_sent_beyond_the_size_that_was_said_is_no_part_of_the_file(server: HttpsServer) -> None:
    server.answers["/README.md"] = send(b"x" * (MOST + 1), content_length="7")
    assert download(server.address(), MOST) == b"x" * 7


def test_a_file_that_is_too_large_is_said_to_be(server: HttpsServer) -> None:
    server.answers["/README.md"] = send(b"x" * (MOST + 1))
    assert refused(server.address()) == f"{server.address()} is larger than 0.001 MB."


def test_an_answer_without_end_ends(server: HttpsServer) -> None:
    """After as much as is wanted."""

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not server.is_over.is_set():
            request.wfile.write(b"x" * 4096)

    server.answers["/README.md"] = endless
    assert "is larger than" in refused(server.address())


@pytest.mark.parametrize(
    ("kind", "encoding", "said"),
    [
        ("text/html; charset=utf-8", "", "a web page instead of a text file"),
        ("image/png", "", "did not send a text file (image/png)"),
        ("text/plain", "gzip", "not send a text file"),
    ],
)
def test_what_is_no_text_is_refused(kind: str, encoding: str, said: str, server: HttpsServer) -> None:
    """A page to log in to a network, above all."""
    server.answers["/README.md"] = send(TEXT, content_type=kind, content_encoding=encoding)
    assert said in refused(server.address())


def test_a_connection_that_breaks_off_is_said(server: HttpsServer) -> None:
    """Half a file is none."""
    server.answers["/README.md"] = send(TEXT, content_length=str(len(TEXT) + 1))
    assert "was lost" in refused(server.address())


def test_an_answer_that_is_no_http_is_said(server: HttpsServer) -> None:
    server.answers["/README.md"] = lambda request: (request.wfile.write(b"SSH-2.0-x\r\n\r\n"), None)[1]
    assert "cannot be read" in refused(server.address())


def test_a_server_that_is_silent_is_given_up(server: HttpsServer) -> None:
    """Before its answer, or in the middle of it."""
    server.answers["/silent"] = lambda _request: (server.is_over.wait(), None)[1]

    def slow(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not server.is_over.wait(0.01):
            request.wfile.write(b"x")
            request.wfile.flush()

    server.answers["/slow"] = slow
    for path in ("/silent", "/slow"):
        assert "did not respond in time" in refused(server.address(path), seconds=0.3)


def test_a_name_that_is_looked_up_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system sets no limit to that."""
    is_over = threading.Event()

    def look_up(*_arguments: object, **_named: object) -> NoReturn:
        is_over.wait()
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert "example.org did not respond in time" in refused("https://example.org/x", seconds=0.1)
    is_over.set()


def test_no_connection_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_arguments: object, **_named: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert refused("https://example.org/x") == ("example.org was not found: check your internet connection.")


def test_a_server_that_is_not_there_is_said(server: HttpsServer) -> None:
    address = server.address()
    server.close()
    assert "127.0.0.1 cannot be reached: " in refused(address)


def test_a_certificate_that_nobody_vouches_for_is_refused(server: HttpsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sits in between has one."""
    monkeypatch.delenv("SSL_CERT_FILE")
    server.answers["/README.md"] = send(TEXT)
    assert "The certificate of 127.0.0.1 is not valid" in refused(server.address())
    assert not server.asked


def test_a_certificate_for_another_name_is_refused(server: HttpsServer) -> None:
    server.answers["/README.md"] = send(TEXT)
    assert "The certificate of localhost is not valid" in refused(server.address().replace("127.0.0.1", "localhost"))


def test_a_server_without_https_is_said() -> None:
    """As a proxy that answers in plain text."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        assert "cannot be" in refused(f"https://127.0.0.1:{listener.getsockname()[1]}/x")
        thread.join()
