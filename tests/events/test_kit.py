from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import channel_of, event_of
from turnout.events.kit import LENGTH_OF_ADDRESS, LONGEST_POST, kit_of
from turnout.events.models import Channel, Event

BASE = "http://127.0.0.1:8000"
DAY = {"place": "New York", "country": "US", "date": date(2026, 12, 8)}

pytestmark = pytest.mark.django_db


def event_with_words(**fields: Any) -> Event:
    given = {"title": "Fan *Day*", "strapline": "An evening (with [pizza])", "languages": ["es"]} | fields
    return event_of(options=[DAY], **given)


def texts(kind: str, language: str = "en", **fields: Any) -> dict[str, str]:
    channel = channel_of(event_with_words(**fields), "r/nimbus", kind, "fan-day")
    return dict(kit_of(channel, language).texts)


def opens(kind: str, name: str = "Here") -> tuple[str, dict[str, str]]:
    channel = channel_of(event_with_words(), name, kind, "fan-day")
    parts = urlsplit(kit_of(channel, "en").opens)
    return f"{parts.scheme}://{parts.netloc}{parts.path}", {
        field: values[-1] for field, values in parse_qs(parts.query).items()
    }


def test_a_post_tells_what_when_where_and_how_to_answer():
    assert texts("facebook") == {
        "text": "Fan *Day*\n\nAn evening (with [pizza])\n\nWhen: Tue, Dec 8, 2026\nWhere: New York\n\n"
        f"Would you come? Half a minute, and no account: {BASE}/c/fan-day"
    }


def test_reddit_gets_markdown_the_full_address_and_who_posts_it():
    event = event_with_words()
    channel = channel_of(event, "r/nimbus", "reddit", "fan-day")

    told = dict(kit_of(channel, "en").texts)

    assert told["title"] == "Fan *Day*"
    assert told["text"] == (
        "An evening \\(with \\[pizza\\]\\)\n\n- **When:** Tue, Dec 8, 2026\n- **Where:** New York\n\n"
        "Nimbus would like to know how many people would come, before anything is booked. "
        "It takes half a minute and needs no account:\n\n"
        f"{BASE}/e/{event.slug}/?via=fan-day\n\n"
        "I post this for Nimbus, and I read what you answer here."
    )
    assert "/c/" not in told["text"]


@pytest.mark.parametrize(
    ("name", "place"),
    [("r/nimbus", "https://www.reddit.com/r/nimbus/submit"), ("Reddit", "https://www.reddit.com/submit")],
)
def test_reddit_opens_in_the_community_that_the_name_says(name: str, place: str):
    address, filled = opens("reddit", name)

    assert address == place
    assert (filled["selftext"], filled["title"]) == ("true", "Fan *Day*")
    assert filled["text"].startswith("An evening")


@pytest.mark.parametrize(
    ("kind", "place", "fields"),
    [
        ("facebook", "https://www.facebook.com/sharer/sharer.php", {"u"}),
        ("x", "https://x.com/intent/post", {"text", "url"}),
        ("whatsapp", "https://wa.me/", {"text"}),
        ("telegram", "https://t.me/share/url", {"url", "text"}),
        ("mail", "mailto://", {"subject", "body"}),
    ],
)
def test_each_place_opens_with_what_it_takes(kind: str, place: str, fields: set[str]):
    address, filled = opens(kind)

    assert (address, set(filled)) == (place, fields)
    assert f"{BASE}/c/fan-day" in " ".join(filled.values())


def test_a_mail_keeps_its_lines_and_adds_no_header():
    channel = channel_of(event_with_words(title="A & b?bcc=x"), "Mail", "mail", "fan-day")

    address = kit_of(channel, "en").opens

    assert address.startswith("mailto:?subject=Would%20you%20come%3F%20A%20%26%20b%3Fbcc%3Dx&body=")
    assert "%0D%0A%0D%0AAn%20evening" in address
    assert address.count("&") == 1


@pytest.mark.parametrize("title", ["Fan Day", "A " * 60, "粉丝" * 60])
def test_a_post_on_x_is_never_too_long(title: str):
    text = texts("x", title=title.strip())["text"]

    said, _, address = text.rpartition(" ")
    weight = sum(1 if ord(char) < 0x1100 else 2 for char in said) + 1 + LENGTH_OF_ADDRESS
    assert address == f"{BASE}/c/fan-day"
    assert weight <= LONGEST_POST
    assert said.endswith("Would you come?")


def test_a_video_says_the_address_first():
    assert texts("youtube")["description"].startswith(
        f"Would you come? Tell us in half a minute: {BASE}/c/fan-day\n\nFan *Day*"
    )


def test_a_caption_says_where_the_link_is():
    assert texts("instagram")["caption"].endswith(
        f"Would you come? The link is in our profile: {BASE}/c/fan-day"
    )


@pytest.mark.parametrize("kind", Channel.Kind.values)
def test_every_place_gets_a_text_in_the_language_asked_for(kind: str):
    told = texts(kind, "es", translations={"es": {"title": "El día"}}, strapline="")

    assert "El día" in " ".join(told.values())
    assert "\n\n\n" not in " ".join(told.values())
