from typing import Any

from turnout.events.models import Event, Question


def compile_form(event: Event) -> dict[str, Any]:
    """The plain form that rules.form checks an answer against: what is offered and asked now."""
    return {
        "event": event.pk,
        "version": event.form_version,
        "party_max": event.party_max,
        "least_age": event.least_age,
        "option_ids": [option.pk for option in event.open_options()],
        "questions": [_compiled(question) for question in event.open_questions()],
    }


def _compiled(question: Question) -> dict[str, Any]:
    return {
        "id": question.pk,
        "kind": question.kind,
        "required": question.required,
        "choices": [choice["id"] for choice in question.open_choices()],
        "limits": question.limits,
        "show_if": question.show_if,
    }


def wording_of(event: Event) -> dict[str, str]:
    """What the form says, in the event's language: an old answer can still be read as it was meant."""
    wording = {f"option{option.pk}": str(option) for option in event.open_options()}
    for question in event.open_questions():
        wording[f"q{question.pk}"] = question.label
        wording |= {f"q{question.pk}.{choice['id']}": choice["label"] for choice in question.open_choices()}
    return wording
