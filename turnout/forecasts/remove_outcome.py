from datetime import datetime

from django.db import IntegrityError, transaction

from turnout.forecasts.learn_outcomes import learn_outcomes
from turnout.forecasts.models import Outcome
from turnout.forecasts.note import note
from turnout.forecasts.refusals import ThereAgain


def remove_outcome(outcome: Outcome, actor: str, now: datetime) -> None:
    """It teaches nothing any more, and can be put back; does nothing a second time."""
    with transaction.atomic():
        standing = Outcome.objects.filter(pk=outcome.pk, removed_at=None)
        if not standing.update(removed_at=now, changed_at=now):
            return
        note(outcome.organisation_id, actor, "remove", "outcome", outcome.pk, outcome.event_id)
    learn_outcomes(outcome.organisation_id)


def put_back(outcome: Outcome, actor: str, now: datetime) -> None:
    """Raises ThereAgain where an event of its name and day has come in meanwhile."""
    try:
        with transaction.atomic():
            removed = Outcome.objects.filter(pk=outcome.pk).exclude(removed_at=None)
            if not removed.update(removed_at=None, changed_at=now):
                return
            note(outcome.organisation_id, actor, "put_back", "outcome", outcome.pk, outcome.event_id)
    except IntegrityError:
        raise ThereAgain(outcome.name) from None
    learn_outcomes(outcome.organisation_id)
