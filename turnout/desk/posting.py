"""What came with a request for one of the editor's forms."""

from dataclasses import dataclass
from typing import Any, cast

from django.forms import BaseForm
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict

from turnout.accounts.typed import typed_before
from turnout.desk.rows import pressed


@dataclass(frozen=True)
class Posted:
    """`data` fills the form; `saves` says that it is to be saved, not only shown again."""

    data: QueryDict | None = None
    saves: bool = False
    restored: bool = False


def posted(request: HttpRequest, rows: str = "") -> Posted:
    """`rows` names the form's rows, whose buttons rearrange them without saving."""
    if request.method == "POST":
        rearranged = pressed(request.POST, rows) if rows else None
        return Posted(rearranged or request.POST, saves=rearranged is None)
    data = typed_before(request)
    return Posted(data, restored=data is not None)


def unjudged(*forms: BaseForm) -> None:
    """Show what was typed without saying what is wrong with it: it is not finished yet."""
    for form in forms:
        cast(Any, form)._errors = ErrorDict()
        form.cleaned_data = {}


def problems_of(*forms: BaseForm) -> list[tuple[str, str]]:
    """What is wrong, in the order of the fields: the id to go to, and the sentence."""
    return [
        (_first_id(form, name), str(sentence))
        for form in forms
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def _first_id(form: BaseForm, name: str) -> str:
    if name not in form.fields or form[name].is_hidden:
        return ""
    field = form[name]
    return field.id_for_label or f"{field.auto_id}_0"
