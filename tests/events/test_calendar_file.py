import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.factories import ACTOR, NEW_YORK, event_of, organisation_of, published
from turnout.events.calendar_file import calendar_file
from turnout.events.edit_event import edit_event
from turnout.events.models import Event, Stage
from turnout.events.zone_rules import zone_rules

pytestmark = pytest.mark.django_db


def calendar_of(event: Event, language: str = "en") -> Calendar:
    content = calendar_file(event, language)
    assert content is not None
    return Calendar.from_ical(content)


def entries(event: Event, language: str = "en") -> list[Any]:
    return calendar_of(event, language).walk("VEVENT")


def test_an_entry_stands_at_its_places_own_clock():
    event = published(strapline="Come")

    calendar = calendar_of(event)

    (entry,) = calendar.walk("VEVENT")
    start = entry.decoded("DTSTART")
    assert entry["DTSTART"].params["TZID"] == "America/New_York"
    assert start.replace(tzinfo=None) == datetime(2026, 12, 8, 18)  # noqa: DTZ001
    assert start.astimezone(UTC) == datetime(2026, 12, 8, 23, tzinfo=UTC)
    assert entry["SUMMARY"] == "Nimbus Fan Day"
    assert entry["LOCATION"] == "New York, United States"
    assert entry["URL"] == f"http://127.0.0.1:8000/e/{event.slug}/"
    assert entry["ORGANIZER"] == "mailto:privacy@example.org"
    assert entry["ORGANIZER"].params["CN"] == "Nimbus"


@pytest.mark.parametrize(
    "zone", ["America/New_York", "Europe/Madrid", "Asia/Shanghai", "Australia/Lord_Howe"]
)
def test_the_zones_rules_are_told_and_right_around_the_day(zone):
    event = published(options=[{"date": date(2026, 12, 8), "time": time(18), "time_zone": zone}])

    calendar = calendar_of(event)

    (told,) = calendar.timezones
    (entry,) = calendar.walk("VEVENT")
    # Read by the rules in the file alone, as a calendar that knows no zone database does.
    by_the_file = told.to_tz(lookup_tzid=False)
    assert str(told.tz_name) == zone
    assert entry["DTSTART"].params["TZID"] == zone
    for days in range(365):
        local = (datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=days)).astimezone(ZoneInfo(zone))
        assert local.replace(tzinfo=by_the_file).utcoffset() == local.utcoffset()


def test_a_change_of_the_clocks_is_told_by_the_time_it_came_at():
    told = zone_rules("America/New_York", date(2026, 1, 1), date(2026, 12, 31)).to_ical().decode()

    names = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME")
    rules = [
        tuple(value for name in names for value in re.findall(rf"{name}:(.*)\r", part))
        for part in told.split("BEGIN:")[2:]
    ]
    assert rules == [
        ("20251231T190000", "-0500", "-0500", "EST"),
        ("20260308T020000", "-0500", "-0400", "EDT"),
        ("20261101T020000", "-0400", "-0500", "EST"),
    ]


def test_a_day_without_an_hour_is_a_whole_day():
    event = published(options=[{"place": "Boston", "date": date(2026, 12, 12)}])

    (entry,) = entries(event)

    assert entry["DTSTART"].params["VALUE"] == "DATE"
    assert entry.decoded("DTSTART") == date(2026, 12, 12)
    assert calendar_of(event).timezones == []


def test_there_is_an_entry_for_each_day_on_offer_and_none_for_a_city_alone():
    event = published(
        options=[NEW_YORK, {"place": "Boston", "date": date(2026, 12, 12)}, {"place": "Chicago"}]
    )

    assert [entry["LOCATION"] for entry in entries(event)] == ["New York, United States", "Boston"]


@pytest.mark.parametrize(
    ("stage", "options", "status"),
    [
        (Stage.GAUGING, 1, "TENTATIVE"),
        (Stage.INVITING, 1, "CONFIRMED"),
        (Stage.INVITING, 2, "TENTATIVE"),
        (Stage.CANCELLED, 1, "CANCELLED"),
    ],
)
def test_its_state_is_tentative_until_it_is_decided(stage, options, status):
    event = event_of(stage=stage, options=[NEW_YORK, {"place": "Boston"}][:options])

    (entry,) = entries(event)

    assert entry["STATUS"] == status
    assert entry["TRANSP"] == ("OPAQUE" if status == "CONFIRMED" else "TRANSPARENT")


def test_an_entry_keeps_its_name_and_its_sequence_rises():
    event = published()
    (before,) = entries(event)

    (after,) = entries(edit_event(event, ACTOR, title="Fan Night"))

    assert before["UID"] == after["UID"] == f"option-{event.options.get().pk}@127.0.0.1"
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_title_cannot_break_out_of_its_line():
    event = published(
        title="Fan\\Day;,\u2028BEGIN:VEVENT", organisation=organisation_of(name='Nim"bus\u2029X')
    )

    (entry,) = entries(event)

    assert entry["SUMMARY"].startswith("Fan\\Day;,")


def test_a_place_is_escaped_and_reads_back():
    event = published(options=[{**NEW_YORK, "venue": "Hall 1; East, \\Wing"}])

    (entry,) = entries(event)

    assert entry["LOCATION"] == "Hall 1; East, \\Wing, New York, United States"
    assert rb"LOCATION:Hall 1\; East\, \\Wing\, New York\, United States" in (
        calendar_file(event, "en") or b""
    )


def test_an_organisation_without_a_contact_is_named_by_the_page():
    event = published(organisation=organisation_of(privacy_contact=""))

    (entry,) = entries(event)

    assert entry["ORGANIZER"] == f"http://127.0.0.1:8000/e/{event.slug}/"


def test_the_calendar_is_served(client):
    event = published()

    answer = client.get(f"/e/{event.slug}/calendar.ics")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    again = client.get(f"/e/{event.slug}/calendar.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_an_event_without_a_day_has_no_calendar(client):
    event = published(options=[{"place": "Boston"}])

    assert client.get(f"/e/{event.slug}/calendar.ics").status_code == 404
