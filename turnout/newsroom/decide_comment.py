"""A member decides about comments: let them appear, call them spam, delete them, undo."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from turnout.journal.record import record
from turnout.newsroom.comment_mail import write_to_author
from turnout.newsroom.models import Comment, Commenter, CommentState, Report, SpamDecision
from turnout.newsroom.show_comments import show_comments
from turnout.newsroom.spam_filter import teach
from turnout.rules.refusal import Refusal
from turnout.rules.spam import Sample, features_of

VERBS = {"approve": CommentState.SHOWN, "spam": CommentState.SPAM, "delete": CommentState.DELETED}
_LESSONS = {CommentState.SHOWN: False, CommentState.SPAM: True}


class DecidedMeanwhile(Refusal):
    """Somebody else decided about it, or its author changed or deleted it, since it was looked at."""

    def __init__(self, comment: Comment) -> None:
        self.comment = comment


def decide_comment(comment: Comment, verb: str, actor: str, now: datetime) -> Comment:
    """`comment` as the member saw it. Raises DecidedMeanwhile."""
    with transaction.atomic():
        _decide(comment, VERBS[verb], actor, now)
        record(actor, verb, "comment", comment.pk, organisation_id=comment.post.organisation_id)
    return _shown_anew(comment)


def undo_decision(comment: Comment, actor: str, now: datetime) -> Comment:
    """Back to how it stood before the last decision. Raises DecidedMeanwhile."""
    before = comment.decided_from or CommentState.HELD
    with transaction.atomic():
        _change(comment, state=before, decided_from="", decided_at=now, decided_by=actor)
        Report.objects.filter(comment=comment).update(settled_at=None)
        if SpamDecision.objects.filter(comment=comment).delete()[0]:
            teach()
        record(actor, "undo", "comment", comment.pk, organisation_id=comment.post.organisation_id)
    return _shown_anew(comment)


def decide_many(comments: Iterable[Comment], verb: str, actor: str, now: datetime) -> Sequence[Comment]:
    """Those about which it was decided; the others were decided meanwhile."""
    done = []
    for comment in comments:
        try:
            done.append(
                undo_decision(comment, actor, now)
                if verb == "undo"
                else decide_comment(comment, verb, actor, now)
            )
        except DecidedMeanwhile:
            continue
    return done


def _decide(comment: Comment, state: CommentState, actor: str, now: datetime) -> None:
    shown = {"shown_at": comment.shown_at or now} if state == CommentState.SHOWN else {}
    _change(comment, state=state, decided_from=comment.state, decided_at=now, decided_by=actor, **shown)
    Report.objects.filter(comment=comment, settled_at=None).update(settled_at=now)
    if state in _LESSONS:
        sample = Sample(comment.text, comment.name, comment.signs)
        SpamDecision.objects.update_or_create(
            comment=comment,
            defaults={"features": features_of(sample), "is_spam": _LESSONS[state], "at": now},
        )
        teach()
    if state == CommentState.SHOWN and comment.commenter_id:
        Commenter.objects.filter(pk=comment.commenter_id, approved_at=None).update(approved_at=now)
        writer = Commenter.objects.get(pk=comment.commenter_id)
        if writer.wrote_at is None:
            # The filter took it for spam, and no mail went out.
            comment.commenter = writer
            write_to_author([comment], now)


def _change(comment: Comment, **changes: object) -> None:
    """Raises DecidedMeanwhile. Whose words are erased stays away, whoever would have it back."""
    seen = Comment.objects.filter(pk=comment.pk, revision=comment.revision).exclude(text="")
    if not seen.update(revision=F("revision") + 1, **changes):
        raise DecidedMeanwhile(Comment.objects.select_related("post").get(pk=comment.pk))


def _shown_anew(comment: Comment) -> Comment:
    now = Comment.objects.select_related("post__organisation", "commenter").get(pk=comment.pk)
    if CommentState.SHOWN in {comment.state, now.state}:
        show_comments(now.post)
    return now
