"""Due work: the round that decides a draw is fetched, where this server has a way out."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

import httpx
from django.conf import settings
from django.db.models import F

from turnout.invitations.beacon_json import MOST_BYTES, NotABeaconsAnswer, proof_in
from turnout.invitations.draw_refusals import DrawIsOver
from turnout.invitations.models import Draw
from turnout.invitations.settle import settle
from turnout.rules import drand
from turnout.rules.draw_check import Untrue
from turnout.rules.draw_record import Proof

log = logging.getLogger(__name__)
BY = "system"
_PATIENCE = httpx.Timeout(10.0, connect=5.0)
_LEASE = timedelta(minutes=1)
# A round comes every three seconds: who asks at its very second may be too early.
_SOONEST, _LATEST = timedelta(seconds=5), timedelta(minutes=10)


def due(now: datetime) -> Sequence[int]:
    if not settings.TURNOUT_BEACON:
        return []
    waiting = Draw.objects.filter(state=Draw.State.FROZEN, round__isnull=False, next_at__lte=now)
    return list(waiting.order_by("next_at").values_list("pk", flat=True))


def fetch_beacon(pk: int, now: datetime) -> None:
    """Tried again, more and more rarely, while nobody answers; it can be pasted at the desk as well."""
    mine = Draw.objects.filter(pk=pk, state=Draw.State.FROZEN, next_at__lte=now)
    if not mine.update(next_at=now + _LEASE, tried=F("tried") + 1):
        return
    draw = Draw.objects.select_related("wave__event__organisation").get(pk=pk)
    try:
        settle(draw, BY, _fetched(draw.round or 0), now)
    except DrawIsOver:
        return
    except (httpx.HTTPError, NotABeaconsAnswer, Untrue) as trouble:
        log.warning("beacon: round %s could not be had: %s", draw.round, type(trouble).__name__)
        pause = min(_LATEST, _SOONEST * 2 ** min(draw.tried - 1, 10))
        Draw.objects.filter(pk=pk, state=Draw.State.FROZEN).update(next_at=now + pause)


def _fetched(number: int) -> Proof:
    """Raises httpx.HTTPError, NotABeaconsAnswer, Untrue."""
    address = f"{settings.TURNOUT_BEACON}/{drand.CHAIN}/public/{number}"
    with httpx.stream("GET", address, timeout=_PATIENCE, follow_redirects=False) as answer:
        answer.raise_for_status()
        read = b""
        for part in answer.iter_bytes(1_024):
            read += part
            if len(read) > MOST_BYTES:
                raise NotABeaconsAnswer
    return proof_in(read.decode(errors="replace"), number)
