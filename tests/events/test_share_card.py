import io
from datetime import date

import pytest
from PIL import Image

from tests.design.pixel import pixel
from tests.factories import ACTOR, event_of, organisation_of, published
from turnout.design.pictures import keep, keep_logo
from turnout.events.edit_event import edit_event
from turnout.events.models import Stage
from turnout.events.share_card import SIZE, card_of, png_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def picture(event, language="en") -> Image.Image:
    return Image.open(io.BytesIO(png_of(card_of(event, language)))).convert("RGB")


def stored(colour: str, *, logo: bool = False) -> str:
    into = io.BytesIO()
    Image.new("RGB", (800, 800), colour).save(into, "PNG")
    return (keep_logo if logo else keep)(io.BytesIO(into.getvalue()))


def test_a_card_shows_the_organisations_colour_around_a_ticket():
    card = picture(event_of(organisation_of(accent="#1f5f8b")))

    assert card.size == SIZE
    assert pixel(card, (10, 10)) == (0x1F, 0x5F, 0x8B)
    assert pixel(card, (60, 60)) == (0xFA, 0xF7, 0xF2)


def test_a_card_tells_title_host_and_what_is_on_offer():
    event = event_of(
        options=[{"place": "New York", "date": date(2026, 12, 8)}, {"place": "Boston"}], title="Fan Day 🎉"
    )

    card = card_of(event, "en")

    assert (card.title, card.host) == ("Fan Day", "Nimbus")
    assert card.facts == (("When", "Tue, Dec 8, 2026"), ("Where", "New York or Boston"))


def test_the_cover_stands_on_the_stub_and_the_logo_before_the_host():
    event = event_of(
        organisation_of(logo=stored("#00aa00", logo=True)), cover=stored("#0000ff"), cover_alt="Blue"
    )

    card = picture(event)

    assert pixel(card, (1000, 300))[2] > 240
    assert pixel(card, (100, 106))[1] > 150


def test_a_cover_whose_file_is_gone_leaves_the_hall():
    event = event_of(cover="cover-" + "a" * 32 + "-10x10-ffffff", cover_alt="Gone")

    assert picture(event).size == SIZE


@pytest.mark.parametrize("title", ["你会来纽约的粉丝见面会吗？" * 8, "W" * 120, "a " * 60, "🎉"])
def test_any_title_fits(title):
    card = picture(event_of(title=title))

    # Nothing is drawn over the tear or the ticket's edge.
    assert {card.getpixel((x, 300)) for x in range(790, 812)} == {(0xFA, 0xF7, 0xF2)}


def test_another_title_is_another_picture_with_another_etag():
    event = event_of()
    before = card_of(event, "en")

    after = card_of(edit_event(event, ACTOR, title="Fan Night"), "en")

    assert before.etag != after.etag
    assert png_of(before) != png_of(after)


def test_a_card_is_drawn_in_the_pages_languages(client):
    event = published(languages=["es"], translations={"es": {"title": "Día del fan"}})

    plain = client.get(f"/e/{event.slug}/card.png")
    spanish = client.get(f"/e/{event.slug}/card.png?lang=es")
    unknown = client.get(f"/e/{event.slug}/card.png?lang=fr")

    assert plain.headers["Content-Type"] == "image/png"
    assert plain.content == unknown.content != spanish.content


def test_a_card_that_is_known_is_not_sent_again(client):
    event = published()
    first = client.get(f"/e/{event.slug}/card.png")

    again = client.get(f"/e/{event.slug}/card.png", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("file", ["card.png", "calendar.ics"])
def test_a_draft_has_neither_card_nor_calendar(client, file):
    event = event_of(stage=Stage.DRAFT)

    assert client.get(f"/e/{event.slug}/{file}").status_code == 404
    assert client.get(f"/e/nowhere/{file}").status_code == 404
    assert client.post(f"/e/{event.slug}/{file}").status_code == 405
