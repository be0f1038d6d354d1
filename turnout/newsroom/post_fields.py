"""What each field of a post may hold."""

import re
from collections.abc import Mapping
from typing import Any, TypedDict

from turnout.design.pictures import Picture
from turnout.events import fit
from turnout.newsroom.models import Comments
from turnout.rules.text import one_line

MOST_TAGS, MOST_LINKS = 12, 10
# What a post says in each of its languages.
TEXTS = {
    "headline": fit.line(120),
    "standfirst": fit.line(300),
    "text": fit.markdown(40_000),
    "picture_alt": fit.line(200),
    "picture_caption": fit.line(300),
}
_UNDESCRIBED = re.compile(r"!\[\s*\]\(\s*<?figure-")


def _text(value: Any) -> str:
    """Each picture in it says what it shows."""
    text: str = TEXTS["text"](value)
    if _UNDESCRIBED.search(text):
        raise fit.Wrong("needs_alternative_text")
    return text


def _tags(value: Any) -> list[str]:
    names = {name.casefold(): name for each in value if (name := fit.line(40)(each))}
    if len(names) > MOST_TAGS:
        raise fit.Wrong("too_many", most=MOST_TAGS)
    return list(names.values())


def _links(value: Any) -> list[dict[str, str]]:
    """Label and address each; a link without a label is called by its address."""
    links = []
    for each in value:
        address = fit.web_address(500)(each.get("address"))
        label = fit.line(120)(each.get("label"))
        if label and not address:
            raise fit.Wrong("not_a_web_address")
        if address:
            links.append({"label": label or address.split("://", 1)[1][:120], "address": address})
    if len(links) > MOST_LINKS:
        raise fit.Wrong("too_many", most=MOST_LINKS)
    return links


def _picture(value: Any) -> str:
    name = one_line(str(value or ""))
    if name and Picture.of(name) is None:
        raise fit.Wrong("not_a_picture")
    return name


def _ids(value: Any) -> list[int]:
    return sorted({int(each) for each in value})


CHECKS: dict[str, fit.Check] = {
    **TEXTS,
    "headline": fit.line(120, required=True),
    "text": _text,
    "language": fit.language,
    "languages": fit.languages,
    "translations": fit.translations({**TEXTS, "text": _text}),
    "picture": _picture,
    "picture_credit": fit.line(120),
    "author": fit.line(120),
    "source_name": fit.line(120),
    "source_link": fit.web_address(500),
    "read_more": _links,
    "tags": _tags,
    "events": _ids,
    "shows_figures": bool,
    "comments": fit.among(lambda: Comments.values),
    "comments_days": fit.whole(1, 3650, optional=True),
}


class PostFields(TypedDict, total=False):
    """`tags` by name, `events` by id."""

    headline: str
    standfirst: str
    text: str
    language: str
    languages: list[str]
    translations: Mapping[str, Mapping[str, str]]
    picture: str
    picture_alt: str
    picture_caption: str
    picture_credit: str
    author: str
    source_name: str
    source_link: str
    read_more: list[dict[str, str]]
    tags: list[str]
    events: list[int]
    shows_figures: bool
    comments: str
    comments_days: int | None


# Rows of their own; everything else is a column.
MANY = ("tags", "events")
COLUMNS = tuple(name for name in CHECKS if name not in MANY)
