"""What an organiser posts where the event is shared: ready-made texts, and addresses that open with them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.utils import translation
from django.utils.translation import gettext as _

from turnout.events.addresses import page_address, short_address
from turnout.events.models import Channel, Event
from turnout.events.when_and_where import dates, places

Kind = Channel.Kind
# As X counts: an address is as long as this one, and letters beyond Latin, Greek and Cyrillic are two.
LONGEST_POST, LENGTH_OF_ADDRESS = 280, 23
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~^-])")
_SUBREDDIT = re.compile(r"/?(r/\w+)", re.ASCII)


class Text(NamedTuple):
    """One thing to paste; its `role` is title, text, subject, caption or description."""

    role: str
    text: str


@dataclass(frozen=True)
class Kit:
    """Texts in the event's language, and where they can be posted with one press."""

    texts: list[Text]
    opens: str = ""


@dataclass(frozen=True)
class _Told:
    """What every text tells."""

    title: str
    strapline: str
    facts: list[tuple[str, str]]
    host: str
    link: str

    @property
    def lines(self) -> list[str]:
        return [f"{label}: {text}" for label, text in self.facts]


def kit_of(channel: Channel, language: str) -> Kit:
    """What suits the channel's kind, in that language of its event."""
    with translation.override(language):
        return _MAKE.get(channel.kind, _plain)(channel, _told(channel, language))


def full_address(channel: Channel) -> str:
    """The page's own address, which says where it leads; the channel is named at its end."""
    return f"{page_address(channel.event)}?{urlencode({'via': channel.code})}"


def _told(channel: Channel, language: str) -> _Told:
    event: Event = channel.event
    facts = ((_("When"), dates(event, language)), (_("Where"), places(event, language)))
    return _Told(
        event.in_language("title", language),
        event.in_language("strapline", language),
        [(label, text) for label, text in facts if text],
        event.organisation.name,
        short_address(channel),
    )


def _paragraphs(*given: str) -> str:
    return "\n\n".join(each for each in given if each)


def _post(told: _Told) -> str:
    ask = _("Would you come? Half a minute, and no account: %(link)s") % {"link": told.link}
    return _paragraphs(told.title, told.strapline, "\n".join(told.lines), ask)


def _why(told: _Told) -> str:
    return _("%(host)s would like to know how many people would come, before anything is booked.") % {
        "host": told.host
    }


def _plain(channel: Channel, told: _Told) -> Kit:
    return Kit([Text("text", _post(told))])


def _reddit(channel: Channel, told: _Told) -> Kit:
    title = told.title[:300]
    facts = "\n".join(f"- **{label}:** {_as_it_is(text)}" for label, text in told.facts)
    body = _paragraphs(
        _as_it_is(told.strapline),
        facts,
        _as_it_is(_why(told)) + " " + _("It takes half a minute and needs no account:"),
        full_address(channel),
        _as_it_is(_("I post this for %(host)s, and I read what you answer here.") % {"host": told.host}),
    )
    group = _SUBREDDIT.match(channel.name)
    place = f"https://www.reddit.com/{group[1] + '/' if group else ''}submit"
    return Kit(
        [Text("title", title), Text("text", body)], _filled(place, selftext="true", title=title, text=body)
    )


def _as_it_is(text: str) -> str:
    """In Markdown, without what it would take for its own marks."""
    return _MARKS.sub(r"\\\1", text)


def _facebook(channel: Channel, told: _Told) -> Kit:
    opens = _filled("https://www.facebook.com/sharer/sharer.php", u=told.link)
    return Kit([Text("text", _post(told))], opens)


def _x(channel: Channel, told: _Told) -> Kit:
    facts = ", ".join(text for _label, text in told.facts)
    ask = _("Would you come?")
    room = LONGEST_POST - LENGTH_OF_ADDRESS - 1 - _weight(ask) - 1
    said = _cut(f"{told.title}. {facts}." if facts else f"{told.title}.", room)
    words = f"{said} {ask}"
    return Kit(
        [Text("text", f"{words} {told.link}")],
        _filled("https://x.com/intent/post", text=words, url=told.link),
    )


def _weight(text: str) -> int:
    return sum(1 if ord(char) < 0x1100 else 2 for char in text)


def _cut(text: str, room: int) -> str:
    if _weight(text) <= room:
        return text
    while _weight(text) > room - 2:
        text = text[:-1]
    return text.rstrip(" .,") + "…"


def _whatsapp(channel: Channel, told: _Told) -> Kit:
    text = _post(told)
    return Kit([Text("text", text)], _filled("https://wa.me/", text=text))


def _telegram(channel: Channel, told: _Told) -> Kit:
    text = _paragraphs(told.title, told.strapline, "\n".join(told.lines), _("Would you come?"))
    opens = _filled("https://t.me/share/url", url=told.link, text=text)
    return Kit([Text("text", _post(told))], opens)


def _mail(channel: Channel, told: _Told) -> Kit:
    subject = _("Would you come? %(title)s") % {"title": told.title}
    body = _paragraphs(_post(told), _why(told))
    return Kit(
        [Text("subject", subject), Text("text", body)],
        f"mailto:?subject={quote(subject)}&body={quote(body.replace(chr(10), chr(13) + chr(10)))}",
    )


def _instagram(channel: Channel, told: _Told) -> Kit:
    ask = _("Would you come? The link is in our profile: %(link)s") % {"link": told.link}
    return Kit([Text("caption", _paragraphs(told.title, told.strapline, "\n".join(told.lines), ask))])


def _youtube(channel: Channel, told: _Told) -> Kit:
    # The first two lines are what is seen before "more".
    ask = _("Would you come? Tell us in half a minute: %(link)s") % {"link": told.link}
    text = _paragraphs(ask, told.title, told.strapline, "\n".join(told.lines), _why(told))
    return Kit([Text("description", text)])


def _filled(place: str, **fields: str) -> str:
    return f"{place}?{urlencode(fields, quote_via=quote)}"


_MAKE: dict[str, Callable[[Channel, _Told], Kit]] = {
    Kind.REDDIT: _reddit,
    Kind.FACEBOOK: _facebook,
    Kind.X: _x,
    Kind.WHATSAPP: _whatsapp,
    Kind.TELEGRAM: _telegram,
    Kind.MAIL: _mail,
    Kind.INSTAGRAM: _instagram,
    Kind.YOUTUBE: _youtube,
}
