"""Whoever was answered hears of it by mail, unless they said that they do not want to."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from turnout.journal.record import record
from turnout.newsroom.comment_mail import comment_mail
from turnout.newsroom.models import Comment, CommentState
from turnout.outbox.queue import queue_all

AT_ONCE = 100


def due(now: datetime) -> Sequence[int]:
    found = Comment.objects.filter(state=CommentState.SHOWN, told_at=None, parent__isnull=False)
    return list(found.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def tell_answered(pk: int, now: datetime) -> None:
    """Nobody who has not shown that the address is theirs, and nobody of their own words."""
    with transaction.atomic():
        if not Comment.objects.filter(pk=pk, told_at=None).update(told_at=now):
            return
        answer = Comment.objects.select_related("parent__commenter", "post").get(pk=pk)
        parent = answer.parent
        writer = parent.commenter if parent else None
        if writer is None or writer.verified_at is None or writer.answers_off_at is not None:
            return
        if writer.pk == answer.commenter_id:
            return
        queue_all([comment_mail("newsroom/answered", answer, writer, now)])
        record("system", "tell", "comment", pk, organisation_id=answer.post.organisation_id)
