"""A mailed link that decides about one comment: derived, good for a week, and for that member alone."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing

from turnout.accounts.models import Membership
from turnout.newsroom.decide_comment import VERBS
from turnout.newsroom.digest import MODERATORS
from turnout.newsroom.models import Comment
from turnout.outbox.secret_part import secret_part
from turnout.rules.refusal import Refusal

GOOD_FOR = timedelta(days=7)
_signer = signing.TimestampSigner(salt="newsroom.decide_link", sep=".")


class NoSuchDecision(Refusal):
    """Tampered with, too old, or of somebody who may not decide any more."""


@dataclass(frozen=True)
class Decision:
    """`comment` as it was when the mail was written: whoever decides later is told."""

    comment: Comment
    verb: str
    membership: Membership


def decide_link(comment: Comment, verb: str, membership: Membership) -> str:
    token = _signer.sign(f"{comment.pk}-{comment.revision}-{verb}-{membership.pk}")
    return f"{settings.TURNOUT_BASE_URL}/news/comments/decide/{secret_part(token)}/"


def decision_of(token: str) -> Decision:
    """Raises NoSuchDecision."""
    try:
        pk, revision, verb, member = _signer.unsign(token, max_age=GOOD_FOR).split("-")
    except signing.BadSignature:
        raise NoSuchDecision from None
    comment = Comment.objects.select_related("post__organisation", "commenter").filter(pk=int(pk)).first()
    membership = Membership.objects.filter(pk=int(member), role__in=MODERATORS).first()
    if comment is None or membership is None or verb not in VERBS:
        raise NoSuchDecision
    if comment.post.organisation_id != membership.organisation_id:
        raise NoSuchDecision
    # Signed by us: it is the revision that the member was shown.
    comment.revision = int(revision)
    return Decision(comment, verb, membership)
