from typing import Unpack

from django.db import transaction

from turnout.events.change import begin_change, end_change
from turnout.events.fit import fit
from turnout.events.models import Question
from turnout.events.question_fields import CHECKS, QuestionFields, refuse_conditions, settle


@transaction.atomic
def edit_question(question: Question, actor: str, **given: Unpack[QuestionFields]) -> Question:
    """Change the question and give it as it stands then. Raises Unfit.

    Its kind never changes: a question of another kind is another question, and a text would be an
    answer to a number. `choices` are all that are offered from now on, those that stay with their
    ids. Choices of an event that was ever published are retired, never deleted, and tighter limits
    count for new answers only, since each answer is read with its own version of the form.
    """
    wanted = fit(given, CHECKS)
    event = begin_change(question.event)
    question = event.questions.get(pk=question.pk)
    question.event = event
    before = {name: getattr(question, name) for name in wanted}
    for name, value in wanted.items():
        setattr(question, name, value)
    if "choices" not in wanted:
        question.choices = question.open_choices()
    settle(question, Question.objects.get(pk=question.pk).choices)
    question.save()
    refuse_conditions(event.open_questions())
    old = {name: value for name, value in before.items() if getattr(question, name) != value}
    if old:
        end_change(event, actor, "change", "question", question.pk, old=old)
    return question
