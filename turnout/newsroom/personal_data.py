"""What this room holds about a person: what they said under the organisation's posts."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from turnout.newsroom.models import Block, Comment, Commenter, CommentState, Report, SpamDecision
from turnout.newsroom.own_comment import blank
from turnout.newsroom.show_comments import show_comments
from turnout.outbox.address_hash import hashes_of
from turnout.rules.person import Person

HOLDS = (Commenter, Comment, SpamDecision, Report, Block)


def held_of(person: Person) -> dict[str, Any]:
    """A report says nothing of who made it, and belongs to nobody."""
    found = _commenters([person])
    comments = Comment.objects.filter(commenter__in=found).exclude(text="").select_related("post")
    return {
        "commenter": [
            {
                "email": each.email,
                "language": each.language,
                "since": each.created_at.isoformat(),
                "confirmed": each.verified_at.isoformat() if each.verified_at else None,
                "told_of_answers": each.answers_off_at is None,
            }
            for each in found.order_by("pk")
        ],
        "comments": [
            {
                "post": each.post.headline,
                "name": each.name,
                "text": each.text,
                "at": each.created_at.isoformat(),
                "edited": each.edited_at.isoformat() if each.edited_at else None,
                "state": each.state,
                "signs": each.signs,
                "network": each.network,
                "likeness_to_spam": each.score,
            }
            for each in comments.order_by("pk")
        ],
        "blocked": [each.at.isoformat() for each in _blocks([person])],
    }


def erase(people: Sequence[Person]) -> None:
    """Of those who want all of it gone: their words and names; where answers hang on it, the place stays.

    An answer to an event whose time is over takes no comments with it: they were given to everybody.
    """
    meant = [each for each in people if each.with_news]
    commenters = list(_commenters(meant))
    if commenters:
        _forget(Comment.objects.filter(commenter__in=commenters))
        Commenter.objects.filter(pk__in=[each.pk for each in commenters]).delete()
    if meant:
        _blocks(meant).delete()


def _forget(comments: "QuerySet[Comment]") -> None:
    """Rows without answers go altogether."""
    pks = list(comments.values_list("pk", flat=True))
    posts = {each.post for each in comments.filter(state=CommentState.SHOWN).select_related("post")}
    blank(pks)
    answered = Q(pk__in=Comment.objects.filter(parent__in=pks).exclude(pk__in=pks).values("parent"))
    Comment.objects.filter(pk__in=pks).filter(answered).update(**GONE, decided_at=timezone.now())
    Comment.objects.filter(pk__in=pks).exclude(answered).delete()
    for post in posts:
        # Pages are not rendered while the caller's transaction keeps others waiting.
        transaction.on_commit(partial(show_comments, post))


GONE: dict[str, Any] = {
    "state": CommentState.DELETED,
    "name": "",
    "text": "",
    "signs": "",
    "network": "",
    "reasons": [],
    "score": None,
    "submission": None,
    "decided_from": "",
    "decided_by": "",
}


def _commenters(people: Sequence[Person]) -> "QuerySet[Commenter]":
    return Commenter.objects.filter(_any(people, "email_key__in", lambda each: list(each.addresses)))


def _blocks(people: Sequence[Person]) -> "QuerySet[Block]":
    """An address that is blocked stands there as a hash alone."""
    hashes = _any(people, "value__in", lambda each: [one for key in each.addresses for one in hashes_of(key)])
    return Block.objects.filter(hashes, kind=Block.Kind.ADDRESS)


def _any(people: Sequence[Person], lookup: str, values: Any) -> Q:
    found = Q(pk__in=[])
    for each in people:
        found |= Q(organisation=each.organisation_id, **{lookup: values(each)})
    return found
