"""Draws as far as a test needs them, by the same verbs and due work as everywhere."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.factories import ACTOR, wave_of
from tests.rules.draws import CLOSED, LEAD, LOTTO, SIGNATURE
from turnout.events.models import Event
from turnout.invitations import freeze, hand_out, tell_entrants
from turnout.invitations.draw_file import record_file
from turnout.invitations.models import Draw, DrawRecord, Wave
from turnout.invitations.settle import settle
from turnout.invitations.start_draw import Named, start_draw
from turnout.rules.draw_record import Proof
from turnout.rules.weights import Weights

# Then a known round of the beacon came an hour later.
NOW = datetime.fromtimestamp(CLOSED, UTC)
BEACON = Named(lead=timedelta(seconds=LEAD))
NUMBERS = Named(at=NOW + timedelta(hours=2), sources=(LOTTO,))
TEXT = "4.11.23.34.45.51./"
RULE = "Everybody who confirmed takes part."


def draw_wave_of(event: Event, **fields: Any) -> Wave:
    return wave_of(event, **({"rule": Wave.Rule.DRAW, "seats": 2} | fields))


def started_draw(
    event: Event, named: Named = BEACON, weights: Weights | dict[str, int] | None = None, **fields: Any
) -> Draw:
    return start_draw(draw_wave_of(event, **fields), ACTOR, named, RULE, weights or {}, NOW)


def fresh(draw: Draw) -> Draw:
    return Draw.objects.select_related("wave__event__organisation", "event__organisation").get(pk=draw.pk)


def frozen_draw(event: Event, named: Named = BEACON, **fields: Any) -> Draw:
    draw = started_draw(event, named, **fields)
    freeze.freeze(draw.pk, NOW)
    return fresh(draw)


def told(draw: Draw) -> Draw:
    while draw.pk in tell_entrants.due(NOW):
        tell_entrants.tell_entrants(draw.pk, NOW)
    return fresh(draw)


def settled_draw(draw: Draw) -> Draw:
    proof = Proof(signature=SIGNATURE) if draw.round else Proof(text=TEXT)
    settle(draw, ACTOR, proof, draw.decided)
    return fresh(draw)


def drawn(event: Event, named: Named = NUMBERS, **fields: Any) -> Draw:
    draw = settled_draw(frozen_draw(event, named, **fields))
    hand_out.hand_out(draw.pk, draw.decided)
    return fresh(draw)


def record_of_draw(draw: Draw) -> bytes:
    return b"".join(record_file(draw, DrawRecord.objects.get(draw=draw)))
