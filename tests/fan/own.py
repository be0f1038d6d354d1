"""A fan's browser, and what it opens."""

from typing import Any

from django.test import Client

from turnout.interest.models import Interest
from turnout.interest.personal_link import OWN_PAGE, token_of


def link_of(interest: Interest) -> str:
    return f"/my/{token_of(interest, OWN_PAGE)}/"


def page_of(interest: Interest) -> str:
    return f"/my/{interest.public_id}/"


def opened(interest: Interest, client: Client | None = None) -> Client:
    """A browser in which the mailed link was opened."""
    client = client or Client()
    assert client.get(link_of(interest)).status_code == 302
    return client


def press(client: Client, interest: Interest, button: str) -> Any:
    """The page that follows."""
    return client.post(f"{page_of(interest)}{button}/", follow=True)
