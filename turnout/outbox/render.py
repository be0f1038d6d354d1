"""From a template's name and ids to a finished mail. Each room says how its ids become facts.

A room registers in a module that its AppConfig.ready() imports:

    @resolves("accounts/member_invitation")
    def member_invitation(ids: Mapping[str, Any]) -> Mapping[str, Any]: ...

and writes two templates: `accounts/mail/member_invitation.txt`, whose first line is the subject,
and `accounts/mail/member_invitation.html`, which extends `outbox/mail.html`.

Mails that somebody may want no more of, and all others are answers to what they did themselves, have the
fact `unsubscribe_link`: it becomes the headers of RFC 8058, and the mail's last line.

A mail that a calendar shall follow has the fact `calendar`; a later room, which knows more of it, may add one
by `adds_calendar`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from turnout.outbox.models import Mail


@dataclass(frozen=True)
class CalendarPart:
    """`body` is an iCalendar file with that METHOD."""

    method: str
    body: bytes


Resolver = Callable[[Mapping[str, Any]], Mapping[str, Any]]
Calendars = Callable[[Mapping[str, Any]], CalendarPart | None]
_resolvers: dict[str, Resolver] = {}
_calendars: dict[str, Calendars] = {}
# Every kind of line break and control character: names that people typed stand in subjects.
_NOT_FOR_A_HEADER = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


class NoLongerNeeded(Exception):
    """Raised by a resolver when what the mail would tell of is gone; the mail is dropped."""


@dataclass(frozen=True)
class RenderedMail:
    subject: str
    text: str
    html: str
    unsubscribe_link: str = ""
    calendar: CalendarPart | None = None


def resolves(template: str) -> Callable[[Resolver], Resolver]:
    def register(resolver: Resolver) -> Resolver:
        _resolvers[template] = resolver
        return resolver

    return register


def adds_calendar(template: str) -> Callable[[Calendars], Calendars]:
    """To another room's mail, from its ids; None where nothing is to be added."""

    def register(calendar_of: Calendars) -> Calendars:
        _calendars[template] = calendar_of
        return calendar_of

    return register


def render(mail: Mail) -> RenderedMail:
    """In the mail's language. Raises NoLongerNeeded, and KeyError for a template nobody registered."""
    with translation.override(mail.language):
        return written(mail, facts_of(mail))


def facts_of(mail: Mail) -> Mapping[str, Any]:
    """What its room makes of its ids, in the language that is active. Raises as render does."""
    facts = {"base_url": settings.TURNOUT_BASE_URL, **_resolvers[mail.template](mail.context)}
    if added := _calendars.get(mail.template):
        facts["calendar"] = added(mail.context)
    return facts


def written(mail: Mail, facts: Mapping[str, Any]) -> RenderedMail:
    """In the language that is active."""
    room, name = mail.template.split("/")
    text = _plain(f"{room}/mail/{name}.txt", facts)
    first_line, _, body = text.strip().partition("\n")
    subject = _NOT_FOR_A_HEADER.sub(" ", first_line).strip()
    html = render_to_string(f"{room}/mail/{name}.html", {**facts, "subject": subject})
    unsubscribe_link = str(facts.get("unsubscribe_link", ""))
    return RenderedMail(subject, body.strip() + "\n", html, unsubscribe_link, facts.get("calendar"))


def _plain(template: str, facts: Mapping[str, Any]) -> str:
    """Plain text: nothing in it is escaped for HTML."""
    backend: Any = get_template(template)
    return str(backend.template.render(Context(dict(facts), autoescape=False)))
