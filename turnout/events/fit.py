"""What each field may hold. A check gives the value that is kept, or raises Wrong with the problem's code."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from turnout.events.local_time import zones
from turnout.events.refusals import Problem, Unfit
from turnout.rules.countries import COUNTRIES
from turnout.rules.languages import LANGUAGES
from turnout.rules.text import is_visible, one_line

Check = Callable[[Any], Any]


class Wrong(ValueError):
    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def fit(given: Mapping[str, Any], checks: Mapping[str, Check]) -> dict[str, Any]:
    """The checked values; raises Unfit with every problem, so that all can be mended at once."""
    kept, problems = {}, []
    for field, value in given.items():
        try:
            kept[field] = checks[field](value)
        except Wrong as wrong:
            problems.append(Problem(field, wrong.code, wrong.facts))
    if problems:
        raise Unfit(*problems)
    return kept


def line(longest: int, *, required: bool = False) -> Check:
    def check(value: Any) -> str:
        return _sized(one_line(str(value or "")), longest, required)

    return check


def markdown(longest: int) -> Check:
    """Line breaks and indentation stay: they mean something."""

    def check(value: Any) -> str:
        text = unicodedata.normalize("NFC", str(value or "").replace("\r\n", "\n").replace("\r", "\n"))
        return _sized(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text).strip(), longest, False)

    return check


def _sized(text: str, longest: int, required: bool) -> str:
    if required and not is_visible(text):
        raise Wrong("missing")
    if len(text) > longest:
        raise Wrong("too_long", longest=longest)
    return text


def web_address(longest: int) -> Check:
    """Of a page that a browser opens; empty is none."""

    def check(value: Any) -> str:
        text = _sized(one_line(str(value or "")), longest, False)
        if text and not re.fullmatch(r"https?://[^\s/?#]+\S*", text):
            raise Wrong("not_a_web_address")
        return text

    return check


def whole(least: int, greatest: int, *, optional: bool = False) -> Check:
    def check(value: Any) -> int | None:
        if value is None and optional:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= greatest:
            raise Wrong("out_of_range", least=least, greatest=greatest)
        return value

    return check


def among(allowed: Callable[[], Any], *, optional: bool = False) -> Check:
    def check(value: Any) -> str:
        if value in allowed() or (optional and value == ""):
            return str(value)
        raise Wrong("not_a_choice")

    return check


def moment(value: Any) -> dt.datetime | None:
    if value is not None and value.tzinfo is None:
        raise TypeError("a moment without a time zone")
    return value if value is None else value.astimezone(dt.UTC)


country = among(lambda: COUNTRIES, optional=True)
time_zone = among(zones)
language = among(lambda: LANGUAGES)


def languages(value: Any) -> list[str]:
    return sorted({language(each) for each in value}, key=LANGUAGES.index)


def translations(checks: Mapping[str, Check]) -> Check:
    """{"es": {field: text}}; texts that are empty fall away, so that the event's own language shows."""

    def check(value: Any) -> dict[str, dict[str, str]]:
        kept = {}
        for code, texts in value.items():
            filled = {field: checks[field](text) for field, text in texts.items()}
            kept[language(code)] = {field: text for field, text in filled.items() if text}
        return {code: texts for code, texts in kept.items() if texts}

    return check
