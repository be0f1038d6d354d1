"""Who reads posts by mail is erased like everybody: in time, on their wish, and nobody else with them."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import interest_of, organisation_of, published, reader_of
from turnout.newsroom.models import Reader, ReaderWish
from turnout.privacy.erase_person import erase_person
from turnout.privacy.erase_readers import due, erase_reader
from turnout.privacy.export_person import export_person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
ADDRESS = "ada@example.org"


def test_unconfirmed_and_former_readers_are_erased_after_a_while():
    never = reader_of(since=None, asked_at=NOON - timedelta(days=7))
    left = reader_of(ended_at=NOON - timedelta(days=30))
    kept = [
        reader_of(since=None, asked_at=NOON - timedelta(days=6)),
        reader_of(ended_at=NOON - timedelta(days=29)),
        reader_of(asked_at=NOON - timedelta(days=900), since=NOON - timedelta(days=900)),
    ]

    assert due(NOON) == [never.pk, left.pk]
    for pk in (never.pk, left.pk, kept[0].pk):
        erase_reader(pk, NOON)

    assert list(Reader.objects.order_by("pk")) == kept


def test_who_is_erased_reads_no_more_at_that_organisation_alone():
    event = published()
    interest = interest_of(event, email=ADDRESS)
    reader_of(event.organisation, email=ADDRESS)
    elsewhere, other = reader_of(email=ADDRESS), reader_of(event.organisation)
    ReaderWish.objects.create(
        organisation=event.organisation,
        email=ADDRESS,
        email_key=ADDRESS,
        language="en",
        cadence="weekly",
        at=NOON,
    )

    erase_person(interest.pk, "fan")

    assert list(Reader.objects.order_by("pk")) == [elsewhere, other]
    assert not ReaderWish.objects.exists()


def test_what_is_held_of_a_reader_is_told():
    event = published()
    interest = interest_of(event, email=ADDRESS)
    reader_of(event.organisation, email=ADDRESS, since=NOON, asked_at=NOON, ended_at=NOON)
    reader_of(organisation_of(), email=ADDRESS)

    assert export_person(interest)["held"]["readers"] == [
        {
            "email": ADDRESS,
            "how_often": "at-once",
            "language": "en",
            "asked": "2026-11-30T12:00:00+00:00",
            "confirmed": "2026-11-30T12:00:00+00:00",
            "ended": "2026-11-30T12:00:00+00:00",
        }
    ]
