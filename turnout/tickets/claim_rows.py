"""What a claim writes, for many at once: past the models, because a crowd waits for it.

An invitation that is claimed, where its party sits, a ticket for each person, and a line in the journal. The
mail with the tickets follows as due work.
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from turnout.interest.many_rows import Insert, Row, insert_postgres, insert_sqlite
from turnout.invitations.models import Invitation
from turnout.tickets.keys import ensure_key
from turnout.tickets.offers import Offer

VERB = "claim"


class Seated(NamedTuple):
    offer: Offer
    heads: int
    seats: int


class Table(NamedTuple):
    sqlite: Insert
    postgres: Insert

    def insert(self, rows: Sequence[Row]) -> None:
        if connection.vendor == "sqlite":
            insert_sqlite(self.sqlite, rows)
        else:
            insert_postgres(self.postgres, rows)


def _table(table: str, **columns: str) -> Table:
    """`columns` are the names with PostgreSQL's types."""
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    row = f"({', '.join('?' * len(columns))})"
    return Table(Insert(into, row, ""), Insert(into, f"SELECT * FROM unnest({arrays})", ""))  # noqa: S608


_CLAIMS = _table("tickets_claim", invitation_id="bigint", seats_id="bigint", party="smallint")
_TICKETS = _table(
    "tickets_ticket",
    event_id="bigint",
    interest_id="bigint",
    number="smallint",
    serial="text",
    generation="smallint",
    name="text",
    passed_to="text",
    passed_key="text",
    language="text",
    issued_at="timestamptz",
    revoked_why="text",
    told_version="int",
)
_ENTRIES = _table(
    "journal_entry",
    at="timestamptz",
    organisation_id="bigint",
    event_id="bigint",
    actor="text",
    verb="text",
    noun="text",
    noun_id="bigint",
    fields="jsonb",
)
_CLAIMED = (
    "UPDATE invitations_invitation SET state = 'claimed', answered_at = %s WHERE state = 'sent' AND id "
)
_AMONG = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}


class MovedMeanwhile(Exception):
    """An invitation that was held is no longer what it was: a defect, and nothing is written."""


def write_claims(new: Sequence[Seated], at: datetime) -> None:
    """Their seats are taken. In the caller's transaction, which holds the invitations."""
    moment = at.replace(tzinfo=None).isoformat(" ") if connection.vendor == "sqlite" else at
    _claimed([each.offer.pk for each in new], moment)
    for each in new:
        if each.heads != each.offer.party:
            Invitation.objects.filter(pk=each.offer.pk).update(party=each.heads)
    for event_id in {each.offer.event_id for each in new}:
        ensure_key(event_id, at)
    _CLAIMS.insert([(each.offer.pk, each.seats, each.heads) for each in new])
    _TICKETS.insert([row for each in new for row in _tickets(each, moment)])
    _ENTRIES.insert([_entry(each.offer, moment) for each in new])


def _claimed(pks: list[int], moment: str | datetime) -> None:
    vendor = connection.vendor
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMED + _AMONG[vendor], [moment, json.dumps(pks) if vendor == "sqlite" else pks])
        if cursor.rowcount != len(pks):
            raise MovedMeanwhile


def _tickets(seated: Seated, moment: str | datetime) -> Iterator[Row]:
    """The first is the fan's own; who else comes may be said later."""
    offer = seated.offer
    for number in range(1, seated.heads + 1):
        name = offer.name if number == 1 else ""
        serial = secrets.token_hex(6)
        yield (
            offer.event_id,
            offer.interest_id,
            number,
            serial,
            0,
            name,
            "",
            "",
            offer.language,
            moment,
            "",
            offer.edition,
        )


def _entry(offer: Offer, moment: str | datetime) -> Row:
    return (
        moment,
        offer.organisation_id,
        offer.event_id,
        "fan",
        VERB,
        "interest",
        offer.interest_id,
        "[]",
    )
