from datetime import datetime
from typing import Any

from django.db import transaction

from turnout.newsroom.mention_refusals import NotAMention, TooManyMentions
from turnout.newsroom.mention_target import Target, target_of
from turnout.newsroom.models import BlockedSite, Mention, Post
from turnout.rules.web_address import NotAWebAddress, WebAddress, web_address
from turnout.rush.limits import Limits

MOST_WAITING = 500
# A page that many write about at once still has its readers' mentions; one site has no reason to send more.
PER_SITE, PER_PAGE = 20, 120
of_sites, of_pages = Limits(PER_SITE), Limits(PER_PAGE)


def receive_mention(source: str, target: str, now: datetime) -> Mention | None:
    """To be read by the worker; None where the organisation wants none of that site, which is told nobody.

    Raises NotAMention, TooManyMentions.
    """
    page, found = _address(source, "source"), target_of(_address(target, "target").text)
    if found is None:
        raise NotAMention("target")
    if target_of(page.text) == found:
        raise NotAMention("same")
    _refuse_many(page, found, now)
    if BlockedSite.objects.filter(organisation=found.organisation_id, host=page.host).exists():
        return None
    return keep_mention(page, found, now)


def about(target: Target) -> dict[str, Any]:
    """The fields by which a mention names what it is about."""
    return {"post": target} if isinstance(target, Post) else {"event": target}


def _address(text: str, what: str) -> WebAddress:
    try:
        return web_address(text.strip())
    except NotAWebAddress:
        raise NotAMention(what) from None


def _refuse_many(page: WebAddress, target: Target, now: datetime) -> None:
    at = now.timestamp()
    key = f"{type(target).__name__}:{target.pk}"
    if not of_sites.admits(page.host, at) or not of_pages.admits(key, at):
        raise TooManyMentions
    if Mention.objects.filter(next_at__isnull=False)[:MOST_WAITING].count() >= MOST_WAITING:
        raise TooManyMentions


@transaction.atomic
def keep_mention(page: WebAddress, target: Target, now: datetime) -> Mention:
    """Sent again, it is read again."""
    fresh = {"received_at": now, "next_at": now, "tries": 0}
    mention, is_new = Mention.objects.get_or_create(
        **about(target),
        source=page.text,
        defaults={"organisation": target.organisation, "host": page.host, **fresh},
    )
    if not is_new:
        Mention.objects.filter(pk=mention.pk).update(**fresh)
    return mention
