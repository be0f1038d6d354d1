"""The organiser's questions: what each kind of them takes for an answer."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from turnout.rules.text import lines, one_line

Value = str | int | float | list[str]
Facts = dict[str, Any]

LONGEST = {"short": 200, "long": 2_000}
_LARGEST_NUMBER = 10**15
_WHOLE = re.compile(r"[+-]?[0-9]{1,16}", re.ASCII)
_DECIMAL = re.compile(
    r"[+-]?(?:[0-9]{1,16}(?:\.[0-9]{0,16})?|\.[0-9]{1,16})(?:[eE][+-]?[0-9]{1,2})?", re.ASCII
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Unfit(ValueError):
    """An answer that its question does not take: the problem's code and its facts."""

    def __init__(self, code: str, facts: Facts | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts or {}


@dataclass(frozen=True, slots=True)
class Question:
    """One question, compiled: `check` takes what was posted and gives the value that is kept."""

    field: str
    required: bool
    check: Callable[[Sequence[str]], Value]
    asked_after: str
    asked_if: frozenset[str]

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Question":
        condition = plain.get("show_if") or {}
        return cls(
            field=f"q{plain['id']}",
            required=bool(plain["required"]),
            check=_CHECKS[plain["kind"]](plain),
            asked_after=f"q{condition['question']}" if condition else "",
            asked_if=frozenset(map(str, condition.get("is", ()))),
        )

    def is_asked(self, answers: Mapping[str, Value]) -> bool:
        """Whether it is shown, given the answers to the questions before it."""
        if not self.asked_after:
            return True
        earlier = answers.get(self.asked_after, [])
        given = earlier if isinstance(earlier, list) else [str(earlier)]
        return not self.asked_if.isdisjoint(given)


def _short(plain: Mapping[str, Any]) -> Callable[[Sequence[str]], Value]:
    longest = int(_limits(plain).get("longest") or LONGEST["short"])
    return lambda posted: _not_longer(one_line(posted[-1]), longest)


def _long(plain: Mapping[str, Any]) -> Callable[[Sequence[str]], Value]:
    longest = int(_limits(plain).get("longest") or LONGEST["long"])
    return lambda posted: _not_longer(lines(posted[-1]), longest)


def _not_longer(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Unfit("too_long", {"longest": longest})
    return text


def _one(plain: Mapping[str, Any]) -> Callable[[Sequence[str]], Value]:
    choices = frozenset(plain["choices"])
    return lambda posted: _among(posted[-1].strip(), choices)


def _among(given: str, choices: frozenset[str]) -> str:
    if given and given not in choices:
        raise Unfit("not_a_choice")
    return given


def _several(plain: Mapping[str, Any]) -> Callable[[Sequence[str]], Value]:
    choices: list[str] = list(plain["choices"])
    most = int(_limits(plain).get("most") or len(choices))

    def check(posted: Sequence[str]) -> Value:
        given = set(posted) - {""}
        if not given.issubset(choices):
            raise Unfit("not_a_choice")
        if len(given) > most:
            raise Unfit("too_many", {"most": most})
        return [choice for choice in choices if choice in given]

    return check


def _number(plain: Mapping[str, Any]) -> Callable[[Sequence[str]], Value]:
    least, greatest = _limits(plain).get("least"), _limits(plain).get("greatest")

    def check(posted: Sequence[str]) -> Value:
        given = posted[-1].strip()
        return _within(number_of(given), least, greatest) if given else ""

    return check


def number_of(text: str) -> int | float:
    """The number that a number field sends. Raises Unfit."""
    if _WHOLE.fullmatch(text):
        number: int | float = int(text)
    elif _DECIMAL.fullmatch(text):
        number = float(text)
    else:
        raise Unfit("not_a_number")
    if not abs(number) <= _LARGEST_NUMBER:
        raise Unfit("out_of_range", {"least": -_LARGEST_NUMBER, "greatest": _LARGEST_NUMBER})
    return int(number) if math.floor(number) == number else number


def _date(plain: Mapping[str, Any]) -> Callable[[Sequence[str]], Value]:
    least, greatest = _limits(plain).get("least"), _limits(plain).get("greatest")

    def check(posted: Sequence[str]) -> Value:
        given = posted[-1].strip()
        return _within(_iso_date(given), least, greatest) if given else ""

    return check


def _iso_date(given: str) -> str:
    try:
        # The pattern first: fromisoformat takes week dates and dates without hyphens as well.
        if _DATE.fullmatch(given) and date.fromisoformat(given):
            return given
    except ValueError:
        pass
    raise Unfit("not_a_date")


def _within(value: Any, least: Any, greatest: Any) -> Any:
    """The value, where it lies between both bounds (or a bound is open). ISO dates compare as text."""
    if (least is not None and value < least) or (greatest is not None and value > greatest):
        raise Unfit("out_of_range", {"least": least, "greatest": greatest})
    return value


def _yesno(plain: Mapping[str, Any]) -> Callable[[Sequence[str]], Value]:
    choices = frozenset({"yes", "no"})
    return lambda posted: _among(posted[-1].strip(), choices)


def _limits(plain: Mapping[str, Any]) -> Mapping[str, Any]:
    return plain.get("limits") or {}


_CHECKS: dict[str, Callable[[Mapping[str, Any]], Callable[[Sequence[str]], Value]]] = {
    "short": _short,
    "long": _long,
    "one": _one,
    "several": _several,
    "number": _number,
    "date": _date,
    "yesno": _yesno,
}
