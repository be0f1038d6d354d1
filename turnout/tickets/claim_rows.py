"""What a claim writes, for many at once: past the models, because a crowd waits for it.

An invitation that is claimed, where its party sits, a ticket for each person, a line in the journal, and how
far the person has come, for the forecast. The mail with the tickets follows as due work.
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from turnout.interest.many_rows import Insert, Row, insert_sqlite
from turnout.tickets.keys import ensure_key
from turnout.tickets.offers import Offer

VERB = "claim"


class Seated(NamedTuple):
    offer: Offer
    heads: int
    seats: int


class MovedMeanwhile(Exception):
    """An invitation that was held is no longer what it was: a defect, and nothing is written."""


def write_claims(new: Sequence[Seated], at: datetime) -> None:
    """Their seats are taken. In the caller's transaction, which holds the invitations."""
    for event_id in {each.offer.event_id for each in new if not each.offer.has_key}:
        ensure_key(event_id, at)
    moved = _write_sqlite(new, at) if connection.vendor == "sqlite" else _write_postgres(new, at)
    if moved != len(new):
        raise MovedMeanwhile


_ON_CONFLICT = """
    ON CONFLICT (interest_id) DO UPDATE
    SET step = excluded.step, heads = excluded.heads, changed_at = excluded.changed_at
"""


def _serial() -> str:
    return secrets.token_hex(6)


# One statement, and so one trip to the server; the serials of a party stand one after the other. The ids are
# given twice so that the invitations are found by them, as in tickets.offers.
_POSTGRES = f"""
    WITH new AS MATERIALIZED (
        SELECT * FROM json_to_recordset(%(new)s::json) AS row (
            invitation bigint, seats bigint, party smallint, event bigint, interest bigint,
            organisation bigint, name text, language text, edition int, serials text
        )
    ), moved AS (
        UPDATE invitations_invitation v SET state = 'claimed', party = new.party, answered_at = %(at)s
        FROM new WHERE v.id = new.invitation AND v.id = ANY(ARRAY(SELECT invitation FROM new))
            AND v.state || '' = 'sent' RETURNING v.id
    ), claimed AS (
        INSERT INTO tickets_claim (invitation_id, seats_id, party) SELECT invitation, seats, party FROM new
    ), ticketed AS (
        INSERT INTO tickets_ticket (event_id, interest_id, number, serial, generation, name, passed_to,
            passed_key, language, issued_at, revoked_why, told_version)
        SELECT event, interest, number, substr(serials, number * 12 - 11, 12), 0,
            CASE WHEN number = 1 THEN name ELSE '' END, '', '', language, %(at)s, '', edition
        FROM new CROSS JOIN LATERAL generate_series(1, party) AS number
    ), noted AS (
        INSERT INTO journal_entry (at, organisation_id, event_id, actor, verb, noun, noun_id, fields)
        SELECT %(at)s, organisation, event, 'fan', '{VERB}', 'interest', interest, '[]' FROM new
    ), advanced AS (
        INSERT INTO forecasts_progress (interest_id, event_id, step, heads, changed_at)
        SELECT interest, event, 'claimed', party, %(at)s FROM new ORDER BY interest {_ON_CONFLICT}
    )
    SELECT count(*) FROM moved
"""  # noqa: S608


def _write_postgres(new: Sequence[Seated], at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES, {"new": json.dumps([_plain(each) for each in new]), "at": at})
        (moved,) = cursor.fetchone()
    return int(moved)


def _plain(each: Seated) -> dict[str, int | str]:
    offer = each.offer
    return {
        "invitation": offer.pk,
        "seats": each.seats,
        "party": each.heads,
        "event": offer.event_id,
        "interest": offer.interest_id,
        "organisation": offer.organisation_id,
        "name": offer.name,
        "language": offer.language,
        "edition": offer.edition,
        "serials": "".join(_serial() for _ in range(each.heads)),
    }


_MOVE = """
    UPDATE invitations_invitation SET state = 'claimed', party = new.party, answered_at = %s
    FROM (SELECT value ->> 0 AS id, value ->> 1 AS party FROM json_each(%s)) AS new
    WHERE invitations_invitation.id = new.id AND state = 'sent'
"""
_CLAIMS = Insert("INSERT INTO tickets_claim (invitation_id, seats_id, party)", "(?, ?, ?)", "")
_TICKETS = Insert(
    """INSERT INTO tickets_ticket (event_id, interest_id, number, serial, generation, name, passed_to,
        passed_key, language, issued_at, revoked_why, told_version)""",
    "(?, ?, ?, ?, 0, ?, '', '', ?, ?, '', ?)",
    "",
)
_ENTRIES = Insert(
    "INSERT INTO journal_entry (at, organisation_id, event_id, actor, verb, noun, noun_id, fields)",
    f"(?, ?, ?, 'fan', '{VERB}', 'interest', ?, '[]')",
    "",
)
_PROGRESS = Insert(
    "INSERT INTO forecasts_progress (interest_id, event_id, step, heads, changed_at)",
    "(?, ?, 'claimed', ?, ?)",
    _ON_CONFLICT,
)


def _write_sqlite(new: Sequence[Seated], at: datetime) -> int:
    # As Django writes it there.
    moment = str(at.replace(tzinfo=None))
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [moment, json.dumps([(each.offer.pk, each.heads) for each in new])])
        moved = cursor.rowcount
    insert_sqlite(_CLAIMS, [(each.offer.pk, each.seats, each.heads) for each in new])
    insert_sqlite(_TICKETS, [row for each in new for row in _tickets(each, moment)])
    insert_sqlite(_PROGRESS, [(o.interest_id, o.event_id, heads, moment) for o, heads, _ in new])
    entries = [(moment, o.organisation_id, o.event_id, o.interest_id) for o, _, _ in new]
    insert_sqlite(_ENTRIES, entries)
    return int(moved)


def _tickets(each: Seated, moment: str) -> Iterator[Row]:
    """The first is the fan's own; who else comes may be said later."""
    offer = each.offer
    for number in range(1, each.heads + 1):
        name = offer.name if number == 1 else ""
        yield (
            offer.event_id,
            offer.interest_id,
            number,
            _serial(),
            name,
            offer.language,
            moment,
            offer.edition,
        )
