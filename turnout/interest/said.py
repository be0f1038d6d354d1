"""What was answered, as the form asks it and in its own words, in the answer's language."""

from collections.abc import Iterator

from django.utils import timezone

from turnout.interest import in_words
from turnout.interest.answer_words import answered
from turnout.interest.as_typed import as_typed
from turnout.interest.form_fields import Field, Sight, form_fields
from turnout.interest.models import Interest
from turnout.interest.option_words import option_label

AGREEMENTS = frozenset({"age", "consent"})
NO_ANSWERS = AGREEMENTS | {"news"}


def said(interest: Interest) -> Iterator[tuple[str, str]]:
    """Each question with its answer; what the form asks no longer comes last, in its own words of then."""
    fields = form_fields(Sight(interest.event, interest.language, as_typed(interest), timezone.localdate()))
    asked = set()
    for field in fields:
        asked.add(field.name)
        if field.name not in NO_ANSWERS and (words := _said(field, interest)):
            yield field.label, words
    form = interest.event.form_versions.filter(version=interest.form_version).first()
    left = {name: value for name, value in interest.answers.items() if name not in asked}
    if form and left:
        yield from (pair for pair in answered(form, left, interest.language) if pair[1])


def _said(field: Field, interest: Interest) -> str:
    if field.name == "option":
        return _options(interest)
    if field.choices:
        return in_words.listed([each.label for each in field.choices if each.chosen], interest.language)
    if field.kind == "date" and field.value:
        return in_words.date_of(field.value, interest.language)
    return field.value


def _options(interest: Interest) -> str:
    """Those that are offered no longer, too: they were chosen."""
    today, chosen = timezone.localdate(), set(interest.options)
    labels = [
        option_label(option, interest.event, interest.language, today)
        for option in interest.event.options.all()
        if option.pk in chosen
    ]
    return "\n".join(labels)
