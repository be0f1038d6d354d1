from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import F, Max

from turnout.events.models import Event
from turnout.invitations.models import Wave
from turnout.invitations.note import note
from turnout.invitations.placeholders import MEANINGS
from turnout.invitations.refusals import (
    NothingWritten,
    NotInThisState,
    TooManyShares,
    UnknownPlaceholders,
)
from turnout.rules.placeholders import unknown_in
from turnout.rules.round import filter_of
from turnout.rules.score import term_of

Texts = Mapping[str, Mapping[str, str]]


class Fields(TypedDict):
    rule: str
    narrowing: Mapping[str, Any]
    score: Sequence[Mapping[str, Any]]
    quotas: Sequence[Mapping[str, Any]]
    seats: int | None
    risk: float | None
    has_waitlist: bool
    reply_by: datetime
    reminds_hours: int
    texts: Texts
    per_minute: int
    goes_on: bool
    goes_on_hours: int
    goes_on_until_hours: int


@transaction.atomic
def save_wave(event: Event, actor: str, fields: Fields, wave: Wave | None = None) -> Wave:
    """A draft, or a new one with the next number.

    Raises UnknownPlaceholders, NothingWritten, TooManyShares, and NotInThisState once it was sent.
    """
    _check(fields)
    changes = {**fields, "texts": _written(fields["texts"], event.language)}
    if wave is None:
        # Holds the event's row: two new ones get two numbers.
        Event.objects.filter(pk=event.pk).update(slug=F("slug"))
        last = event.waves.aggregate(last=Max("number"))["last"] or 0
        wave = Wave.objects.create(event=event, number=last + 1, **changes)
    elif not Wave.objects.filter(pk=wave.pk, state=Wave.State.DRAFT).update(**changes):
        raise NotInThisState(wave.state)
    note(wave, actor, "write", sorted(changes))
    return wave


def _check(fields: Fields) -> None:
    """What is stored can be read again: a wave whose filter cannot be read must not come to its turn."""
    filter_of(fields["narrowing"])
    for term in fields["score"]:
        term_of(term)
    for quota in fields["quotas"]:
        filter_of(quota["narrowing"])
    if (percent := sum(float(quota["share"]) for quota in fields["quotas"])) > 100:
        raise TooManyShares(percent)


def _written(texts: Texts, own: str) -> dict[str, dict[str, str]]:
    found = {}
    for language, fields in texts.items():
        written = {name: fields[name].strip() for name in ("subject", "text")}
        if not any(written.values()) and language != own:
            continue
        for field, words in written.items():
            if not words:
                raise NothingWritten(language, field)
            if unknown := unknown_in(words, MEANINGS):
                raise UnknownPlaceholders(language, field, unknown)
        found[language] = written
    return found
