"""What is said to a reader about a comment's fields."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnout.interest.form_fields import Field
from turnout.rules.comment import LONGEST_NAME, LONGEST_TEXT, last
from turnout.rules.form import Problem

Fields = Mapping[str, Sequence[str]]

SENTENCES: dict[tuple[str, str], Promise] = {
    ("name", "missing"): gettext_lazy("Enter your name."),
    ("name", "too_long"): gettext_lazy("Your name must have %(longest)s characters or fewer."),
    ("email", "missing"): gettext_lazy("Enter your e-mail address."),
    ("email", "not_an_address"): gettext_lazy("Enter an e-mail address such as name@example.com."),
    ("text", "missing"): gettext_lazy("Write your comment."),
    ("text", "too_long"): gettext_lazy("Your comment must have %(longest)s characters or fewer."),
}


def sentence(problem: Problem) -> str:
    return str(SENTENCES[problem.field, problem.code]) % dict(problem.facts)


def fields_of(typed: Fields, problems: Sequence[Problem] = (), *, with_email: bool = True) -> list[Field]:
    """The form's, in the active language, with what was typed and what is wrong with it."""
    found = {problem.field: sentence(problem) for problem in problems}

    def field(name: str, kind: str, label: str, longest: int, hint: str = "", **attributes: str) -> Field:
        facts = {"longest": longest}
        return Field(
            name,
            kind,
            label,
            hint=hint,
            attributes={"maxlength": str(longest), **attributes},
            says={code: str(words) % facts for (of, code), words in SENTENCES.items() if of == name},
            value=last(typed, name),
            error=found.get(name, ""),
        )

    name = field("name", "short", _("Name"), LONGEST_NAME, autocomplete="name")
    email = field(
        "email",
        "email",
        _("E-mail address"),
        254,
        _("It is never shown. A mail with a link goes there."),
        autocomplete="email",
        inputmode="email",
        spellcheck="false",
    )
    hint = _("You can use *emphasis*, > quotes, `code` and [links](https://example.org).")
    text = field("text", "long", _("Your comment"), LONGEST_TEXT, hint)
    return [name, *([email] if with_email else []), text]
