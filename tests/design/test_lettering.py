import io

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from turnout.design.lettering import Letters, drawable, font_file
from turnout.design.lines import broken, cut, cut_lines


@pytest.mark.parametrize("text", ["Łódź: ¿Ñandú? Straße — “Día”", "你会来纽约的粉丝见面会吗？", "Привет"])
@pytest.mark.parametrize("family", ["serif", "sans"])
def test_latin_cyrillic_and_chinese_have_letters(text, family):
    assert drawable(text, family) == text

    cmap = TTFont(io.BytesIO(font_file(text, family, 600))).getBestCmap()
    assert {ord(char) for char in text} <= set(cmap)


def test_what_has_no_letter_is_left_out():
    assert drawable("Fan 🎉 Day \ufe0f\n 粉丝") == "Fan Day 粉丝"


def test_letters_are_drawn_as_wide_as_they_were_measured():
    letters = Letters("serif", 700, 60)
    text = "Fan Day 粉丝"
    image = Image.new("L", (900, 120))

    letters.draw(ImageDraw.Draw(image), 10, 80, text, "white")

    box = image.getbbox()
    assert box is not None
    left, _, right, _ = box
    assert abs(left - 10) <= 6
    assert abs(right - 10 - letters.width(text)) <= 6


def test_a_heavier_weight_leaves_more_ink():
    def ink(weight: int) -> int:
        image = Image.new("L", (400, 80))
        Letters("sans", weight, 40).draw(ImageDraw.Draw(image), 5, 50, "Nimbus 云雀", "white")
        return sum(value * count for value, count in enumerate(image.histogram()))

    assert ink(400) < ink(600) < ink(800)


def test_lines_are_of_nearly_the_same_length():
    assert broken("aaa bb cc ddd ee", len, 12, 3) == ["aaa bb cc", "ddd ee"]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("粉丝，见面会。吗", 4, ["粉丝，见", "面会。吗"]),
        ("（粉丝）见面", 3, ["（粉", "丝）", "见面"]),
        ("到New York去", 9, ["到New", "York去"]),
    ],
)
def test_chinese_breaks_anywhere_but_before_its_punctuation(text, width, lines):
    assert broken(text, len, width, 3) == lines


def test_a_text_that_needs_more_lines_is_not_broken():
    assert broken("aaa bbb ccc", len, 3, 2) is None
    assert broken("aaaaaaaa", len, 3, 2) is None


def test_what_is_too_long_ends_in_dots():
    assert cut("aaa bbb", len, 6) == "aaa..."
    assert cut("粉丝见面会", len, 3) == "粉丝…"
    assert cut_lines("aaa bbb ccc ddd", len, 7, 2) == ["aaa bbb", "ccc ddd"]
    assert cut_lines("aaa bbb ccc ddd eee", len, 7, 2) == ["aaa bbb", "ccc..."]


@given(st.text(alphabet="ab 粉，。（", max_size=60), st.integers(1, 20))
def test_breaking_loses_nothing_and_fits(text, width):
    lines = broken(text, len, width, 10)

    if lines is not None:
        assert all(len(line) <= width for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
