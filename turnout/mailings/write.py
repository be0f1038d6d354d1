"""From the organiser's text to a mail: Markdown as plain text and as HTML, its placeholders filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

from django.utils.safestring import SafeString, mark_safe

from turnout.design.markdown import to_html
from turnout.events.models import Event
from turnout.mailings.placeholders import LINKS
from turnout.rules.placeholders import filled

# What no keyboard writes stands in for a value while the Markdown is read, so that no name is taken for it.
_MARK = re.compile("\ue000([a-z_]+)\ue001")
_LINK = "https://{}.invalid/"
_LINK_MARK = re.compile(r"https://([a-z_]+)\.invalid/")
_BARE_LINK = re.compile(rf"(?<!\]\()\{{({'|'.join(sorted(LINKS))})\}}")
# No bracket in a name, or a text of many would be read again from each of them.
_NAMED_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^)\s]+)\)")


class Texts(Protocol):
    """What has a text in several languages, the event's own among them."""

    texts: Any
    event: Event


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: SafeString


def language_for(mailing: Texts, wanted: str) -> str:
    """The reader's, if it is written in it; else the event's own."""
    return wanted if wanted in mailing.texts else mailing.event.language


def write(mailing: Texts, language: str, values: Mapping[str, str]) -> Written:
    """In that language. What nothing is known of is left empty."""
    texts = mailing.texts[language]
    everything = dict.fromkeys(_ALL, "") | dict(values)
    return Written(
        filled(texts["subject"], everything),
        filled(_NAMED_LINK.sub(r"\1: \2", texts["text"]), everything),
        _html(texts["text"], everything),
    )


def _html(text: str, values: Mapping[str, str]) -> SafeString:
    """Values are put in last and escaped: a name can be neither Markdown nor HTML."""
    marks = {name: _LINK.format(name) if name in LINKS else f"\ue000{name}\ue001" for name in values}
    marked = to_html(filled(_BARE_LINK.sub(r"<{\1}>", text), marks))
    shown = _LINK_MARK.sub(lambda found: escape(values.get(found[1], found[0])), marked)
    return mark_safe(_MARK.sub(lambda found: escape(values.get(found[1], "")), shown))  # noqa: S308


_ALL = ("name", "people", "my_link", "event", "event_link", "organisation")
