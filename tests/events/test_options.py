from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import ACTOR, event_of, option_of, published
from turnout.events.edit_event import edit_event
from turnout.events.edit_option import edit_option
from turnout.events.local_time import instant
from turnout.events.order import order_options
from turnout.events.recompute_starts import moved_options, recompute_start
from turnout.events.refusals import LastOption, NoSuchTime, Problem, TooMany, Unfit
from turnout.events.retire_option import retire_option

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "clock", "zone", "utc"),
    [
        (date(2026, 12, 8), time(18), "America/New_York", datetime(2026, 12, 8, 23, tzinfo=UTC)),
        (date(2026, 7, 8), time(18), "America/New_York", datetime(2026, 7, 8, 22, tzinfo=UTC)),
        (date(2026, 12, 8), None, "Asia/Shanghai", datetime(2026, 12, 7, 16, tzinfo=UTC)),
        # Shown twice: the first is meant.
        (date(2026, 11, 1), time(1, 30), "America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        # Jumped over: counted from before the jump.
        (date(2026, 3, 8), time(2, 30), "America/New_York", datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        # A day that begins at one o'clock.
        (date(2026, 9, 6), None, "America/Santiago", datetime(2026, 9, 6, 4, tzinfo=UTC)),
    ],
)
def test_a_local_time_is_an_instant(day, clock, zone, utc):
    assert instant(day, clock, zone) == utc


@given(
    st.dates(date(1990, 1, 1), date(2036, 12, 31)),
    st.times(),
    st.sampled_from(
        ["America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
    ),
)
def test_a_time_that_clocks_show_comes_back_from_its_instant(day, clock, zone):
    shown = instant(day, clock, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    assert shown - datetime.combine(day, clock) in {
        timedelta(0),
        timedelta(minutes=30),
        timedelta(hours=1),
        timedelta(days=1),
    }


def test_a_time_that_the_clocks_jump_over_is_refused_with_the_next_one():
    with pytest.raises(NoSuchTime) as refusal:
        option_of(event_of(), date=date(2027, 3, 14), time=time(2, 30), time_zone="America/New_York")

    assert refusal.value.next == datetime(2027, 3, 14, 3, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("given_fields", "problem"),
    [
        ({"place": ""}, Problem("place", "missing")),
        ({"place": "", "time": time(18)}, Problem("place", "missing")),
        ({"time": time(18)}, Problem("date", "missing")),
        ({"country": "ZZ"}, Problem("country", "not_a_choice")),
    ],
)
def test_an_option_needs_a_place_or_a_date(given_fields, problem):
    with pytest.raises(Unfit) as refusal:
        option_of(event_of(), **given_fields)

    assert refusal.value.problems == (problem,)


def test_options_without_a_zone_follow_the_events():
    event = event_of(options=[{"date": date(2026, 12, 8), "time": time(18)}])

    edit_event(event, ACTOR, time_zone="Europe/Madrid")

    assert event.options.get().starts_at == datetime(2026, 12, 8, 17, tzinfo=UTC)


def test_an_options_own_zone_stays_when_the_events_changes():
    event = event_of()

    edit_event(event, ACTOR, time_zone="Europe/Madrid")

    assert event.options.get().starts_at == datetime(2026, 12, 8, 23, tzinfo=UTC)


def test_a_draft_option_changes_in_place():
    event = event_of()
    option = event.options.get()

    changed = edit_option(option, ACTOR, place="Boston", date=date(2026, 12, 9))

    assert changed.pk == option.pk
    assert str(changed) == "Boston · 2026-12-09 · 18:00:00"


@pytest.mark.parametrize("change", [{"place": "Boston"}, {"date": date(2026, 12, 9)}, {"country": "CA"}])
def test_another_place_or_day_of_a_published_option_is_another_option(change):
    event = published()
    option = event.options.get()

    changed = edit_option(option, ACTOR, **change)

    option.refresh_from_db()
    assert option.retired_at is not None
    assert (option.place, option.date) == ("New York", date(2026, 12, 8))
    assert event.open_options() == [changed]
    assert changed.position == option.position


@pytest.mark.parametrize(
    "change", [{"venue": "Brick Hall"}, {"time": time(19)}, {"translations": {"es": {"place": "Nueva York"}}}]
)
def test_hall_and_hour_of_a_published_option_change_in_place(change):
    event = published()

    changed = edit_option(event.options.get(), ACTOR, **change)

    assert event.open_options() == [changed]
    assert event.options.count() == 1


def test_the_spelling_of_a_place_may_be_mended():
    event = published(options=[{"place": "New Yrok", "country": "US"}])

    changed = edit_option(event.options.get(), ACTOR, place="New York", spelling_only=True)

    assert (event.options.count(), changed.place) == (1, "New York")


def test_a_published_event_keeps_an_option():
    event = published()

    with pytest.raises(LastOption):
        retire_option(event.options.get(), ACTOR)


def test_a_published_option_is_kept_and_a_drafts_is_deleted():
    draft, public = event_of(), published()
    other = option_of(public)

    retire_option(draft.options.get(), ACTOR)
    retire_option(public.open_options()[0], ACTOR)

    assert (draft.options.count(), public.options.count()) == (0, 2)
    assert public.open_options() == [other]


def test_options_are_put_in_another_order():
    event = event_of()
    first, second = event.options.get(), option_of(event)

    order_options(event, ACTOR, [second.pk, first.pk])

    assert event.open_options() == [second, first]


def test_options_have_an_end():
    event = event_of(options=[{"place": f"City {number}"} for number in range(20)])

    with pytest.raises(TooMany) as refusal:
        option_of(event)

    assert refusal.value.most == 20


def test_a_new_zone_database_moves_the_options_to_come_and_no_past_one():
    event = event_of()
    option = event.options.get()
    right = option.starts_at
    assert right is not None
    event.options.update(starts_at=right + timedelta(hours=1))

    before, after = datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    found = [moved_options(after), moved_options(before)]
    recompute_start(option.pk, before)

    option.refresh_from_db()
    assert found == [[], [option.pk]]
    assert option.starts_at == right
    assert moved_options(before) == []
