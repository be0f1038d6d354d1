"""The organiser names the randomness and closes the entries; what follows is due work."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import transaction

from turnout.interest.public_id import new_public_id
from turnout.invitations.draw_refusals import NothingToDraw, RuleTooLong, TooFewOutcomes, TooSoon
from turnout.invitations.models import Decision, Draw, Wave
from turnout.invitations.note import note
from turnout.invitations.plan import plan_of
from turnout.invitations.refusals import NothingDecided, NotInThisState
from turnout.invitations.weight_words import LONGEST_RULE, rule_in_record
from turnout.rules import announced, drand
from turnout.rules.announced import Source
from turnout.rules.round import shares_to_seats
from turnout.rules.weights import Weights

# For writing down the entries, and for mails that wait behind others.
MARGIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Named:
    """What decides: a round of the beacon so long after now, or numbers that come at a time."""

    lead: timedelta = timedelta()
    at: datetime | None = None
    sources: tuple[Source, ...] = ()


def start_draw(
    wave: Wave, actor: str, named: Named, rule: str, weights: Weights | Mapping[str, int], now: datetime
) -> Draw:
    """`rule` is in plain words; `weights` from 1 to 10, by likelihood where nothing else is said.

    Raises NothingDecided, NothingToDraw, TooSoon, TooFewOutcomes, RuleTooLong, NotInThisState.
    """
    weighing = (weights if isinstance(weights, Weights) else Weights(values=weights)).tidy()
    if (length := len(rule_in_record(wave.event, rule, weighing))) > LONGEST_RULE:
        raise RuleTooLong(length - LONGEST_RULE)
    if not Decision.objects.filter(event_id=wave.event_id).exists():
        raise NothingDecided
    seats, people = _asked_for(wave, now)
    _check(named, people, now)
    with transaction.atomic():
        drafts = Wave.objects.filter(pk=wave.pk, state=Wave.State.DRAFT, rule=Wave.Rule.DRAW)
        if not drafts.update(state=Wave.State.DRAWING):
            raise NotInThisState(wave.state)
        draw = Draw.objects.create(
            wave=wave,
            event_id=wave.event_id,
            public_id=new_public_id(now),
            rule=rule,
            seats=seats,
            quotas=_quotas(wave, seats),
            weighed_by=weighing.by,
            weights=weighing.values,
            next_at=now,
            **_randomness(named, int(now.timestamp())),
        )
        note(wave, actor, "start_draw")
    return draw


def least_lead(people: int) -> timedelta:
    """Everybody is to have the commitment before the randomness is there, were they all at one provider."""
    rate = min(settings.TURNOUT_MAILS_PER_MINUTE, settings.TURNOUT_MAILS_PER_MINUTE_PER_DOMAIN)
    mails = timedelta(minutes=ceil(people / rate))
    return max(timedelta(seconds=drand.LEAST_LEAD), mails + MARGIN)


def _asked_for(wave: Wave, now: datetime) -> tuple[int, int]:
    plan = plan_of(wave, now)
    if not plan.seats or plan.people == len(plan.fitting):
        raise NothingToDraw
    return plan.seats, len(plan.fitting)


def _check(named: Named, people: int, now: datetime) -> None:
    least = least_lead(people)
    if (named.at - now if named.at else named.lead) < least:
        raise TooSoon(int(least.total_seconds()))
    if named.at and (outcomes := announced.outcomes_of(named.sources)) < announced.LEAST_OUTCOMES:
        raise TooFewOutcomes(outcomes)


def _quotas(wave: Wave, seats: int) -> list[dict[str, object]]:
    shares = shares_to_seats(seats, [float(each["share"]) for each in wave.quotas])
    return [
        {"code": f"q{number}", "name": str(each["name"]), "seats": share}
        for number, (each, share) in enumerate(zip(wave.quotas, shares, strict=True), 1)
    ]


def _randomness(named: Named, closed: int) -> dict[str, object]:
    if named.at:
        sources = [asdict(each) for each in named.sources]
        return {"closed": closed, "numbers_at": int(named.at.timestamp()), "sources": sources}
    lead = int(named.lead.total_seconds())
    return {"closed": closed, "lead": lead, "round": drand.round_after(closed, lead)}
