"""One round of invitations: whom it is for, in which order, and who of them gets a seat. Pure."""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from turnout.rules.score import Term, as_texts, score

NO_QUOTA = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be invited. `since` is when they confirmed, in seconds, or else answered."""

    key: int
    likelihood: str
    party: int
    since: float
    is_verified: bool = True
    via: str = ""
    country: str = ""
    postcode: str = ""
    options: Sequence[int] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    kilometres: float = math.nan

    def said(self) -> dict[str, Any]:
        """What a score may ask for."""
        return {
            "likelihood": self.likelihood,
            "party": self.party,
            "via": self.via,
            "country": self.country,
            "option": self.options,
            **self.answers,
        }


@dataclass(frozen=True)
class Filter:
    """What one has to fit; each part narrows further, and an empty one leaves open.

    `answers` names for a question the values of which one suffices; `postcodes` are beginnings.
    """

    likelihoods: frozenset[str] = frozenset()
    option: int | None = None
    channels: frozenset[str] = frozenset()
    country: str = ""
    postcodes: tuple[str, ...] = ()
    kilometres: float | None = None
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    verified: bool = True

    def fits(self, person: Candidate) -> bool:
        return (
            self._by_what_they_said(person)
            and self._by_where(person)
            and all(
                not wanted.isdisjoint(as_texts(person.answers.get(name)))
                for name, wanted in self.answers.items()
            )
        )

    def _by_what_they_said(self, person: Candidate) -> bool:
        return (
            (person.is_verified or not self.verified)
            and (not self.likelihoods or person.likelihood in self.likelihoods)
            and (self.option is None or self.option in person.options)
            and (not self.channels or person.via in self.channels)
        )

    def _by_where(self, person: Candidate) -> bool:
        """Of whom no place is known, nobody knows that it is near."""
        if self.country and person.country != self.country:
            return False
        if self.postcodes and not _plain(person.postcode).startswith(self.postcodes):
            return False
        return self.kilometres is None or person.kilometres <= self.kilometres


def filter_of(stored: Mapping[str, Any]) -> Filter:
    """From a wave's JSON; what cannot be read raises ValueError, TypeError or KeyError."""
    kilometres = stored.get("kilometres")
    return Filter(
        likelihoods=frozenset(stored.get("likelihood", ())),
        option=int(stored["option"]) if stored.get("option") else None,
        channels=frozenset(stored.get("via", ())),
        country=str(stored.get("country", "")),
        postcodes=tuple(_plain(each) for each in stored.get("postcodes", ())),
        kilometres=None if kilometres is None else float(kilometres),
        answers={name: frozenset(values) for name, values in stored.get("answers", {}).items()},
        verified=bool(stored.get("verified", True)),
    )


def _plain(postcode: str) -> str:
    return "".join(postcode.split()).upper()


def by_confirming(people: Sequence[Candidate]) -> list[Candidate]:
    """First come: by the moment of confirming; who never did comes last, in the order of answering."""
    return sorted(people, key=_first_come)


def by_score(people: Sequence[Candidate], terms: Sequence[Term]) -> list[Candidate]:
    """The most points first; of equals, who confirmed first."""
    return sorted(people, key=lambda person: (-score(terms, person.said()), *_first_come(person)))


def _first_come(person: Candidate) -> tuple[bool, float, int]:
    return not person.is_verified, person.since, person.key


@dataclass(frozen=True)
class Quota:
    """So many of the seats are first for people who fit."""

    name: str
    seats: int
    fits: Callable[[Candidate], bool]


@dataclass(frozen=True)
class Allotted:
    """`chosen` with the quota group whose seats each takes, and who waits, both in the rule's order."""

    chosen: list[tuple[Candidate, str]]
    waiting: list[Candidate]

    @property
    def heads(self) -> int:
        return sum(person.party for person, _ in self.chosen)


def shares_to_seats(seats: int, percents: Sequence[float]) -> list[int]:
    """Of so many seats, each group's, rounded down: a group never gets more than it was promised of all."""
    return [int(seats * percent / 100) for percent in percents]


def allot(
    people: Sequence[Candidate],
    seats: int | None,
    quotas: Sequence[Quota] = (),
    together: Mapping[int, Hashable] | None = None,
) -> Allotted:
    """In their order until the seats are given out; without a number of them everybody is chosen.

    Each quota group first fills its own seats; what is open, and what a group leaves over, goes to anybody
    in order. A party that does not fit is passed over, and waits ahead of those after it. Of whom `together`
    says the same stand or fall together, and are of a quota group only if each of them is.
    """
    if seats is None:
        return Allotted([(person, NO_QUOTA) for person in people], [])
    units = _units(people, together or {})
    taken: dict[int, str] = {}
    left = seats
    for quota in quotas:
        mine = (unit for unit in units if unit[0].key not in taken and all(quota.fits(each) for each in unit))
        for unit in _fitting(mine, min(quota.seats, left)):
            taken |= {each.key: quota.name for each in unit}
            left -= _heads(unit)
    others = (unit for unit in units if unit[0].key not in taken)
    taken |= {each.key: NO_QUOTA for unit in _fitting(others, left) for each in unit}
    return Allotted(
        [(person, taken[person.key]) for person in people if person.key in taken],
        [person for person in people if person.key not in taken],
    )


Unit = list[Candidate]


def _units(people: Sequence[Candidate], together: Mapping[int, Hashable]) -> list[Unit]:
    """By the place of the first of each."""
    if not together:
        return [[person] for person in people]
    found: dict[Hashable, Unit] = {}
    for person in people:
        found.setdefault(together.get(person.key, ("alone", person.key)), []).append(person)
    return list(found.values())


def _heads(unit: Unit) -> int:
    return sum(person.party for person in unit)


def _fitting(units: Iterable[Unit], seats: int) -> Sequence[Unit]:
    found = []
    for unit in units:
        if seats <= 0:
            break
        if (heads := _heads(unit)) <= seats:
            found.append(unit)
            seats -= heads
    return found
