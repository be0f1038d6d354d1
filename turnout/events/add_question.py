from typing import Unpack

from django.db import transaction
from django.db.models import Max

from turnout.events.change import begin_change, end_change
from turnout.events.fit import fit
from turnout.events.models import Event, Question
from turnout.events.question_fields import CHECKS, MOST, NewQuestionFields, refuse_conditions, settle
from turnout.events.refusals import TooMany


@transaction.atomic
def add_question(
    event: Event, actor: str, kind: str, label: str, **given: Unpack[NewQuestionFields]
) -> Question:
    """One more question, asked last. Choices are given by their labels alone. Raises Unfit, TooMany."""
    wanted = fit({**given, "kind": kind, "label": label}, CHECKS)
    event = begin_change(event)
    if len(event.open_questions()) >= MOST:
        raise TooMany(MOST)
    last = event.questions.aggregate(last=Max("position"))["last"]
    question = Question(event=event, position=0 if last is None else last + 1, **wanted)
    settle(question)
    question.save()
    refuse_conditions(event.open_questions())
    end_change(event, actor, "add", "question", question.pk)
    return question
