"""What a reader may say under a post, and what is made of it first."""

import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnout.rules.comment import LONGEST_TEXT, Said, Words, check, check_words, plain
from turnout.rules.form import Unacceptable

LANGUAGES = ("en", "es")
GOOD = {"name": ["Maya"], "email": ["Maya@Example.org"], "text": ["Will there be a stream?"]}


def problems(fields: dict[str, list[str]]) -> list[tuple[str, str]]:
    with pytest.raises(Unacceptable) as refusal:
        check(fields, LANGUAGES)
    return [(problem.field, problem.code) for problem in refusal.value.problems]


def test_a_good_comment_is_taken_as_it_is_stored():
    said = check({**GOOD, "answers_to": ["a" * 32], "lang": ["es"], "submission": ["b" * 32]}, LANGUAGES)

    assert said == Said(
        "Maya", "Maya@Example.org", "maya@example.org", "Will there be a stream?", "a" * 32, "es", "b" * 32
    )


def test_what_is_unknown_falls_back_to_the_posts_own():
    said = check({**GOOD, "answers_to": ["the one above"], "lang": ["tlh"], "submission": ["x"]}, LANGUAGES)

    assert said[4:] == ("", "en", None)


def test_the_last_of_several_counts():
    assert check({**GOOD, "name": ["Ada", "Bea"]}, LANGUAGES).name == "Bea"


def test_everything_that_is_wrong_is_said_at_once():
    assert problems({}) == [("name", "missing"), ("email", "missing"), ("text", "missing")]
    assert problems({**GOOD, "email": ["maya at home"]}) == [("email", "not_an_address")]
    assert problems({**GOOD, "name": ["\u200b\u202e"], "text": ["\u200b \u2060\n\ufeff"]}) == [
        ("name", "missing"),
        ("text", "missing"),
    ]
    assert problems({**GOOD, "name": ["x" * 61], "text": ["x" * 3_001]}) == [
        ("name", "too_long"),
        ("text", "too_long"),
    ]
    assert problems({**GOOD, "text": ["x\n" * 121]}) == [("text", "too_long")]


def test_name_and_text_alone_are_checked_where_a_comment_is_changed():
    assert check_words(GOOD) == Words("Maya", "Will there be a stream?")
    with pytest.raises(Unacceptable):
        check_words({"name": ["Maya"]})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\n\r\n\r\n\r\ntwo", "one\n\ntwo"),
        ("  \n\n text \t with   spaces \n", " text with spaces"),
        ("```\n\tindented\n```", "```\n    indented\n```"),
        (" " * 40 + "far in", " " * 12 + "far in"),
        ("pay\u200bpal \u2060now\ufeff", "paypal now"),
        ("\u202ecod.exe\u202c", "cod.exe"),
        ("\u2066isolated\u2069 \u200e\u200e\u200e", "isolated"),
        ("a\u200e\u200eb", "ab"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("👩\u200d👧", "👩\u200d👧"),
        ("a" + "\u200d" * 500 + "b", "a\u200db"),
        ("\u200dstart end\u200c", "start end"),
        ("Z\u0335\u0321\u0322\u0323\u0324\u0325\u0326algo", "\u1e92\u0335\u0321\u0322algo"),
        ("\U000e0041\U000e0042hidden", "hidden"),
        ("tie\u0302\u0301ng Vie\u0323\u0302t", "tiếng Việt"),
    ],
)
def test_text_is_made_fit_to_be_shown(typed: str, kept: str):
    assert plain(typed) == kept


@pytest.mark.parametrize(
    "flood",
    ["\u200b" * 300_000, "e" + "\u0301" * 300_000, "\n" * 300_000, "a " * 500_000, "\u200d" * 300_000],
)
def test_a_flood_is_read_in_reasonable_time(flood: str):
    begun = time.monotonic()

    assert len(plain(flood)) <= len(flood)
    assert time.monotonic() - begun < 5


@given(st.text())
def test_what_was_made_fit_stays_as_it_is(typed: str):
    once = plain(typed)

    assert plain(once) == once


@given(st.dictionaries(st.sampled_from(["name", "email", "text", "lang"]), st.lists(st.text(), min_size=1)))
def test_whatever_is_sent_is_taken_or_refused(fields: dict[str, Any]):
    with suppress(Unacceptable):
        assert 0 < len(check(fields, LANGUAGES).text) <= LONGEST_TEXT
