"""What a reader may say under a post: one check of a submission, for the rush path and for Django alike.

Pure: plain values in and out. What is shown is what was checked: text is made fit to be kept first.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from turnout.rules import email_address
from turnout.rules.form import Problem, Unacceptable, submission_of
from turnout.rules.text import is_visible, one_line

Fields = Mapping[str, Sequence[str]]

LONGEST_NAME = 60
# In the widest scripts, percent-encoded, that many still fit into the 32 kB of a form.
LONGEST_TEXT = 3_000
# Vietnamese needs two on a letter, Hebrew with its accents three; Zalgo piles up dozens.
MOST_MARKS = 4
MOST_LINES = 120
_NOTHING = ("",)
_ID = re.compile("[0-9a-f]{32}")
# Without any width, and nothing of any script: what is left of it would only hide words from a filter.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0"
    "\U000e0000-\U000e0fff]"
)
# Persian joins with the one, emoji and Indic scripts with the other, and nobody with two of them in a row.
_JOINERS = re.compile("[\u200c\u200d](?=[\u200c\u200d\\s]|\\Z)|(?<!\\S)[\u200c\u200d]")
_DIRECTIONS = re.compile("[\u200e\u200f]{2,}")


class Said(NamedTuple):
    """A comment that was found good, as it is stored. `answers_to` names another one, or nothing."""

    name: str
    email: str
    email_key: str
    text: str
    answers_to: str
    language: str
    submission: str | None


class Words(NamedTuple):
    """What of a comment its author may change afterwards."""

    name: str
    text: str


def check(fields: Fields, languages: Collection[str]) -> Said:
    """What was said, where all of it can be taken; the first language is the post's own.

    Of a field that was sent more than once, the last counts. Raises Unacceptable.
    """
    problems: list[Problem] = []
    name = _name(last(fields, "name"), problems)
    email, email_key = _email(last(fields, "email").strip(), problems)
    text = _text(last(fields, "text"), problems)
    if problems:
        raise Unacceptable(tuple(problems))
    answers_to, language = last(fields, "answers_to"), last(fields, "lang")
    return Said(
        name,
        email,
        email_key,
        text,
        answers_to if _ID.fullmatch(answers_to) else "",
        language if language in languages else next(iter(languages)),
        submission_of(last(fields, "submission")),
    )


def check_words(fields: Fields) -> Words:
    """Name and text alone, of a comment that is changed. Raises Unacceptable."""
    problems: list[Problem] = []
    words = Words(_name(last(fields, "name"), problems), _text(last(fields, "text"), problems))
    if problems:
        raise Unacceptable(tuple(problems))
    return words


def last(fields: Fields, name: str) -> str:
    return fields.get(name, _NOTHING)[-1]


def plain(text: str) -> str:
    """Without what is invisible, reorders its surroundings or piles up; lines stay, indented as they were."""
    kept = [_line(line) for line in _bare(text).strip("\r\n").splitlines()]
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(kept))
    return joined.strip("\n")


def _bare(text: str) -> str:
    text = _JOINERS.sub("", _INVISIBLE.sub("", text))
    return text if text.isascii() else _without_piled_marks(_DIRECTIONS.sub("", text))


def _line(line: str) -> str:
    indented = line.replace("\t", "    ")
    inside = one_line(indented)
    spaces = len(indented) - len(indented.lstrip(" "))
    return " " * min(spaces, 12) + inside if inside else ""


def _without_piled_marks(text: str) -> str:
    kept = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _name(given: str, problems: list[Problem]) -> str:
    name = one_line(_bare(given[: 20 * LONGEST_NAME]))
    if not is_visible(name):
        problems.append(Problem("name", "missing", {}))
    elif len(name) > LONGEST_NAME:
        problems.append(Problem("name", "too_long", {"longest": LONGEST_NAME}))
    return name


def _email(given: str, problems: list[Problem]) -> tuple[str, str]:
    if not given:
        problems.append(Problem("email", "missing", {}))
        return "", ""
    try:
        return given, email_address.key_of(given)
    except email_address.NotAnAddress:
        problems.append(Problem("email", "not_an_address", {}))
        return "", ""


def _text(given: str, problems: list[Problem]) -> str:
    text = plain(given)
    if not is_visible(text.replace("\n", " ")):
        problems.append(Problem("text", "missing", {}))
    elif len(text) > LONGEST_TEXT or text.count("\n") >= MOST_LINES:
        problems.append(Problem("text", "too_long", {"longest": LONGEST_TEXT}))
    return text
