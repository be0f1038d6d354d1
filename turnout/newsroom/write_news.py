"""Due work: the mails of a dispatch are written into the outbox, so many readers at a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from turnout.newsroom.models import Dispatch, Post, PostState, Reader, Sent
from turnout.newsroom.open_dispatches import posts_of_week
from turnout.outbox.address_hash import hashes_of
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue_all
from turnout.outbox.suppress import suppressed_among

# What one short transaction bears.
AT_ONCE = 200


def due(now: datetime) -> Sequence[int]:
    return list(Dispatch.objects.filter(ended_at=None).order_by("pk").values_list("pk", flat=True))


def write_news(pk: int, now: datetime) -> None:
    """The next readers; the end, once nobody is left, or nothing that can be read."""
    dispatch = Dispatch.objects.select_related("post").filter(pk=pk, ended_at=None).first()
    if dispatch is None:
        return
    posts = _posts(dispatch)
    readers = (
        list(_readers(dispatch).filter(pk__gt=dispatch.cursor).order_by("pk")[:AT_ONCE]) if posts else []
    )
    if readers:
        _write(dispatch, posts, readers, now)
    else:
        Dispatch.objects.filter(pk=pk, cursor=dispatch.cursor, ended_at=None).update(ended_at=now)


def _posts(dispatch: Dispatch) -> list[Post]:
    if dispatch.post is not None:
        return [dispatch.post] if dispatch.post.state == PostState.PUBLISHED else []
    return list(posts_of_week(dispatch.organisation_id, dispatch.after or dispatch.at, dispatch.at))


def _readers(dispatch: Dispatch) -> QuerySet[Reader]:
    cadence = Reader.Cadence.AT_ONCE if dispatch.post_id else Reader.Cadence.WEEKLY
    return Reader.objects.filter(
        organisation=dispatch.organisation_id, cadence=cadence, since__lt=dispatch.at, ended_at=None
    )


def _write(dispatch: Dispatch, posts: Sequence[Post], readers: Sequence[Reader], now: datetime) -> None:
    """Where the batch begins is part of the condition: of two workers one writes it."""
    reachable = _reachable(readers)
    with transaction.atomic():
        unread = _unread(posts, reachable)
        here = Dispatch.objects.filter(pk=dispatch.pk, cursor=dispatch.cursor, ended_at=None)
        if not here.update(cursor=readers[-1].pk, queued=F("queued") + len(unread)):
            return
        Sent.objects.bulk_create(
            [Sent(reader=reader, post_id=post) for reader, new in unread for post in new], batch_size=500
        )
        queue_all(_mail(dispatch, reader, new, now) for reader, new in unread)


def _reachable(readers: Sequence[Reader]) -> Sequence[Reader]:
    """Without those whose address no mail server knows."""
    gone = suppressed_among([reader.email for reader in readers])
    if not gone:
        return readers
    return [reader for reader in readers if not any(each in gone for each in hashes_of(reader.email))]


def _unread(posts: Sequence[Post], readers: Iterable[Reader]) -> list[tuple[Reader, list[int]]]:
    """What each was not sent, and was published after they came; nobody with nothing.

    Held, as they are now: who is erased meanwhile waits for these mails, and finds them.
    """
    held = Reader.objects.filter(pk__in=[each.pk for each in readers], ended_at=None)
    there = list(held.select_for_update(of=("self",)).order_by("pk"))
    sent = set(Sent.objects.filter(reader__in=there, post__in=posts).values_list("reader", "post"))
    found = [
        (each, [post.pk for post in posts if _is_news(post, each) and (each.pk, post.pk) not in sent])
        for each in there
    ]
    return [(reader, new) for reader, new in found if new]


def _is_news(post: Post, reader: Reader) -> bool:
    return bool(post.published_at and reader.since and post.published_at > reader.since)


def _mail(dispatch: Dispatch, reader: Reader, posts: Sequence[int], now: datetime) -> Mail:
    mail = Mail(
        template="newsroom/news" if dispatch.post_id else "newsroom/digest",
        recipient=reader.email,
        language=reader.language,
        organisation_id=dispatch.organisation_id,
        due_at=now,
    )
    mail.context = {"reader": reader.pk, "posts": list(posts)}
    return mail
