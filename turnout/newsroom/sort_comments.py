"""New comments: each is scored, and appears, is held for a member, or is kept as spam."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from turnout.journal.record import record
from turnout.newsroom.blocks import Blocked, blocked_by
from turnout.newsroom.comment_mail import write_to_author
from turnout.newsroom.models import Comment, CommentState
from turnout.newsroom.on_the_list import not_on_the_list
from turnout.newsroom.show_comments import show_comments
from turnout.newsroom.spam_filter import learned
from turnout.rules.signs import FILLED
from turnout.rules.spam import HELD_FROM, Learned, Sample, features_of

AT_ONCE = 100
RECENT = timedelta(hours=1)
NOT_ON_LIST = "~not-on-list"


@dataclass(frozen=True)
class Circumstances:
    """What is looked up for many comments together."""

    model: Learned
    blocked: Mapping[int, Blocked]
    recent: Mapping[str, int]
    strangers: Collection[int]


def due(now: datetime) -> Sequence[int]:
    """One item stands for all that wait."""
    return list(
        Comment.objects.filter(state=CommentState.WAITING).order_by("pk").values_list("pk", flat=True)[:1]
    )


def sort_comments(pk: int, now: datetime) -> None:
    """The next of those that wait. Many workers may do so at once; each comment is one's."""
    model = learned(now)
    with transaction.atomic():
        waiting = list(
            Comment.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(state=CommentState.WAITING)
            .select_related("commenter", "post__organisation")
            .order_by("pk")[:AT_ONCE]
        )
        around = Circumstances(
            model,
            blocked_by(each.post.organisation_id for each in waiting),
            _recent(waiting),
            not_on_the_list(waiting),
        )
        for each in waiting:
            _sort(each, around, now)
        Comment.objects.bulk_update(waiting, _CHANGED)
        write_to_author([each for each in waiting if _is_written_about(each)], now)
        for each in waiting:
            if each.state != CommentState.HELD:
                organisation_id = each.post.organisation_id
                record("system", _VERBS[each.state], "comment", each.pk, organisation_id=organisation_id)
    for post in {each.post_id: each.post for each in waiting if each.state == CommentState.SHOWN}.values():
        show_comments(post)


_CHANGED = ["state", "score", "reasons", "decided_at", "decided_by", "shown_at", "revision"]
_VERBS: Mapping[str, str] = {
    CommentState.SHOWN: "show",
    CommentState.SPAM: "spam",
    CommentState.DELETED: "delete",
}


def _sort(comment: Comment, around: Circumstances, now: datetime) -> None:
    recent = around.recent.get(comment.network, 0) - 1
    verdict = around.model.judge(
        features_of(Sample(comment.text, comment.name, comment.signs, max(0, recent)))
    )
    comment.score, comment.reasons = verdict.score, list(verdict.reasons)
    comment.state = _state(comment, around)
    comment.revision += 1
    if comment.state != CommentState.HELD:
        comment.decided_at, comment.decided_by = now, "system"
    if comment.state == CommentState.SHOWN:
        comment.shown_at = comment.shown_at or now


def _state(comment: Comment, around: Circumstances) -> str:
    blocked = around.blocked.get(comment.post.organisation_id, Blocked()).why(comment)
    if blocked or FILLED in comment.signs.split():
        comment.reasons = [blocked or f"~sign-{FILLED}", *comment.reasons]
        return CommentState.SPAM
    if comment.pk in around.strangers:
        comment.reasons = [NOT_ON_LIST]
        return CommentState.DELETED
    writer = comment.commenter
    is_known = writer is not None and writer.verified_at is not None and writer.approved_at is not None
    return CommentState.SHOWN if is_known and (comment.score or 0.0) < HELD_FROM else CommentState.HELD


def _is_written_about(comment: Comment) -> bool:
    """Whoever sends spam chooses the address: nobody is sent mail on its account."""
    if comment.state == CommentState.DELETED:
        return True
    return comment.state != CommentState.SPAM and (comment.score or 0.0) < HELD_FROM


def _recent(comments: Sequence[Comment]) -> Mapping[str, int]:
    """How many came from each network within the hour, these among them."""
    networks = {each.network for each in comments if each.network}
    if not networks:
        return {}
    since = min(each.created_at for each in comments) - RECENT
    found = Comment.objects.filter(network__in=networks, created_at__gte=since)
    return Counter(found.values_list("network", flat=True))
