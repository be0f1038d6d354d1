from datetime import datetime

from django.db import transaction

from turnout.invitations.draw_refusals import DrawIsOver, NotYet
from turnout.invitations.models import Draw
from turnout.invitations.note import note
from turnout.rules.draw_check import check_proof
from turnout.rules.draw_record import Proof


def settle(draw: Draw, actor: str, proof: Proof, now: datetime) -> None:
    """The public randomness is there, whoever brings it: the signature decides, not the sender.

    What comes of it is due work. Raises NotYet, Untrue, DrawIsOver.
    """
    if draw.state != Draw.State.FROZEN:
        raise DrawIsOver(draw.state)
    if now < draw.decided:
        raise NotYet(draw.decides_at)
    # Before the transaction: it takes a good part of a second.
    check_proof(draw.named, proof)
    with transaction.atomic():
        waiting = Draw.objects.filter(pk=draw.pk, state=Draw.State.FROZEN)
        changes = {"signature": proof.signature, "text": proof.text, "settled_at": now, "next_at": now}
        if not waiting.update(state=Draw.State.SETTLING, **changes):
            raise DrawIsOver(draw.state)
        note(draw.wave, actor, "settle_draw")
