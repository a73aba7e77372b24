"""A server of https on this machine, with a certificate that it makes for itself: no test needs the network."""

import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typing_extensions import override

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
Answer = Callable[[BaseHTTPRequestHandler], None]
TEXT = "text/plain; charset=utf-8"


def send(data: bytes, *, code: int = 200, **headers: str) -> Answer:
    """Return an answer; headers are named as in Python, `content_type`, and replace the usual ones."""
    said = {"content_type": TEXT, "content_length": str(len(data)), **headers}

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in said.items():
            if value:
                request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(data)

    return answer


def redirect(address: str, code: int = 302) -> Answer:
    """Return an answer that leads to another address."""
    return send(b"", code=code, location=address)


class HttpsServer:
    """A server; `answers` are by the path that is asked for, `asked` notes those, and the headers of the last one."""

    def __init__(self, folder: Path) -> None:
        certificate, key = folder / "certificate.pem", folder / "key.pem"
        _make_certificate(certificate, key)
        self.certificate = certificate
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        self.is_over = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                server.headers = dict(self.headers)
                server.answers.get(self.path, send(b"", code=404))(self)

            @override
            def log_message(self, format: str, *args: object) -> None:
                """Print nothing."""

        class Server(ThreadingHTTPServer):
            @override
            def handle_error(self, request: object, client_address: object) -> None:
                """Print nothing: a client that does not trust us, or has enough, goes away."""

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def address(self, path: str = "/README.md", *, scheme: str = "https") -> str:
        return f"{scheme}://127.0.0.1:{self._server.server_port}{path}"

    def close(self) -> None:
        """End it; an answer that waits for `is_over` ends too."""
        self.is_over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpsServer]:
    """Yield a server that this process trusts, as a user has it trust another authority; no proxy is in between."""
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "*")
    made = HttpsServer(tmp_path_factory.mktemp("server"))
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    yield made
    made.close()


def _make_certificate(certificate: Path, key: Path) -> None:
    """Make a certificate for this machine that is its own authority."""
    options = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=test")
    names = ("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate))
    subprocess.run(["openssl", "req", "-x509", *options, *names], check=True, capture_output=True)
