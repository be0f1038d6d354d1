"""Which post or event a web address of this server names."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings

from turnout.events.models import Event, Stage
from turnout.newsroom.models import OldAddress, Post, PostState

Target = Post | Event
_PAGE = re.compile(r"/(news|e)/([^/]{1,200})/?\Z")


def target_of(address: str) -> Target | None:
    """What visitors can see there; None where it is another site's, or nothing that can be mentioned."""
    named = page_named(address)
    if named is None:
        return None
    kind, slug = named
    return _post(slug) if kind == "news" else _event(slug)


def page_named(address: str) -> tuple[str, str] | None:
    """The kind of page and its slug, whatever else the address says."""
    parts, own = urlsplit(address), urlsplit(settings.TURNOUT_BASE_URL)
    found = _PAGE.match(unquote(parts.path))
    if found is None or parts.scheme not in {"http", "https"} or parts.netloc.lower() != own.netloc.lower():
        return None
    return found[1], found[2]


def links_to(links: set[str], target: Target) -> bool:
    """Whether one of the links leads to it, by its address of today or an older one."""
    kind = "news" if isinstance(target, Post) else "e"
    slugs = {target.slug}
    if isinstance(target, Post):
        slugs.update(target.old_addresses.values_list("slug", flat=True))
    return any((kind, slug) in {page_named(link) for link in links} for slug in slugs)


def _post(slug: str) -> Post | None:
    published = Post.objects.select_related("organisation").filter(state=PostState.PUBLISHED)
    old = OldAddress.objects.filter(slug=slug).values("post")
    return published.filter(slug=slug).first() or published.filter(pk__in=old).first()


def _event(slug: str) -> Event | None:
    events = Event.objects.select_related("organisation").exclude(stage=Stage.DRAFT)
    return events.filter(slug=slug).first()
