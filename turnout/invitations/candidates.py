"""Who may be invited by a wave, as the pure rules see them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from turnout.events.models import Event
from turnout.interest.listing import in_batches
from turnout.interest.models import Interest
from turnout.invitations.distances import distances_to
from turnout.invitations.models import Decision, Invitation, Wave
from turnout.rules.round import Candidate, Filter, filter_of

_COLUMNS = (
    "likelihood",
    "party",
    "verified_at",
    "created_at",
    "via",
    "country",
    "postcode",
    "options",
    "answers",
)


def everybody(event_id: int) -> Iterator[Candidate]:
    """All whose answer counts: those to check are not among them."""
    yield from _people(
        event_id, Interest.objects.filter(event_id=event_id, standing=Interest.Standing.COUNTED)
    )


def candidates(wave: Wave) -> list[Candidate]:
    """Who fits the wave and has no open invitation in the event, nor ever had one in this wave.

    Of the rule `next` those who wait, and fit as well.
    """
    return list(each_candidate(wave))


def each_candidate(wave: Wave) -> Iterator[Candidate]:
    """The same one by one: there may be a million."""
    fits = filter_of(wave.narrowing).fits
    yield from (person for person in _people(wave.event_id, _eligible(wave)) if fits(person))


def as_candidates(event_id: int, found: QuerySet[Interest]) -> Iterator[Candidate]:
    """These answers of the event, in the order of their arrival."""
    yield from _people(event_id, found)


def _eligible(wave: Wave) -> QuerySet[Interest]:
    counted = Interest.objects.filter(event_id=wave.event_id, standing=Interest.Standing.COUNTED)
    counted = _narrowed(counted, filter_of(wave.narrowing))
    here = Invitation.objects.filter(event_id=wave.event_id)
    if wave.rule == Wave.Rule.NEXT:
        return counted.filter(pk__in=here.filter(state=Invitation.State.WAITING).values("interest_id"))
    taken = here.filter(state__in=Invitation.OPEN).values("interest_id")
    return counted.exclude(pk__in=taken).exclude(pk__in=here.filter(wave=wave).values("interest_id"))


def _narrowed(found: QuerySet[Interest], to: Filter) -> QuerySet[Interest]:
    """What the database can tell at once; the rest is looked at one by one."""
    if to.verified:
        found = found.filter(verified_at__isnull=False)
    if to.likelihoods:
        found = found.filter(likelihood__in=to.likelihoods)
    if to.channels:
        found = found.filter(via__in=to.channels)
    if to.country:
        found = found.filter(country=to.country)
    return found


def _people(event_id: int, found: QuerySet[Interest]) -> Iterator[Candidate]:
    event = Event.objects.get(pk=event_id)
    decision = Decision.objects.select_related("option").filter(event_id=event_id).first()
    kilometres = distances_to(decision.option if decision else None, event.country)
    for batch in in_batches(found, *_COLUMNS):
        rows = [dict(zip(_COLUMNS, row[1:], strict=True)) for row in batch]
        places = kilometres([(row["country"], row["postcode"]) for row in rows])
        for (key, *_), row, away in zip(batch, rows, places, strict=True):
            yield _candidate(key, row, away)


def _candidate(key: int, row: Mapping[str, Any], kilometres: float) -> Candidate:
    since = row["verified_at"] or row["created_at"]
    return Candidate(
        key=key,
        likelihood=row["likelihood"],
        party=row["party"],
        since=since.timestamp(),
        is_verified=row["verified_at"] is not None,
        via=row["via"],
        country=row["country"],
        postcode=row["postcode"],
        options=row["options"],
        answers=row["answers"],
        kilometres=kilometres,
    )
