"""The arithmetic questions for who has no script: words and digits mixed, in the reader's language."""

from functools import cache

from django.conf import settings
from django.utils.translation import gettext, override, pgettext_lazy

from turnout.rush.human import Question

NUMBERS = (
    pgettext_lazy("number", "one"),
    pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"),
    pgettext_lazy("number", "four"),
    pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"),
    pgettext_lazy("number", "seven"),
    pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"),
    pgettext_lazy("number", "ten"),
    pgettext_lazy("number", "eleven"),
    pgettext_lazy("number", "twelve"),
    pgettext_lazy("number", "thirteen"),
    pgettext_lazy("number", "fourteen"),
    pgettext_lazy("number", "fifteen"),
    pgettext_lazy("number", "sixteen"),
    pgettext_lazy("number", "seventeen"),
    pgettext_lazy("number", "eighteen"),
    pgettext_lazy("number", "nineteen"),
    pgettext_lazy("number", "twenty"),
)


@cache
def questions() -> dict[str, tuple[Question, ...]]:
    """All that may be asked, for each language."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = tuple(_all(dict(enumerate(map(str, NUMBERS), start=1))))
    return found


def _all(words: dict[int, str]) -> list[Question]:
    """Each sum with one number in words and the other in digits."""
    pairs = [(first, second) for first in range(3, 21) for second in range(2, min(first, 10))]
    return [
        question
        for first, second in pairs
        for shown in ((words[first], str(second)), (str(first), words[second]))
        for question in (_minus(shown, first - second), _plus(shown, first + second))
    ]


def _minus(shown: tuple[str, str], answer: int) -> Question:
    words = gettext("What is %(first)s minus %(second)s?")
    return Question(words % {"first": shown[0], "second": shown[1]}, answer)


def _plus(shown: tuple[str, str], answer: int) -> Question:
    words = gettext("What is %(first)s plus %(second)s?")
    return Question(words % {"first": shown[0], "second": shown[1]}, answer)
