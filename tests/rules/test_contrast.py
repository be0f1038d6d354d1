import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnout.rules.contrast import (
    DARK_PAPERS,
    ENOUGH,
    LIGHT_PAPERS,
    contrast,
    dark_accent,
    light_accent,
    luminance,
    nearest_for_light,
    normal,
    on_light,
)

TOKENS = Path(__file__).parents[2] / "web" / "css" / "tokens.css"
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert (luminance("#000000"), luminance("#ffffff")) == (0, 1)
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#777777", 4.48), ("#767676", 4.54), ("#0000ff", 8.59), ("#ff0000", 4.0)]
)
def test_known_contrasts_with_white(colour: str, ratio: float) -> None:
    assert round(contrast(colour, "#ffffff"), 2) == ratio


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#B83A12", "#b83a12"),
        (" b83a12 ", "#b83a12"),
        ("#fa0", "#ffaa00"),
        ("red", None),
        ("#b83a1", None),
        ("#b83a12; x", None),
        ("#\uff11\uff12\uff13", None),
        ("", None),
    ],
)
def test_a_colour_is_read_in_one_form(text: str, colour: str | None) -> None:
    assert normal(text) == colour


def test_our_own_accent_can_be_read() -> None:
    assert on_light("#b83a12") >= ENOUGH
    assert nearest_for_light("#b83a12") == "#b83a12"


def test_a_bright_yellow_cannot_and_a_darker_one_is_offered() -> None:
    offered = nearest_for_light("#ffd400")

    assert on_light("#ffd400") < 1.5
    assert offered == "#806a00"


@given(colours)
def test_what_is_offered_can_always_be_read(colour: str) -> None:
    assert on_light(nearest_for_light(colour)) >= ENOUGH


@given(colours)
def test_what_is_offered_is_the_least_change(colour: str) -> None:
    offered = nearest_for_light(colour)

    assert offered == colour or on_light(offered) < ENOUGH + 0.2


@given(colours)
def test_on_the_dark_page_it_can_be_read_as_well(colour: str) -> None:
    accent = dark_accent(colour)

    assert min(contrast(accent.colour, paper) for paper in (*DARK_PAPERS, accent.wash)) >= ENOUGH
    assert contrast(accent.colour, accent.ink) >= ENOUGH


@given(colours)
def test_a_buttons_text_can_be_read(colour: str) -> None:
    accent = light_accent(nearest_for_light(colour))

    assert contrast(accent.colour, accent.ink) >= ENOUGH


def test_the_papers_are_those_of_the_style_sheet() -> None:
    light, dark = TOKENS.read_text().split("prefers-color-scheme: dark", 1)

    assert tuple(normal(token(light, name)) for name in ("paper", "card", "field")) == LIGHT_PAPERS
    assert tuple(normal(token(dark, name)) for name in ("paper", "card", "field")) == DARK_PAPERS


def token(css: str, name: str) -> str:
    found = re.search(rf"--{name}: (#[0-9a-f]+);", css)
    assert found
    return found[1]
