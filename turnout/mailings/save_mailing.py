from collections.abc import Collection, Mapping
from typing import TypedDict

from django.db import transaction

from turnout.events.models import Event
from turnout.journal.record import record
from turnout.mailings.models import Mailing
from turnout.mailings.placeholders import known_to
from turnout.mailings.refusals import NothingWritten, NotInThisState, UnknownPlaceholders
from turnout.rules.placeholders import unknown_in

Texts = Mapping[str, Mapping[str, str]]


class Fields(TypedDict):
    about: str
    texts: Texts
    narrowing: Mapping[str, str]
    per_minute: int


@transaction.atomic
def save_mailing(event: Event, actor: str, fields: Fields, mailing: Mailing | None = None) -> Mailing:
    """A draft, or a new one. Languages without a word are left out.

    Raises UnknownPlaceholders, NothingWritten, and NotInThisState once it was sent.
    """
    texts = _checked(fields["texts"], event.language, known_to(fields["about"]))
    changes = {**fields, "texts": texts, "narrowing": dict(fields["narrowing"])}
    if mailing is None:
        mailing = Mailing.objects.create(event=event, **changes)
    elif not Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.DRAFT).update(**changes):
        raise NotInThisState(mailing.state)
    record(
        actor,
        "write",
        "mailing",
        mailing.pk,
        organisation_id=event.organisation_id,
        event_id=event.pk,
        fields=sorted(changes),
    )
    return mailing


def _checked(texts: Texts, own: str, known: Collection[str]) -> dict[str, dict[str, str]]:
    found = {}
    for language, fields in texts.items():
        written = {name: fields[name].strip() for name in ("subject", "text")}
        if not any(written.values()) and language != own:
            continue
        for field, words in written.items():
            if not words:
                raise NothingWritten(language, field)
            if unknown := unknown_in(words, known):
                raise UnknownPlaceholders(language, field, unknown)
        found[language] = written
    return found
