"""What a test reads of a page, and what a fan would send of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from turnout.events.models import Event

URLENCODED = "application/x-www-form-urlencoded"


def answer_to(event: Event, **changes: Any) -> dict[str, Any]:
    """The fields of an answer that the event's form takes, with changes; None leaves a field out."""
    plain = {
        "name": "Ada Okafor",
        "email": "ada@example.org",
        "likelihood": "definitely",
        "party": "2",
        "country": "US",
        "postcode": "10001",
        "option": [option.pk for option in event.open_options()],
        "consent": "yes",
        "lang": event.language,
        "form": event.form_version,
    } | changes
    return {name: value for name, value in plain.items() if value is not None}


def post(client: Client, event: Event, fields: dict[str, Any], query: str = "", **headers: Any) -> Any:
    body = urlencode(fields, doseq=True)
    return client.post(f"/e/{event.slug}/interest{query}", body, content_type=URLENCODED, **headers)


def text_of(response: Any) -> str:
    """What can be read on the page, white space run together."""
    reader = _Text()
    reader.feed(response.content.decode())
    return re.sub(r"\s+", " ", " ".join(reader.parts)).strip()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._away = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._away += tag in {"script", "template", "title"}

    def handle_endtag(self, tag: str) -> None:
        self._away -= tag in {"script", "template", "title"}

    def handle_data(self, data: str) -> None:
        if not self._away:
            self.parts.append(data)


def elements(html: str, tag: str, **wanted: str) -> list[dict[str, str]]:
    """The attributes of each such element; `data_field` stands for data-field."""
    reader = _Elements(tag)
    reader.feed(html)
    named = {name.replace("_", "-").strip("-"): value for name, value in wanted.items()}
    return [each for each in reader.found if named.items() <= each.items()]


class _Elements(HTMLParser):
    def __init__(self, tag: str) -> None:
        super().__init__()
        self.tag = tag
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self.tag:
            self.found.append({name: value or "" for name, value in attrs})


@contextmanager
def signed_in(client: Client, user: Any) -> Iterator[Client]:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    yield client
    client.logout()
