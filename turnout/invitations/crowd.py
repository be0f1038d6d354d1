"""What a wave does to the forecast: those who are invited already, and those whom it would invite."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import numpy as np

from turnout.forecasts.current import Forecasted, current
from turnout.invitations.models import Decision, Invitation, Wave
from turnout.rules.forecast import Forecast, forecast
from turnout.rules.people import CODES, People, people_of
from turnout.rules.round import Candidate

_DAY = 86_400


def forecast_with(wave: Wave, chosen: Sequence[Candidate], now: datetime) -> Forecast:
    """How many come of all who are invited so far and of these, nobody else; walk-ins left out."""
    found = current(wave.event, now)
    return _forecast(found, _joined(_invited(wave, found), _crowd(chosen, wave)))


def heads_for_risk(wave: Wave, ordered: Sequence[Candidate], now: datetime) -> int:
    """The heads of the most people, in this order, for whom P(more come than the place holds) <= risk."""
    capacity = Decision.objects.values_list("capacity", flat=True).get(event_id=wave.event_id)
    found = current(wave.event, now)
    invited, crowd = _invited(wave, found), _crowd(ordered, wave)
    fits = partial(_fits, found, invited, crowd, capacity, wave.risk or 0.0)
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return sum(person.party for person in ordered[:low])


def _fits(
    found: Forecasted, invited: People | None, crowd: People, capacity: int, risk: float, many: int
) -> bool:
    together = _joined(invited, crowd.part(0, many))
    return not len(together) or _forecast(found, together).chance_over(capacity) <= risk


def _forecast(found: Forecasted, people: People) -> Forecast:
    return forecast(people, known=found.known, day=found.day, with_walk_ins=False)


def _invited(wave: Wave, found: Forecasted) -> People | None:
    """As the forecast has them: where nobody was invited yet, its people are all who answered."""
    is_out = Invitation.objects.filter(event_id=wave.event_id, sent_at__isnull=False).exists()
    return found.people if is_out else None


def _crowd(people: Sequence[Candidate], wave: Wave) -> People:
    """Leads are from their confirming to doors."""
    decision = Decision.objects.filter(event_id=wave.event_id).first()
    doors = decision.doors_at.timestamp() if decision else 0.0
    found = people_of(
        np.array([CODES[each.likelihood] for each in people], np.int8),
        np.array([each.party for each in people], np.int8),
        verified=np.array([each.is_verified for each in people], np.bool_),
        distance=np.array([each.kilometres for each in people], np.float32),
    )
    if decision is None:
        return found
    return replace(found, lead=np.array([(doors - each.since) / _DAY for each in people], np.float32))


def _joined(some: People | None, more: People) -> People:
    if some is None:
        return more
    pairs = zip(vars(some).values(), vars(more).values(), strict=True)
    return People(*(np.concatenate(pair) for pair in pairs))
