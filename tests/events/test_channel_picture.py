import io
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from tests.design.pixel import pixel
from tests.factories import channel_of, event_of, organisation_of
from turnout.design.pictures import keep
from turnout.events.channel_picture import FRAMES, Shape, picture_of
from turnout.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def drawn(event: Event, shape: Shape, language: str = "en") -> Image.Image:
    channel = event.channels.first() or channel_of(event)
    return Image.open(io.BytesIO(picture_of(channel, shape, language))).convert("RGB")


@pytest.mark.parametrize(("shape", "size"), [("square", (1080, 1080)), ("tall", (1080, 1920))])
def test_a_picture_is_a_ticket_in_the_organisations_colour(shape: Shape, size: tuple[int, int]):
    event = event_of(organisation_of(accent="#1f5f8b"))

    picture = drawn(event, shape)

    frame = FRAMES[shape]
    assert picture.size == size
    assert pixel(picture, (10, 10)) == (0x1F, 0x5F, 0x8B)
    assert pixel(picture, (80, frame.tear + 40)) == (0xFA, 0xF7, 0xF2)
    assert pixel(picture, (130, frame.bottom - 60)) == (0x1F, 0x5F, 0x8B)


def test_the_cover_is_torn_off_at_the_top():
    into = io.BytesIO()
    Image.new("RGB", (800, 800), "#0000ff").save(into, "PNG")
    into.seek(0)

    picture = drawn(event_of(cover=keep(into), cover_alt="Blue"), "square")

    assert pixel(picture, (540, 200))[2] > 240


@pytest.mark.parametrize("title", ["Fan Day", "A very long title that goes on and on " * 3, "粉丝日" * 20])
@pytest.mark.parametrize("shape", ["square", "tall"])
def test_any_title_has_room_above_the_facts(shape: Shape, title: str):
    picture = drawn(event_of(title=title.strip()[:120], languages=["zh-hans"]), shape, "zh-hans")

    # The line over the facts is whole: no letter stands on it.
    y = FRAMES[shape].bottom - 299
    (colour,) = {pixel(picture, (x, y)) for x in range(120, 960, 8)}
    assert max(colour) < 0xE6


def test_an_event_without_place_and_date_has_a_picture():
    event = event_of(options=[])

    assert drawn(event, "square").size == (1080, 1080)
