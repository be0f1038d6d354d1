"""What was spam or deleted is erased after three months, what nobody let appear as well."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from turnout.newsroom.models import Comment, Commenter, CommentState
from turnout.newsroom.own_comment import blank
from turnout.newsroom.personal_data import GONE

KEPT = timedelta(days=90)
AT_ONCE = 200


def due(now: datetime) -> Sequence[int]:
    """One item stands for all of them."""
    return list(_over(now).values_list("pk", flat=True)[:1])


@transaction.atomic
def forget_comments(pk: int, now: datetime) -> None:
    """The next of them, and who has said nothing else."""
    pks = list(_over(now).values_list("pk", flat=True)[:AT_ONCE])
    writers = list(Comment.objects.filter(pk__in=pks).values_list("commenter_id", flat=True))
    blank(pks)
    has_answers = Exists(Comment.objects.filter(parent=OuterRef("pk")))
    Comment.objects.filter(pk__in=pks).filter(has_answers).update(**GONE, commenter=None)
    Comment.objects.filter(pk__in=pks).exclude(has_answers).delete()
    Commenter.objects.filter(pk__in=[each for each in writers if each], comments=None).delete()


def _over(now: datetime) -> "QuerySet[Comment]":
    decided = Q(state__in=[CommentState.SPAM, CommentState.DELETED], decided_at__lte=now - KEPT)
    undecided = Q(state=CommentState.HELD, created_at__lte=now - KEPT)
    # Of what its author deleted, the empty place alone is left where answers hang on it.
    return Comment.objects.filter(decided | undecided).exclude(text="", commenter=None).order_by("pk")
