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
    """An invitation that was sent, and perhaps claimed by now; `edition` is what occasion.edition_of says."""

    pk: int
    state: str
    party: int
    quota: str
    reply_by: datetime
    event_id: int
    interest_id: int
    public_id: str
    generation: int
    standing: str
    is_verified: bool
    name: str
    language: str
    stage: str
    organisation_id: int
    edition: int

    @property
    def is_claimed(self) -> bool:
        return self.state == Invitation.State.CLAIMED

    def is_open(self, at: datetime) -> bool:
        """At the very second of the reply-by it is over."""
        return at < self.reply_by and self.standing in _STANDS and self.stage in TAKING


# The invitations' rows are locked and nothing else: each verb that ends one moves its state, and one that
# was moved while this waited is left out when the lock is had.
_SELECT = """
    SELECT v.id, v.state, v.party, v.quota, v.reply_by, v.event_id, v.interest_id, i.public_id, i.generation,
           i.standing, i.verified_at IS NOT NULL, i.name, i.language, e.stage, e.organisation_id,
           COALESCE(d.version, 0) + 1
    FROM interest_interest i
    JOIN invitations_invitation v ON v.interest_id = i.id AND v.state IN ('sent', 'claimed')
    JOIN events_event e ON e.id = v.event_id
    LEFT JOIN invitations_decision d ON d.event_id = v.event_id
"""
_SQLITE = _SELECT + "WHERE i.public_id IN (SELECT value FROM json_each(%s)) ORDER BY v.id"  # noqa: S608
_POSTGRES = _SELECT + "WHERE i.public_id = ANY(%s) ORDER BY v.id FOR UPDATE OF v"


def held_offers(public_ids: Sequence[str]) -> dict[str, Offer]:
    """By the answer's public id. They stay as they are until the caller's transaction ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE, [json.dumps(list(public_ids))])
        else:
            cursor.execute(_POSTGRES, [list(public_ids)])
        offers = [_offer(row) for row in cursor.fetchall()]
    return {offer.public_id: offer for offer in offers}


def _offer(row: Sequence[Any]) -> Offer:
    offer = Offer(*row)
    # SQLite keeps UTC, without saying so.
    return offer if offer.reply_by.tzinfo else offer._replace(reply_by=offer.reply_by.replace(tzinfo=UTC))
