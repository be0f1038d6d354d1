"""Past events as tables write them, and what they teach."""

from datetime import date

import numpy as np
import pytest

from turnout.rules.forecast import forecast
from turnout.rules.history import Alike, Cell, Happened, cells_of, learned_from
from turnout.rules.history_file import MOST_LINES, Problem, read_history
from turnout.rules.learning import published
from turnout.rules.people import CODES, people_of


def test_a_row_an_event_is_read_whatever_the_order_of_its_columns():
    table = read_history("Came;Said yes;Event;Date\n40;60;Fan day;2025-05-31\n9;9;Meeting;1.6.2025\n")

    assert table.events == (
        Happened("Fan day", date(2025, 5, 31), 60, 40, None),
        Happened("Meeting", date(2025, 6, 1), 9, 9),
    )
    assert (table.problems, table.by_person, table.rows, table.unknown) == ((), False, 2, ())


def test_who_came_beyond_those_who_had_said_so_came_without_it():
    table = read_history(
        "event,date,said,came,walk-ins,kind,days before\nFan day,2025-05-31,60,70,2,paid,14\n"
    )

    assert table.events == (Happened("Fan day", date(2025, 5, 31), 60, 60, 12, "paid", 14),)


def test_a_row_a_person_is_counted_and_names_nobody():
    table = read_history(
        "name,e-mail,event,date,said,came,party,said on,km\n"
        "Ada Okafor,ada@example.org,Fan day,2025-05-31,definitely,yes,2,2025-05-20,12\n"
        "Ben Müller,ben@example.org,Fan day,2025-05-31,definitely,no,2,2025-05-20,11\n"
        "Chloé Rossi,c@example.org,Fan day,2025-05-31,maybe,x,1,2025-06-02,\n"
    )

    alike = Alike("definitely", 2, 14, 10, True)
    assert table.events == (
        Happened(
            "Fan day",
            date(2025, 5, 31),
            5,
            3,
            kind="mixed",
            cells=(Cell(alike, 2, 1), Cell(Alike("maybe", 1, 0, -1, True), 1, 1)),
        ),
    )
    assert (table.by_person, table.rows, table.unknown) == (True, 3, ("name", "e-mail"))


def test_each_line_that_cannot_be_read_is_told_and_the_others_are_kept():
    table = read_history(
        "event,date,said,came\n"
        "Good,2025-05-31,60,40\n"
        ",2025-05-31,60,40\n"
        "Slashes,05/31/2025,60,40\n"
        "\n"
        "Words,2025-05-31,many,40\n"
        "Huge,2025-05-31,60,90000000\n"
    )

    assert [event.name for event in table.events] == ["Good"]
    assert table.problems == (
        Problem(3, "event", "event", ""),
        Problem(4, "date", "date", "05/31/2025"),
        Problem(6, "number", "said", "many"),
        Problem(7, "too_many", "came", "90000000"),
    )


def test_a_person_of_whom_nobody_knows_whether_they_came_is_told():
    table = read_history(
        "event,date,came,said,party\nA,2025-05-31,perhaps,,\nA,2025-05-31,1,hardly,\nA,2025-05-31,1,,21\n"
    )

    assert table.problems == (
        Problem(2, "yes_no", "came", "perhaps"),
        Problem(3, "kind", "said", "hardly"),
        Problem(4, "number", "party", "21"),
    )


@pytest.mark.parametrize(
    ("text", "lacking"),
    [("", "event, date, came"), ("event;when\n", "date, came"), ("Evento,Fecha,Inscritos,Vinieron\n", "")],
)
def test_a_table_without_its_columns_says_which(text: str, lacking: str):
    assert [problem.column for problem in read_history(text).problems] == ([lacking] if lacking else [])


def test_a_table_that_is_too_long_says_so_and_is_not_read():
    found = read_history("event,date,came\n" + "Meeting,2026-06-01,50\n" * MOST_LINES)

    assert found.events == ()
    assert [(each.code, each.value) for each in found.problems] == [("lines", str(MOST_LINES))]


def test_the_same_events_teach_the_same_in_whatever_order_they_come():
    events = [Happened(f"{number}", date(2025, 1, 1 + number), 100, 40 + number) for number in range(12)]

    one, other = learned_from(events), learned_from(reversed(events))

    assert one.as_json() == other.as_json()
    assert one.events == 12


def test_an_organiser_whose_people_stay_away_learns_to_expect_fewer():
    people = people_of(np.full(100, CODES["claimed"], np.int8))
    taught = learned_from(Happened(f"{day}", date(2025, 1, day), 100, 35) for day in range(1, 9))

    before = forecast(people, known=published(0.0), with_walk_ins=False)
    after = forecast(people, known=taught, day=taught.level.day, with_walk_ins=False)

    assert 60 <= before.median <= 70
    assert 33 <= after.median <= 42
    assert after.interval(0.8)[1] - after.interval(0.8)[0] < before.interval(0.8)[1] - before.interval(0.8)[0]


def test_people_teach_what_their_word_is_worth():
    cells = (
        Cell(Alike("definitely", 1, 21, -1, True), 200, 180),
        Cell(Alike("maybe", 1, 21, -1, True), 200, 4),
    )
    taught = learned_from([Happened("Fan day", date(2025, 5, 31), 400, 184, cells=cells)])

    mean = taught.coefficients.mean - published(0.0).coefficients.mean

    assert mean[CODES["definitely"]] > 0.3
    assert mean[CODES["maybe"]] < -0.1
    assert taught.events == 1


def test_an_event_that_nobody_had_signed_up_for_teaches_nothing():
    taught = learned_from([Happened("Street", date(2025, 5, 31), 0, 0, walk_ins=30)])

    assert taught.events == 0


def test_cells_hold_nobody_that_is_not_counted():
    alike = Alike("claimed", 1, 20, 60, True)

    assert cells_of([(alike, True), (alike, False)]) == (Cell(Alike("claimed", 1, 21, 50, True), 2, 1),)


def test_walk_ins_that_nobody_counted_teach_nothing_of_walk_ins():
    days = [date(2025, 5, day) for day in range(1, 9)]
    silent = learned_from(Happened(str(day), day, 100, 60) for day in days)
    none_came = learned_from(Happened(str(day), day, 100, 60, 0) for day in days)

    assert silent.walk_ins == published().walk_ins
    assert none_came.walk_ins.expected(100.0).mean < silent.walk_ins.expected(100.0).mean
