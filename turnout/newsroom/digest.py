"""Members who decide about comments hear by mail that some wait: once an hour, once a day, or never."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from turnout.accounts.models import Membership, Role
from turnout.journal.record import record
from turnout.newsroom.models import Comment, CommentState, Digest, Report
from turnout.outbox.queue import queue

MODERATORS = (Role.OWNER, Role.EDITOR, Role.REVIEWER)
EVERY = {Digest.Every.HOUR: timedelta(hours=1), Digest.Every.DAY: timedelta(days=1)}
MOST_TOLD = 10
# What is decided at the desk within minutes needs no mail.
SETTLES = timedelta(minutes=5)
_REPORTED = Exists(Report.objects.filter(comment=OuterRef("pk"), settled_at=None))


def waiting_for(organisation_id: int) -> QuerySet[Comment]:
    """The queue: what is held, and what appears and was reported since a member last looked at it."""
    found = Comment.objects.filter(post__organisation=organisation_id).exclude(text="")
    stands = Q(state=CommentState.HELD) | Q(_REPORTED, state=CommentState.SHOWN)
    return found.filter(stands).select_related("post__organisation", "commenter")


def due(now: datetime) -> Sequence[int]:
    """Memberships that something new waits for, and that have not heard of anything for long enough."""
    newest = _newest(now)
    if not newest:
        return []
    members = Membership.objects.filter(organisation__in=newest, role__in=MODERATORS)
    digests = {each.membership_id: each for each in Digest.objects.filter(membership__in=members)}
    return [
        pk
        for pk, organisation_id in members.values_list("pk", "organisation_id")
        if _is_due(digests.get(pk), newest[organisation_id], now)
    ]


def send_digest(membership_id: int, now: datetime) -> None:
    membership = Membership.objects.select_related("user", "organisation").get(pk=membership_id)
    with transaction.atomic():
        digest, _ = Digest.objects.get_or_create(pk=membership_id)
        newest = _newest(now).get(membership.organisation_id, 0)
        if not _is_due(digest, newest, now):
            return
        if not Digest.objects.filter(pk=membership_id, last=digest.last, sent_at=digest.sent_at).update(
            last=newest, sent_at=now
        ):
            return
        queue(
            "newsroom/to_moderate",
            membership.user.email,
            language=membership.user.language or membership.organisation.language,
            organisation_id=membership.organisation_id,
            membership=membership_id,
        )


def set_digest(membership: Membership, every: str, actor: str) -> None:
    with transaction.atomic():
        digest, _ = Digest.objects.get_or_create(pk=membership.pk)
        if digest.every != every:
            Digest.objects.filter(pk=membership.pk).update(every=every)
            record(
                actor,
                "change",
                "digest",
                membership.pk,
                organisation_id=membership.organisation_id,
                old={"every": digest.every},
            )


def digest_of(membership: Membership) -> str:
    found = Digest.objects.filter(pk=membership.pk).first()
    return found.every if found else Digest.Every.DAY


def _is_due(digest: Digest | None, newest: int, now: datetime) -> bool:
    if digest is None:
        return True
    pause = EVERY.get(Digest.Every(digest.every))
    if pause is None or newest <= digest.last:
        return False
    return digest.sent_at is None or digest.sent_at + pause <= now


def _newest(now: datetime) -> dict[int, int]:
    """The newest comment that waits, of each organisation for which one has waited a few minutes."""
    held = Comment.objects.filter(state=CommentState.HELD, created_at__lte=now - SETTLES)
    rows = held.values(organisation=F("post__organisation")).annotate(newest=Max("pk"))
    return {row["organisation"]: row["newest"] for row in rows.order_by()}
