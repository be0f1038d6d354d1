from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from turnout.accounts.models import Organisation
from turnout.forecasts.learn_outcomes import learn_outcomes
from turnout.forecasts.models import Brought, Outcome
from turnout.forecasts.note import note
from turnout.forecasts.refusals import NothingNew
from turnout.rules.history import Happened


def bring_in(organisation: Organisation, actor: str, events: Sequence[Happened], now: datetime) -> Brought:
    """Past events become history, all or none; those that are there already stay as they are.

    What was learned follows at once. Raises NothingNew.
    """
    with transaction.atomic():
        fresh = news_of(organisation, events)
        if not fresh:
            raise NothingNew
        brought = Brought.objects.create(organisation=organisation, at=now, actor=actor, events=len(fresh))
        rows = [_row(organisation, brought, each, now) for each in fresh]
        Outcome.objects.bulk_create(rows, batch_size=500)
        note(organisation.pk, actor, "bring_in", "brought", brought.pk)
    learn_outcomes(organisation.pk)
    return brought


def news_of(organisation: Organisation, events: Sequence[Happened]) -> list[Happened]:
    """Without those whose name and day are in the history; each once."""
    known = set(
        Outcome.objects.filter(organisation=organisation, removed_at=None).values_list("date", "name")
    )
    fresh = {(each.date, each.name): each for each in events if (each.date, each.name) not in known}
    return list(fresh.values())


def take_back(brought: Brought, actor: str, now: datetime) -> None:
    """As if the file had not been brought in; does nothing a second time."""
    with transaction.atomic():
        untaken = Brought.objects.filter(pk=brought.pk, taken_back_at=None)
        if not untaken.update(taken_back_at=now):
            return
        Outcome.objects.filter(brought=brought, removed_at=None).update(removed_at=now, changed_at=now)
        note(brought.organisation_id, actor, "take_back", "brought", brought.pk)
    learn_outcomes(brought.organisation_id)


def _row(organisation: Organisation, brought: Brought, event: Happened, now: datetime) -> Outcome:
    return Outcome(
        organisation=organisation,
        brought=brought,
        name=event.name,
        date=event.date,
        kind=event.kind,
        lead=event.lead,
        said=event.said,
        came=event.came,
        walk_ins=event.walk_ins,
        cells=event.cells,
        changed_at=now,
    )
