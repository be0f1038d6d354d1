import datetime as dt
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.server import free_port
from turnout.desk.reachable import reached

Start = Callable[[int], str]


def certificate(folder: Path) -> Path:
    """For localhost, signed by itself; key and certificate in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "localhost.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    return certificate(tmp_path)


@pytest.fixture
def https(pem: Path) -> Iterator[Start]:
    """Starts a server with HTTPS that answers everything with that status; gives its address."""
    with ExitStack() as ends:

        def start(status: int) -> str:
            class Answer(BaseHTTPRequestHandler):
                def do_GET(self) -> None:
                    self.send_response(status if self.path == "/healthz" else 418)
                    self.end_headers()

                def log_message(self, *_: object) -> None:
                    """Quiet."""

            server = HTTPServer(("127.0.0.1", 0), Answer)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            ends.callback(server.server_close)
            ends.callback(server.shutdown)
            return f"https://localhost:{server.server_port}"

        yield start


def test_an_address_that_answers_with_a_trusted_certificate_is_reached(
    https: Start, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))

    assert reached(https(200)).fault == ""


def test_a_certificate_that_no_browser_accepts_is_named(https: Start) -> None:
    assert reached(https(200)).fault == "certificate"


def test_another_page_at_the_address_is_named(
    https: Start, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))

    found = reached(https(404))

    assert (found.fault, found.detail) == ("answer", "404")


def test_an_address_without_https_is_not_even_asked() -> None:
    assert reached("http://localhost:1").fault == "plain"


def test_an_address_where_nobody_answers_is_silent() -> None:
    assert reached(f"https://localhost:{free_port()}").fault == "silent"
