import math

import pytest

from tests.rush.published import entrance_of
from turnout.rush.entrance import AFTER, BEFORE, OPEN


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, OPEN),
        ({"opens": 99.0}, OPEN),
        ({"opens": 100.0, "closes": 101.0}, OPEN),
        ({"opens": 101.0}, BEFORE),
        ({"closes": 100.0}, AFTER),
        ({"closes": 99.0, "opens": -math.inf}, AFTER),
        ({"accepting": False}, AFTER),
        ({"accepting": False, "opens": 101.0}, AFTER),
    ],
)
def test_clock_and_stage_decide_whether_the_form_is_open(changes: dict[str, object], state: str):
    assert entrance_of(**changes).state(100.0) == state


@pytest.mark.parametrize(
    ("language", "via", "state", "found"),
    [
        ("en", "reddit", "open", ("en", "reddit")),
        ("es", "reddit", "open", ("es", "")),
        ("en", "", "before", ("en", "")),
        ("es", "", "before", ("en", "")),
        ("es", "reddit", "after", ("es", "")),
    ],
)
def test_nearest_rendered_page_is_shown(language: str, via: str, state: str, found: tuple[str, str]):
    entrance = entrance_of()

    page = entrance.page("/e/new-york/", language, via, state)

    assert page is entrance.pages["/e/new-york/", *found, state]


def test_page_that_was_never_rendered_is_none():
    assert entrance_of(pages={}).page("/e/new-york/", "en", "", OPEN) is None


@pytest.mark.parametrize(("versions", "version"), [(["1"], 1), (["2"], 2), (["99"], 2), (["1", ""], 2)])
def test_answer_is_checked_against_the_version_that_was_filled_in(versions: list[str], version: int):
    assert entrance_of().form(versions).version == version
