from django.db import transaction
from django.utils import timezone

from turnout.events.change import begin_change, end_change
from turnout.events.models import Question
from turnout.events.refusals import StillNeeded


@transaction.atomic
def retire_question(question: Question, actor: str) -> None:
    """No longer ask it. What was ever published is kept with its answers, a draft's is deleted.

    Raises StillNeeded while other questions are shown because of it.
    """
    event = begin_change(question.event)
    needing = [each.pk for each in event.open_questions() if each.show_if.get("question") == question.pk]
    if needing:
        raise StillNeeded(needing)
    if event.was_asked:
        event.questions.filter(pk=question.pk, retired_at=None).update(retired_at=timezone.now())
    else:
        event.questions.filter(pk=question.pk).delete()
    end_change(event, actor, "retire", "question", question.pk)
