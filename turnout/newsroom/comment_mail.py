"""Mails to those who comment: queued here, their facts are found in comment_mails."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from turnout.newsroom.models import Comment, Commenter, CommentState
from turnout.outbox.models import Mail
from turnout.outbox.queue import mail_of, queue_all

# Whoever types a stranger's address into the form again and again sends them a mail an hour.
PAUSE = timedelta(hours=1)


def write_to_author(comments: Sequence[Comment], now: datetime) -> None:
    """The link by which an author confirms, changes and deletes; in the caller's transaction.

    What appeared at once is told of each time: nobody shall write in somebody's name without their knowing.
    """
    mails: list[Mail] = []
    written: dict[int, Commenter] = {}
    for each in comments:
        writer = each.commenter
        if writer is None or not (each.state == CommentState.SHOWN or _may_write(writer, now)):
            continue
        if writer.pk in written and each.state != CommentState.SHOWN:
            continue
        written[writer.pk] = writer
        writer.wrote_at = now
        mails.append(comment_mail("newsroom/your_comment", each, writer, now))
    queue_all(mails)
    Commenter.objects.bulk_update(written.values(), ["wrote_at"])


def comment_mail(template: str, comment: Comment, writer: Commenter, now: datetime) -> Mail:
    """Not stored yet."""
    return mail_of(
        template,
        writer.email,
        language=writer.language,
        organisation_id=writer.organisation_id,
        due_at=now,
        comment=comment.pk,
        generation=writer.generation,
    )


def _may_write(writer: Commenter, now: datetime) -> bool:
    return writer.wrote_at is None or writer.wrote_at <= now - PAUSE
