from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from django.db import IntegrityError, transaction

from turnout.events.models import Event
from turnout.forecasts.break_down import cells_known
from turnout.forecasts.current import computed
from turnout.forecasts.day_of import moment_of
from turnout.forecasts.learn_outcomes import learn_outcomes
from turnout.forecasts.memory import state_of
from turnout.forecasts.models import Forecast, Outcome
from turnout.forecasts.note import note
from turnout.forecasts.refusals import AlreadyKnown
from turnout.rules.forecast import Basis
from turnout.rules.heads import binned_curve


def record_outcome(event: Event, actor: str, came: int, walk_ins: int | None, now: datetime) -> Outcome:
    """So many heads came to the event, `walk_ins` of them without having said so, if counted.

    Raises AlreadyKnown.

    What they had said is what the last forecast before the event was made of, and of each person where the
    door noted who came; the next forecast of the organisation has learned of it.
    """
    starts_at = moment_of(event)
    basis = _last_basis(event, starts_at or now) or computed(event, now, state_of(event)).basis
    curve = binned_curve(basis.histogram, basis.give)
    cells = cells_known(event)
    said = sum(cell.people * cell.alike.party for cell in cells) or curve.most
    listed = min(max(came - (walk_ins or 0), 0), said)
    outcome = Outcome(
        organisation=event.organisation,
        event=event,
        name=event.title,
        date=(starts_at or now).astimezone(ZoneInfo(event.time_zone)).date(),
        kind=Outcome.Said.MIXED,
        said=said,
        came=listed,
        walk_ins=came - listed,
        walk_ins_counted=walk_ins is not None or listed < came,
        expected=float(curve.at(np.zeros(1))[0][0]),
        cells=cells,
        changed_at=now,
    )
    try:
        with transaction.atomic():
            outcome.save()
            note(event.organisation_id, actor, "record", "outcome", outcome.pk, event.pk)
    except IntegrityError:
        raise AlreadyKnown from None
    learn_outcomes(event.organisation_id)
    return outcome


def _last_basis(event: Event, until: datetime) -> Basis | None:
    last = Forecast.objects.filter(event=event, at__lte=until).order_by("-at", "-pk").first()
    return Basis.of_json(last.made_of) if last else None
