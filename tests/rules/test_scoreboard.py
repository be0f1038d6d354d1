"""How good forecasts were, and of whom more or fewer came."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnout.rules.heads import whole
from turnout.rules.history import Happened, in_turn, learned_from
from turnout.rules.scoreboard import Board, Foreseen, board_of
from turnout.rules.who_came import LEAST, Part, reason, told

FORESEEN = Foreseen(100, (90, 110), (80, 120), (65, 140))


def part(which: str, place: int, foreseen: float, came: int, by: str = "via") -> Part:
    return Part(by, which, place, place, foreseen, came)


def test_a_forecast_is_told_by_its_middle_and_three_ranges():
    heads = whole(np.full(101, 1 / 101))

    assert Foreseen.of(heads) == Foreseen(50, (25, 75), (10, 90), (2, 98))


@pytest.mark.parametrize(
    ("came", "held"),
    [
        (110, (True, True, True)),
        (80, (False, True, True)),
        (140, (False, False, True)),
        (141, (False, False, False)),
    ],
)
def test_a_range_holds_both_its_ends(came: int, held: tuple[bool, bool, bool]):
    assert FORESEEN.held(came) == held


def test_no_event_is_no_verdict():
    assert board_of([]) == Board(0, (0, 0, 0), 0.0, "early", "")


def test_over_four_events_chance_decides():
    assert board_of([(FORESEEN, 10)] * 4).width == "early"


@pytest.mark.parametrize(
    ("inside", "outside", "width"),
    [(8, 2, "honest"), (5, 5, "narrow"), (13, 0, "honest"), (14, 0, "wide"), (0, 5, "narrow")],
)
def test_ranges_that_hold_too_seldom_or_too_often_are_told(inside: int, outside: int, width: str):
    events = [(FORESEEN, 100)] * inside + [(FORESEEN, 10)] * outside

    board = board_of(events)

    assert board.width == width
    assert board.held[1] == inside


@pytest.mark.parametrize(("fewer", "more", "lean"), [(6, 0, "fewer"), (0, 6, "more"), (5, 0, ""), (6, 3, "")])
def test_one_side_is_named_when_chance_would_not_do_it(fewer: int, more: int, lean: str):
    assert board_of([(FORESEEN, 90)] * fewer + [(FORESEEN, 110)] * more).lean == lean


def test_the_error_is_that_of_the_middle_event():
    assert board_of([(FORESEEN, 100), (FORESEEN, 80), (FORESEEN, 50)]).off == 0.25


def test_an_event_is_foreseen_from_those_before_it_alone():
    events = [Happened(f"e{n}", date(2026, 1, 1) + timedelta(weeks=n), 200, 90) for n in range(6)]
    other = [*events[:-1], Happened("e5", events[5].date, 200, 190)]

    foreseen = [(event.name, Foreseen.of(heads)) for event, heads in in_turn(events, 3)]

    assert [name for name, _ in foreseen] == ["e3", "e4", "e5"]
    assert foreseen[-1][1] == Foreseen.of(next(in_turn(other, 1))[1])
    # Published: 65 of 100. Theirs: 45.
    assert foreseen[0][1].median > foreseen[-1][1].median > 90
    assert learned_from(events).events == 6


def test_an_event_nobody_said_anything_of_is_not_judged():
    assert list(in_turn([Happened("none", date(2026, 1, 1), 0, 0)], 5)) == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12))
def test_small_groups_are_told_together_and_nobody_is_lost(counts: list[tuple[int, int]]):
    parts = [part(str(n), place, place * 0.6, min(came, place)) for n, (place, came) in enumerate(counts)]

    shown = told(parts)

    assert sum(each.came for each in shown) == sum(each.came for each in parts)
    assert sum(each.answered for each in shown) == sum(each.answered for each in parts)
    if sum(each.answered for each in parts) >= LEAST:
        assert all(each.answered >= LEAST for each in shown)


def test_a_miss_is_explained_by_those_who_stayed_away():
    parts = [
        part("10", 80, 50, 55, "near"),
        part("200", 104, 64, 7, "near"),
        part("mail", 90, 56, 30),
        part("reddit", 94, 58, 32),
    ]

    found = reason(parts, -52.0)

    assert found is not None
    assert found.which == "200"


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [part("mail", 90, 56, 30), part("reddit", 94, 58, 32)],
        [part("mail", 184, 114, 62)],
        [part("mail", 90, 56, 58), part("reddit", 0, 0, 0)],
    ],
)
def test_a_miss_of_everybody_is_explained_by_nobody(parts: list[Part]):
    assert reason(parts, -52.0) is None
