"""Due work: the page that is said to mention us is fetched, and looked at for a link to here."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from turnout.newsroom.fetch_page import Fetched, NotFetched, fetch_page
from turnout.newsroom.mention_target import Target, links_to
from turnout.newsroom.models import Mention
from turnout.newsroom.show_mentioned import show_mentioned
from turnout.rules.web_page import WebPage, read

State = Mention.State
_LEASE = timedelta(minutes=2)
_AGAIN = (timedelta(minutes=5), timedelta(hours=1))
_GONE = {404, 410}


def due(now: datetime) -> Sequence[int]:
    return list(
        Mention.objects.filter(next_at__lte=now).order_by("next_at").values_list("pk", flat=True)[:100]
    )


def read_mention(pk: int, now: datetime) -> None:
    """Tried three times where its site does not answer. The network is asked outside every transaction."""
    leased = now + _LEASE
    if not Mention.objects.filter(pk=pk, next_at__lte=now).update(next_at=leased, tries=F("tries") + 1):
        return
    mention = Mention.objects.select_related("post__organisation", "event__organisation").get(pk=pk)
    # What is sent again meanwhile has another time and is read once more.
    mine = Mention.objects.filter(pk=pk, next_at=leased)
    try:
        found = fetch_page(mention.source)
    except NotFetched as trouble:
        _failed(mention, mine, now, is_for_good=trouble.is_for_good)
        return
    if found.status in _GONE:
        _end(mention)
    elif found.status == 200:
        _judge(mention, found, now)
    else:
        _failed(mention, mine, now, is_for_good=False)
        return
    mine.update(next_at=None)


def _judge(mention: Mention, found: Fetched, now: datetime) -> None:
    page = read(found.html, found.address)
    if links_to(page.links, _target(mention)):
        _keep(mention, page, now)
    else:
        _end(mention)


def _keep(mention: Mention, page: WebPage, now: datetime) -> None:
    """What a member approved stands as long as it says what it said then."""
    said = {"title": page.title or mention.host, "site": page.site, "author": page.author}
    is_same = all(getattr(mention, name) == value for name, value in said.items())
    state = mention.state
    if state in {State.WAITING, State.GONE} or (state == State.SHOWN and not is_same):
        state = State.HELD
    has_changed = mention.has_changed or (mention.state == State.SHOWN and not is_same)
    _change(mention, state=state, has_changed=has_changed, read_at=now, **said)


def _failed(mention: Mention, mine: QuerySet[Mention], now: datetime, *, is_for_good: bool) -> None:
    """What was read before stands: a site may be away for a day."""
    is_last = is_for_good or mention.tries > len(_AGAIN)
    if is_last and mention.state == State.WAITING:
        mine.filter(state=State.WAITING).delete()
    else:
        mine.update(next_at=None if is_last else now + _AGAIN[mention.tries - 1])


def _end(mention: Mention) -> None:
    """It links here no more, or never did."""
    if mention.state in {State.WAITING, State.HELD}:
        Mention.objects.filter(pk=mention.pk, state=mention.state).delete()
    elif mention.state == State.SHOWN:
        _change(mention, state=State.GONE)


def _change(mention: Mention, **fields: object) -> None:
    """Nothing where a member has decided meanwhile: it is read again when it is sent again."""
    with transaction.atomic():
        changed = Mention.objects.filter(pk=mention.pk, state=mention.state).update(**fields)
    if changed and State.SHOWN in {mention.state, fields.get("state")}:
        show_mentioned(mention)


def _target(mention: Mention) -> Target:
    target = mention.post or mention.event
    assert target is not None  # noqa: S101  the database says so
    return target
