"""Offers as a claim reads them: held, with what their answer and event say, many in one statement."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection

from turnout.events.models import Stage
from turnout.interest.models import Interest
from turnout.invitations.models import Invitation

# After the day nobody takes a seat any more; a closed event may still have its replies.
TAKING = frozenset({Stage.INVITING, Stage.CLOSED})
_STANDS = frozenset({Interest.Standing.COUNTED, Interest.Standing.SUSPECT})


class Offer(NamedTuple):
    """An invitation that was sent, and perhaps claimed by now; `edition` is what occasion.edition_of says.

    `own` and `everybodys` are the seats' rows of its group and of everybody; None where there are none.
    """

    pk: int
    state: str
    party: int
    quota: str
    reply_by: datetime
    event_id: int
    own: int | None
    everybodys: int | None
    has_groups: bool
    interest_id: int
    public_id: str
    generation: int
    standing: str
    is_verified: bool
    name: str
    language: str
    stage: str
    organisation_id: int
    has_key: bool
    edition: int

    @property
    def is_claimed(self) -> bool:
        return self.state == Invitation.State.CLAIMED

    @property
    def lacks_seats(self) -> bool:
        """Its event's, or those of its group, were not laid out yet."""
        return self.everybodys is None or bool(self.quota and self.own is None)

    def is_open(self, at: datetime) -> bool:
        """At the very second of the reply-by it is over."""
        return at < self.reply_by and self.standing in _STANDS and self.stage in TAKING


_OF_INVITATION = """
    v.id, v.state, v.party, v.quota, v.reply_by, v.event_id,
    (SELECT id FROM tickets_seats WHERE event_id = v.event_id AND quota = v.quota AND quota <> '') AS own,
    (SELECT id FROM tickets_seats WHERE event_id = v.event_id AND quota = '') AS everybodys,
    EXISTS (SELECT 1 FROM tickets_seats WHERE event_id = v.event_id AND quota <> '') AS has_groups
"""
_OF_PERSON = """
    i.id, i.public_id, i.generation, i.standing, i.verified_at IS NOT NULL, i.name, i.language,
    e.stage, e.organisation_id, EXISTS (SELECT 1 FROM tickets_eventkey WHERE event_id = e.id),
    COALESCE(d.version, 0) + 1
"""
_WITH_EVENT = """
    JOIN events_event e ON e.id = i.event_id
    LEFT JOIN invitations_decision d ON d.event_id = e.id
"""
_SQLITE = f"""
    SELECT {_OF_INVITATION}, {_OF_PERSON}
    FROM interest_interest i
    JOIN invitations_invitation v ON v.interest_id = i.id AND v.state IN ('sent', 'claimed')
    {_WITH_EVENT}
    WHERE i.public_id IN (SELECT value FROM json_each(%s)) ORDER BY i.id
"""  # noqa: S608
# One after the other by their ids, and by no other index ("|| ''"): of a round that was just sent nobody has
# counted the rows, and the database would look through all of an event's. The answers are held as rows that
# refer to them will hold them, and before the invitations: that is the order of all verbs. Each verb that
# ends an invitation moves its state, and what was moved while this waited is left out.
_POSTGRES = f"""
    WITH people AS MATERIALIZED (
        SELECT {_OF_PERSON} FROM unnest(%s::text[]) AS asked (public_id)
        CROSS JOIN LATERAL (
            SELECT * FROM interest_interest WHERE public_id = asked.public_id LIMIT 1 FOR KEY SHARE
        ) i {_WITH_EVENT}
        ORDER BY i.id
    )
    SELECT v.*, people.* FROM people CROSS JOIN LATERAL (
        SELECT {_OF_INVITATION} FROM invitations_invitation v
        WHERE v.interest_id = people.id AND v.state || '' IN ('sent', 'claimed') FOR UPDATE OF v
    ) v
"""  # noqa: S608


def held_offers(public_ids: Sequence[str]) -> dict[str, Offer]:
    """By the answer's public id. They stay as they are until the caller's transaction ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE, [json.dumps(list(public_ids))])
        else:
            cursor.execute(_POSTGRES, [sorted(public_ids)])
        offers = [_offer(row) for row in cursor.fetchall()]
    return {offer.public_id: offer for offer in offers}


def _offer(row: Sequence[Any]) -> Offer:
    offer = Offer(*row)
    # SQLite keeps UTC, without saying so.
    return offer if offer.reply_by.tzinfo else offer._replace(reply_by=offer.reply_by.replace(tzinfo=UTC))
