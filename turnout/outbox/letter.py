"""A mail's text as it goes over the wire. Mails that differ in their links alone are written once.

The first of them is written with stand-ins for what is each mail's own, and each gets its own put in. A link
is as long as its stand-in, so that lines break where they would have broken.
"""

import re
import secrets
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.utils import translation

from turnout.outbox.for_many import for_many
from turnout.outbox.message import message_from, message_id
from turnout.outbox.models import Mail
from turnout.outbox.render import facts_of, written

LINKS = ("link", "unsubscribe_link")
# Read the same in plain text, in HTML and in a header.
_PLAIN_LINK = re.compile(r"https?://[\w.:/\-]{40,900}", re.ASCII)
# A header with a longer one may be broken into two lines.
_PLAIN_ADDRESS = re.compile(r"(?=.{1,70}\Z)[\w.+\-]+@[a-z0-9.\-]+", re.ASCII | re.IGNORECASE)


def text_of(mail: Mail) -> bytes:
    """Raises as render does."""
    with translation.override(mail.language):
        facts = facts_of(mail)
        own, shared = _parted(mail, facts)
        if not own:
            return _bytes_of(mail, facts)
        lengths = tuple(len(value) for value in own.values())
        key = ("letter", mail.template, mail.language, lengths, tuple(sorted(shared.items())))
        stand_ins, text = for_many(key, lambda: _with_stand_ins(mail, own, shared))
    for name, value in [*own.items(), ("recipient", mail.recipient)]:
        text = text.replace(stand_ins[name], value.encode())
    return text


def _parted(mail: Mail, facts: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """What is the mail's own, and what it may share with others. Nothing is its own if it shares nothing."""
    links = {name: facts[name] for name in LINKS if name in facts}
    shared = {name: value for name, value in facts.items() if name not in links}
    shareable = all(isinstance(value, str | int | None) for value in shared.values())
    plain = all(_PLAIN_LINK.fullmatch(link) for link in links.values())
    if links and plain and shareable and _PLAIN_ADDRESS.fullmatch(mail.recipient):
        return {**links, "message_id": message_id(mail)}, shared
    return {}, shared


def _with_stand_ins(
    mail: Mail, own: Mapping[str, str], shared: Mapping[str, Any]
) -> tuple[dict[str, bytes], bytes]:
    stand_ins = {name: secrets.token_hex(len(value))[: len(value)] for name, value in own.items()}
    nobody = copy(mail)
    nobody.recipient = f"{secrets.token_hex(8)}@example.org"
    facts = {**shared, **{name: stand_ins[name] for name in LINKS if name in own}}
    text = _bytes_of(nobody, facts).replace(own["message_id"].encode(), stand_ins["message_id"].encode())
    stand_ins["recipient"] = nobody.recipient
    return {name: value.encode() for name, value in stand_ins.items()}, text


def _bytes_of(mail: Mail, facts: Mapping[str, Any]) -> bytes:
    return bytes(message_from(mail, written(mail, facts)).message().as_bytes())
