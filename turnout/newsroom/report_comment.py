"""A reader reports a comment: after enough of them it comes back to the queue."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from turnout.journal.record import record
from turnout.newsroom.models import Comment, CommentState, Report
from turnout.newsroom.show_comments import show_comments

REASONS = {
    Report.Why.SPAM: _("It is advertising or a scam"),
    Report.Why.RUDE: _("It insults or threatens somebody"),
    Report.Why.PRIVATE: _("It tells something private"),
    Report.Why.OTHER: _("Something else is wrong with it"),
}
# From so many networks on, what no member has ever seen is hidden until one has.
HIDDEN_FROM = 3


def report_comment(comment: Comment, why: str, network: str, now: datetime) -> None:
    """Any report brings it before the members; the reader learns nothing else.

    It stays where it is, so that a single reader cannot silence another: only what no member has looked at
    before (it appeared because its author was approved) is hidden, once readers of three networks found it
    wrong. What a member approved is for members alone to take away.
    """
    with transaction.atomic():
        _, is_new = Report.objects.get_or_create(
            comment=comment, network=network, defaults={"why": why, "at": now}
        )
        if not is_new:
            return
        record("reader", "report", "comment", comment.pk, organisation_id=comment.post.organisation_id)
        hidden = _hide_unseen(comment, now)
    if hidden:
        show_comments(comment.post)


def _hide_unseen(comment: Comment, now: datetime) -> bool:
    open_reports = Report.objects.filter(comment=comment, settled_at=None).count()
    if open_reports < HIDDEN_FROM:
        return False
    unseen = Comment.objects.filter(pk=comment.pk, state=CommentState.SHOWN, decided_by="system")
    changed = unseen.update(
        state=CommentState.HELD, decided_from=CommentState.SHOWN, decided_at=now, revision=F("revision") + 1
    )
    if changed:
        record("system", "hold", "comment", comment.pk, organisation_id=comment.post.organisation_id)
    return bool(changed)
