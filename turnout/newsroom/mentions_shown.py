from dataclasses import dataclass

from django.db.models import Q

from turnout.events.models import Event
from turnout.newsroom.models import Mention, Post

MOST = 30


@dataclass(frozen=True)
class Shown:
    """`by` is the site's name, or its host where it says none, and the author's after it."""

    address: str
    title: str
    by: str


def mentions_shown(post: Post) -> list[Shown]:
    """Approved ones of the post and of its events, the latest first; a page that links to both once."""
    return _shown(Q(post=post) | Q(event__in=post.events.all()))


def mentions_of_event(event: Event) -> list[Shown]:
    """Approved ones of the event's own page."""
    return _shown(Q(event=event))


def _shown(about: Q) -> list[Shown]:
    found = Mention.objects.filter(about, state=Mention.State.SHOWN).order_by("-decided_at", "-pk")[
        : MOST * 2
    ]
    once = {each.source: each for each in reversed(found)}
    latest = sorted(once.values(), key=lambda each: (each.decided_at, each.pk), reverse=True)
    return [Shown(each.source, each.title, _by(each)) for each in latest[:MOST]]


def _by(mention: Mention) -> str:
    site = mention.site or mention.host
    return f"{site} · {mention.author}" if mention.author and mention.author != site else site
