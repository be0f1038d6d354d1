from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F, Max, OuterRef, Q, Subquery

from turnout.accounts.models import Organisation
from turnout.forecasts.models import Outcome, Version
from turnout.rules.history import Alike, Cell, Happened, learned_from
from turnout.rules.learning import Learned


def learn_outcomes(organisation_id: int) -> Version | None:
    """Learn anew from all outcomes, and keep it as the newest version; nothing where it is up to date.

    It takes a while, so it is never done within the transaction that changes an outcome: who changed one
    calls it afterwards, and what was missed is due work.
    """
    newest = Version.objects.filter(organisation=organisation_id).order_by("-number").first()
    changed = Outcome.objects.filter(organisation=organisation_id).aggregate(last=Max("changed_at"))["last"]
    if changed is None or (newest and newest.as_of >= changed):
        return None
    outcomes = list(_standing(organisation_id))
    learned = learned_from(map(happened, outcomes))
    version = Version(
        organisation_id=organisation_id,
        number=newest.number + 1 if newest else 1,
        learned=learned.as_json(),
        outcomes=[each.pk for each in outcomes],
        events=learned.events,
        as_of=changed,
    )
    # Of two at once one is kept; did it know less, it is due again.
    Version.objects.bulk_create([version], ignore_conflicts=True)
    return version


def learned_again(version: Version) -> Learned:
    """What the outcomes of that version teach, computed once more."""
    return learned_from(map(happened, Outcome.objects.filter(pk__in=version.outcomes)))


def due(now: datetime) -> Sequence[int]:
    """Organisations with an outcome that changed after what was learned."""
    learned = Version.objects.filter(organisation=OuterRef("pk")).order_by("-number").values("as_of")[:1]
    changed = (
        Outcome.objects.filter(organisation=OuterRef("pk")).order_by("-changed_at").values("changed_at")[:1]
    )
    found = Organisation.objects.annotate(changed=Subquery(changed), learned=Subquery(learned))
    waiting = found.filter(Q(changed__gt=F("learned")) | Q(changed__isnull=False, learned=None))
    return list(waiting.values_list("pk", flat=True))


def learn(organisation_id: int, now: datetime) -> None:
    learn_outcomes(organisation_id)


def happened(outcome: Outcome) -> Happened:
    return Happened(
        outcome.name,
        outcome.date,
        outcome.said,
        outcome.came,
        outcome.walk_ins,
        outcome.kind,
        outcome.lead,
        outcome.expected,
        tuple(Cell(Alike(*alike), people, came) for alike, people, came in outcome.cells),
    )


def _standing(organisation_id: int) -> Iterable[Outcome]:
    return Outcome.objects.filter(organisation=organisation_id, removed_at=None)
