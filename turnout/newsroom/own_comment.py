"""What an author may do with a comment: change it for ten minutes, take it away at any time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from turnout.journal.models import OldValue
from turnout.journal.record import record
from turnout.newsroom.models import Comment, Commenter, CommentState, SpamDecision
from turnout.newsroom.show_comments import show_comments
from turnout.rules.comment import Words
from turnout.rules.refusal import Refusal

EDITABLE_FOR = timedelta(minutes=10)
# Where it was deleted or found to be spam, nothing is left to change.
_ALIVE = (CommentState.WAITING, CommentState.HELD, CommentState.SHOWN)


class TooLate(Refusal):
    """The ten minutes are over, or it is gone."""


def may_edit(comment: Comment, now: datetime) -> bool:
    return comment.state in _ALIVE and now < comment.created_at + EDITABLE_FOR


def edit_comment(comment: Comment, words: Words, now: datetime) -> None:
    """What it says now is looked at as if it were new. Raises TooLate."""
    old = {"name": comment.name, "text": comment.text}
    if old == words._asdict():
        return
    with transaction.atomic():
        changed = Comment.objects.filter(
            pk=comment.pk, state__in=_ALIVE, created_at__gt=now - EDITABLE_FOR
        ).update(
            **words._asdict(),
            state=CommentState.WAITING,
            decided_from=comment.state,
            edited_at=now,
            revision=F("revision") + 1,
        )
        if not changed:
            raise TooLate
        SpamDecision.objects.filter(comment=comment).delete()
        organisation_id = comment.post.organisation_id
        record("author", "change", "comment", comment.pk, organisation_id=organisation_id, old=old)
    if comment.state == CommentState.SHOWN:
        show_comments(comment.post)


def delete_own(comment: Comment, now: datetime) -> None:
    """Its words are gone for good; where answers hang on it, its place stays. Twice is once."""
    with transaction.atomic():
        changed = (
            Comment.objects.filter(pk=comment.pk)
            .exclude(text="")
            .update(
                state=CommentState.DELETED,
                name="",
                text="",
                reasons=[],
                decided_from="",
                decided_at=now,
                decided_by="author",
                revision=F("revision") + 1,
            )
        )
        if changed:
            blank([comment.pk])
            record("author", "delete", "comment", comment.pk, organisation_id=comment.post.organisation_id)
    if changed and comment.state == CommentState.SHOWN:
        show_comments(comment.post)


def blank(pks: list[int]) -> None:
    """What was noted of these comments elsewhere."""
    SpamDecision.objects.filter(comment__in=pks).delete()
    OldValue.objects.filter(entry__noun="comment", entry__noun_id__in=pks).update(values={})


def verify_commenter(commenter: Commenter, now: datetime) -> None:
    """The mailed link was opened and its button pressed: the address is theirs. Twice is once."""
    with transaction.atomic():
        if Commenter.objects.filter(pk=commenter.pk, verified_at=None).update(verified_at=now):
            record("author", "verify", "commenter", commenter.pk, organisation_id=commenter.organisation_id)


def switch_answers(public_id: str, now: datetime, *, on: bool) -> None:
    """Whether mails about answers still come. Twice is once."""
    found = Commenter.objects.filter(public_id=public_id, answers_off_at__isnull=not on).first()
    if found:
        with transaction.atomic():
            Commenter.objects.filter(pk=found.pk).update(answers_off_at=None if on else now)
            verb = "subscribe" if on else "unsubscribe"
            record("author", verb, "commenter", found.pk, organisation_id=found.organisation_id)
