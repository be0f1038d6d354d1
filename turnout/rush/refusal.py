"""The page for a form that cannot be taken just now: it keeps what was typed, without any script."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from turnout.rush.entrance import Entrance
from turnout.rush.page import Page
from turnout.rush.reply import Header, Reply, plain

# The states of the pages at the form's own address; each says why, and how to go on.
FULL, FAST, LARGE, SLOW, FOREIGN = "full", "fast", "large", "slow", "foreign"
# A check is asked for; what was solved is not good.
CHECK, WRONG = "check", "wrong"
STATUS = {FULL: 503, FAST: 429, LARGE: 413, SLOW: 408, FOREIGN: 403, CHECK: 429, WRONG: 429}
_RETRY_AFTER = {FULL: b"5", FAST: b"60"}

Fields = Mapping[str, Sequence[str]]
# A question's words and its token.
Asked = tuple[str, str]

# What is not a field of the form is not sent back either: nobody puts words in our pages.
_OWN = re.compile(
    "name|email|likelihood|party|country|postcode|option|via|source|consent|news|age|lang|form|submission"
    "|opened|subject|text|answers_to|q[0-9]{1,18}",
    re.ASCII,
)


def refusal(entrance: Entrance, why: str, language: str, fields: Fields) -> Reply:
    """The answer that refuses, in that language; a form on it sends the fields once more."""
    return refusal_on(entrance.page(f"{entrance.base}interest", language, "", why), why, fields)


def refusal_on(page: Page | None, why: str, fields: Fields) -> Reply:
    """The same on a page that was found."""
    headers = _headers(why)
    if page is None:
        return plain(STATUS[why], why, *headers)
    return page.refusal(STATUS[why], kept(fields), *headers)


def check(entrance: Entrance, why: str, language: str, fields: Fields, asked: Asked) -> Reply:
    """The page with a question for who has no script; a script finds on it where a challenge is."""
    return check_on(entrance.page(f"{entrance.base}interest", language, "", why), why, fields, asked)


def check_on(page: Page | None, why: str, fields: Fields, asked: Asked) -> Reply:
    """The same on a page that was found."""
    if page is None:
        return plain(STATUS[why], why)
    return page.refusal(STATUS[why], kept(fields) + token(asked), question=escape(asked[0]).encode())


def token(asked: Asked) -> bytes:
    return f'<input type="hidden" name="question" value="{asked[1]}">'.encode()


def not_open(entrance: Entrance, state: str, language: str) -> Reply:
    """The event's page, which says since when or from when."""
    page = entrance.page(entrance.base, language, "", state)
    return page.refusal(409) if page else plain(409, state)


def kept(fields: Fields) -> bytes:
    """The form's fields as hidden inputs."""
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, values in fields.items()
        if _OWN.fullmatch(name)
        for value in values
    ).encode()


def _headers(why: str) -> list[Header]:
    return [(b"retry-after", _RETRY_AFTER[why])] if why in _RETRY_AFTER else []
