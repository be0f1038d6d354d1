"""Mails that go to a provider's own interface, over HTTP: what it answers is what becomes of them."""

import json
from collections.abc import Iterator
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.utils import timezone
from pytest_django import Settings

from turnout.outbox import deliver as delivering
from turnout.outbox.models import Mail, Suppressed
from turnout.outbox.queue import queue
from turnout.outbox.way_out import name_of_way_out, way_out

pytestmark = pytest.mark.django_db
State = Mail.State
TAKEN = b'{"id": "<1@example.org>", "message": "Queued."}'


class Mailgun(ThreadingHTTPServer):
    """Answers as Mailgun does: `status` is its next answer, and 0 a line that breaks."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.status = 200
        self.posts: list[dict[str, str]] = []


class Answering(BaseHTTPRequestHandler):
    server: Mailgun

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        kind = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        self.server.posts.append(_fields(kind + self.rfile.read(length)))
        if self.server.status == 0:
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(TAKEN if self.server.status == 200 else json.dumps({"message": "no"}).encode())

    def log_message(self, *args: Any) -> None:
        """The test's output stays readable."""


def _fields(posted: bytes) -> dict[str, str]:
    """Of a form with parts, or of an encoded one; the names in lower case."""
    message = BytesParser().parsebytes(posted)
    if not message.is_multipart():
        return {name.lower(): value for name, value in parse_qsl(str(message.get_payload()))}
    parts: Any = message.get_payload()
    return {
        str(part.get_param("name", header="content-disposition")).lower(): part.get_payload(
            decode=True
        ).decode()
        for part in parts
    }


@pytest.fixture
def mailgun(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailgun]:
    server = Mailgun()
    Thread(target=server.serve_forever, daemon=True).start()
    settings.TURNOUT_MAIL_PROVIDER = "mailgun"
    settings.MAIL = {"EMAIL_BACKEND": "anymail.backends.mailgun.EmailBackend"}
    settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    settings.ANYMAIL = {
        "IGNORE_UNSUPPORTED_FEATURES": True,
        "MAILGUN_API_KEY": "key",
        "MAILGUN_API_URL": f"http://127.0.0.1:{server.server_port}/v3",
    }
    monkeypatch.setattr(delivering, "connection", way_out())
    yield server
    server.shutdown()
    server.server_close()


def sent() -> Mail:
    mail = queue("outbox/test_mail", "ada@example.org", language="en", code="482913")
    delivering.deliver(mail.pk, timezone.now())
    mail.refresh_from_db()
    return mail


def test_the_provider_gets_the_mail_with_its_headers(mailgun: Mailgun) -> None:
    mail = sent()

    (posted,) = mailgun.posts
    assert mail.state == State.SENT
    assert posted["to"] == "ada@example.org"
    assert "482913" in posted["text"]
    assert "482913" in posted["html"]
    assert posted["h:message-id"].startswith(f"<{mail.pk}.")
    assert name_of_way_out() == "mailgun"


@pytest.mark.parametrize(
    ("status", "state", "is_tried_again"),
    [
        (400, State.FAILED, False),
        (401, State.QUEUED, True),
        (429, State.QUEUED, True),
        (503, State.QUEUED, True),
        (500, State.UNKNOWN, False),
        (0, State.UNKNOWN, False),
    ],
)
def test_its_answer_is_what_becomes_of_the_mail(
    mailgun: Mailgun, status: int, state: str, is_tried_again: bool
) -> None:
    mailgun.status = status

    mail = sent()

    assert mail.state == state
    assert (mail.due_at > timezone.now()) is is_tried_again
    assert mail.error != ""
    assert not Suppressed.objects.exists()
