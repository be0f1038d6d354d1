"""A published event on a shelf, as the rush path has it in memory."""

import gzip
import time
from typing import Any

from turnout.rules.form import Form
from turnout.rush.entrance import Entrance
from turnout.rush.page import Page

PLAIN: dict[str, Any] = {
    "event": 12,
    "version": 2,
    "party_max": 4,
    "least_age": None,
    "option_ids": [5],
    "questions": [],
}
POST = {"content-type": "application/x-www-form-urlencoded"}
GOOD = b"name=Ada&email=ada%40example.org&likelihood=maybe&party=2&country=US&consent=yes"
YEAR = 365 * 24 * 3600


def page_of(text: str) -> Page:
    body = text.encode()
    return Page(
        body=body,
        gzip=gzip.compress(body),
        brotli=b"br:" + body,
        etag=f'W/"{text}"',
        headers=[(b"content-type", b"text/html; charset=utf-8")],
    )


def entrance_of(**changes: Any) -> Entrance:
    pages = {
        ("/e/new-york/", "en", "", "open"): page_of("open"),
        ("/e/new-york/", "en", "reddit", "open"): page_of("open from reddit"),
        ("/e/new-york/", "es", "", "open"): page_of("abierto"),
        ("/e/new-york/", "en", "", "before"): page_of("not yet"),
        ("/e/new-york/", "en", "", "after"): page_of("over"),
        ("/e/new-york/", "es", "", "after"): page_of("cerrado"),
        ("/e/new-york/thanks", "en", "", "open"): page_of("thanks"),
        ("/e/new-york/thanks", "es", "", "open"): page_of("gracias"),
        **{
            ("/e/new-york/interest", "en", "", why): page_of(f"{why} <!-- kept --> again")
            for why in ("full", "fast", "large", "slow", "foreign")
        },
        ("/e/new-york/interest", "es", "", "full"): page_of("lleno <!-- kept -->"),
        **{
            ("/e/new-york/interest", "en", "", why): page_of(f"{why} <!-- question --> <!-- kept -->")
            for why in ("check", "wrong")
        },
    }
    facts: dict[str, Any] = {
        "event_id": 12,
        "slug": "new-york",
        "serial": 1,
        "languages": ("en", "es"),
        "channels": frozenset({"reddit"}),
        "accepting": True,
        "forms": {"1": Form.of({**PLAIN, "version": 1, "party_max": 9}), "2": Form.of(PLAIN)},
        "pages": pages,
    }
    return Entrance(**facts | changes)


def soon() -> float:
    return time.time() + YEAR


def long_ago() -> float:
    return time.time() - YEAR
