"""Putting options or questions in another order."""

from collections.abc import Sequence

from django.db import transaction

from turnout.events.change import begin_change, end_change
from turnout.events.models import Event, Option, Question
from turnout.events.question_fields import refuse_conditions
from turnout.events.refusals import OrderRefused


@transaction.atomic
def order_options(event: Event, actor: str, ids: Sequence[int]) -> None:
    """`ids` are those of all options on offer. Raises OrderRefused."""
    event = begin_change(event)
    _put(event.open_options(), ids)
    end_change(event, actor, "order", "event", event.pk, fields=["options"])


@transaction.atomic
def order_questions(event: Event, actor: str, ids: Sequence[int]) -> None:
    """`ids` are those of all questions asked. Raises OrderRefused, and Unfit where one would be asked
    before the question that decides whether it is."""
    event = begin_change(event)
    _put(event.open_questions(), ids)
    refuse_conditions(event.open_questions())
    end_change(event, actor, "order", "event", event.pk, fields=["questions"])


def _put(things: Sequence[Option] | Sequence[Question], ids: Sequence[int]) -> None:
    by_id = {thing.pk: thing for thing in things}
    if sorted(ids) != sorted(by_id):
        raise OrderRefused
    for position, pk in enumerate(ids):
        by_id[pk].position = position
        by_id[pk].save(update_fields=["position"])
