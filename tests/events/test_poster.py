import io
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.factories import channel_of, event_of
from turnout.design.pictures import keep
from turnout.events.poster import _dark_runs, poster_pdf

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("paper", "points"), [("a4", (595.28, 841.89)), ("letter", (612.0, 792.0))])
def test_a_poster_is_one_page_of_its_paper(paper, points):
    channel = channel_of(event_of(strapline="Come and see."))

    pdf = poster_pdf(channel, paper, "en")

    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [round(float(side)) for side in box] == [round(side) for side in points]
    assert pdf.count(b"/Type /Page\n") == 1


def test_a_poster_leads_to_the_channels_short_link():
    channel = channel_of(event_of(), "Poster", "poster")

    pdf = poster_pdf(channel, "a4", "en")

    assert b"(http://127.0.0.1:8000/c/poster)" in pdf


def test_a_chinese_title_carries_its_letters_along():
    event = event_of(
        title="粉丝见面会", language="zh-hans", options=[{"place": "纽约", "date": date(2026, 12, 8)}]
    )

    pdf = poster_pdf(channel_of(event), "a4", "zh-hans")

    # What a reader copies out of the page, letter by letter.
    told = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", pdf, re.DOTALL)).upper()
    assert [char for char in "粉丝见面会纽约" if f"<{ord(char):04X}>".encode() not in told] == []
    assert pdf.count(b"/FontFile2") == 2


@pytest.mark.parametrize("title", ["W" * 120, "🎉", "你" * 120, "a " * 60])
def test_any_title_fits_on_one_page(title):
    channel = channel_of(event_of(title=title, strapline="Come " * 45, options=[{"place": "x" * 120}]))

    assert poster_pdf(channel, "letter", "en").count(b"/Type /Page\n") == 1


def test_the_cover_is_on_the_poster(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    into = io.BytesIO()
    Image.effect_noise((900, 600), 90).convert("RGB").save(into, "JPEG")
    with_cover = event_of(cover=keep(io.BytesIO(into.getvalue())), cover_alt="Noise")

    plain = poster_pdf(channel_of(event_of()), "a4", "en")
    pdf = poster_pdf(channel_of(with_cover), "a4", "en")

    # Noise does not compress.
    assert len(pdf) > 2 * len(plain)


@given(st.binary(max_size=40).map(lambda row: bytes(byte & 1 for byte in row)))
def test_runs_of_modules_make_up_the_row_again(row):
    drawn = bytearray(len(row))
    for start, length in _dark_runs(row):
        drawn[start : start + length] = b"\1" * length

    assert bytes(drawn) == row
