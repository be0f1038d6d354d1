"""What a wave would do now: who would be invited, who would wait, in which order. Nothing is stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from turnout.invitations.candidates import candidates
from turnout.invitations.crowd import heads_for_risk
from turnout.invitations.models import Invitation, Wave
from turnout.invitations.waitlist import Together, friends_in, in_line
from turnout.rules.round import (
    Allotted,
    Candidate,
    Quota,
    allot,
    by_confirming,
    by_score,
    filter_of,
    shares_to_seats,
)
from turnout.rules.score import term_of

Order = Callable[[Wave, Sequence[Candidate]], list[Candidate]]


@dataclass(frozen=True)
class Plan:
    """`fitting` is everybody who fits, in order; `seats` the heads to offer, None for everybody."""

    fitting: list[Candidate]
    seats: int | None
    allotted: Allotted

    @property
    def people(self) -> int:
        return len(self.allotted.chosen)

    @property
    def heads(self) -> int:
        return self.allotted.heads


def plan_of(wave: Wave, now: datetime) -> Plan:
    """Of those who are not in it yet, for the seats that it has not offered yet."""
    fitting = _ORDERS[Wave.Rule(wave.rule)](wave, candidates(wave))
    together = _friends(wave)
    fitting = _whole(fitting, together)
    given = given_by(wave)
    seats = wave.seats if wave.risk is None else _for_risk(wave, fitting, given, now)
    left = None if seats is None else max(0, seats - sum(given.values()))
    return Plan(fitting, seats, allot(fitting, left, quotas_of(wave, seats, given), together))


def _friends(wave: Wave) -> dict[int, Together]:
    """Who waits together is taken together."""
    return friends_in(in_line(wave.event_id)) if wave.rule == Wave.Rule.NEXT else {}


def _whole(people: list[Candidate], together: Mapping[int, Together]) -> list[Candidate]:
    """Without friends of whom one does not fit the wave."""
    fitting = {person.key for person in people}
    apart = {unit for key, unit in together.items() if key not in fitting}
    return [person for person in people if together.get(person.key) not in apart] if apart else people


def _for_risk(wave: Wave, fitting: Sequence[Candidate], given: dict[str, int], now: datetime) -> int:
    """With those whom it has chosen already. Once some wait in it, they are next, and not who comes late."""
    already = sum(given.values())
    if wave.is_enlisted and wave.invitations.filter(state=Invitation.State.WAITING).exists():
        return already
    return already + heads_for_risk(wave, fitting, now)


def given_by(wave: Wave) -> dict[str, int]:
    """Heads that those chosen so far were or will be offered, by the quota group whose seats they take."""
    if wave.pk is None:
        return {}
    gone = [Invitation.State.WITHDRAWN]
    rows = wave.invitations.filter(is_chosen=True).exclude(state__in=gone).values_list("quota", "party")
    found: dict[str, int] = {}
    for quota, party in rows:
        found[quota] = found.get(quota, 0) + party
    return found


def quotas_of(wave: Wave, seats: int | None, given: dict[str, int]) -> list[Quota]:
    if seats is None:
        return []
    shares = shares_to_seats(seats, [float(each["share"]) for each in wave.quotas])
    return [
        Quota(
            name=each["name"],
            seats=max(0, share - given.get(each["name"], 0)),
            fits=filter_of({"verified": False, **each["narrowing"]}).fits,
        )
        for each, share in zip(wave.quotas, shares, strict=True)
    ]


def _first_come(wave: Wave, people: Sequence[Candidate]) -> list[Candidate]:
    return by_confirming(people)


def _scored(wave: Wave, people: Sequence[Candidate]) -> list[Candidate]:
    return by_score(people, [term_of(each) for each in wave.score])


def _as_if_drawn(wave: Wave, people: Sequence[Candidate]) -> list[Candidate]:
    """An example of a draw, the same at each look; the real order is nobody's to know before it."""
    return sorted(people, key=lambda person: sha256(f"{wave.pk}:{person.key}".encode()).digest())


def _in_line(wave: Wave, people: Sequence[Candidate]) -> list[Candidate]:
    waiting = Invitation.objects.filter(event_id=wave.event_id, state=Invitation.State.WAITING)
    places = {
        key: (position, pk) for key, position, pk in waiting.values_list("interest_id", "position", "pk")
    }
    return sorted((each for each in people if each.key in places), key=lambda each: places[each.key])


_ORDERS: dict[Wave.Rule, Order] = {
    Wave.Rule.EVERYBODY: _first_come,
    Wave.Rule.FIRST: _first_come,
    Wave.Rule.SCORE: _scored,
    Wave.Rule.DRAW: _as_if_drawn,
    Wave.Rule.NEXT: _in_line,
}
