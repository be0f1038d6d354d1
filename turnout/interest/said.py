"""What was answered, as the form asks it and in its own words, in the answer's language."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

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
    event, language = interest.event, interest.language
    fields = form_fields(Sight(event, language, as_typed(interest), timezone.localdate()))
    asked = {field.name for field in fields}
    for field in fields:
        if words := _options(interest) if field.name == "option" else _said(field, language):
            yield field.label, words
    if "option" not in asked and len(event.options.all()) > 1:
        yield _("What would suit you?"), _options(interest)
    form = event.form_versions.filter(version=interest.form_version).first()
    left = {name: value for name, value in interest.answers.items() if name not in asked}
    if form and left:
        yield from (pair for pair in answered(form, left, language) if pair[1])


def _said(field: Field, language: str) -> str:
    """In the words of the form; empty where nothing was said."""
    if field.name in NO_ANSWERS:
        return ""
    if field.choices:
        return in_words.listed([each.label for each in field.choices if each.chosen], language)
    if field.kind == "date" and field.value:
        return in_words.date_of(field.value, language)
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
