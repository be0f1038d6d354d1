"""The facts of the mails about comments.

None of those to authors says anything that was typed into the form: an address may be a stranger's until its
owner pressed the button, and nobody shall have their words mailed to strangers.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from turnout.accounts.models import Membership
from turnout.newsroom.commenter_link import commenter_link
from turnout.newsroom.decide_link import decide_link
from turnout.newsroom.digest import MODERATORS, MOST_TOLD, waiting_for
from turnout.newsroom.models import Comment, Commenter, CommentState
from turnout.outbox.render import NoLongerNeeded, resolves
from turnout.outbox.unsubscribe_link import Purpose, unsubscribe_link

Facts = Mapping[str, Any]


@resolves("newsroom/your_comment")
def your_comment(ids: Facts) -> Facts:
    comment, writer = _found(ids)
    if not comment.text:
        raise NoLongerNeeded("it was deleted meanwhile")
    return {
        **_facts(comment, writer),
        "not_on_list": comment.state == CommentState.DELETED,
        "is_verified": writer.verified_at is not None,
        "is_shown": comment.state == CommentState.SHOWN,
    }


@resolves("newsroom/answered")
def answered(ids: Facts) -> Facts:
    """To who wrote the comment above: by the link they see the answer where it stands."""
    answer = Comment.objects.select_related("post__organisation", "parent__commenter").filter(
        pk=ids["comment"], state=CommentState.SHOWN
    )
    found = answer.first()
    writer = found.parent.commenter if found and found.parent else None
    if found is None or writer is None or writer.generation != ids["generation"]:
        raise NoLongerNeeded("the answer was taken away")
    if writer.answers_off_at is not None:
        raise NoLongerNeeded("no such mails are wanted any more")
    address = f"{settings.TURNOUT_BASE_URL}/news/{found.post.slug}/#comment-{found.public_id}"
    return {
        **_facts(found, writer),
        "answer_link": address,
        "unsubscribe_link": unsubscribe_link(Purpose.ANSWERS, writer.public_id),
    }


@resolves("newsroom/to_moderate")
def to_moderate(ids: Facts) -> Facts:
    member = Membership.objects.select_related("organisation", "user").filter(
        pk=ids["membership"], role__in=MODERATORS
    )
    membership = member.first()
    if membership is None:
        raise NoLongerNeeded("no longer a member who decides about comments")
    waiting = list(waiting_for(membership.organisation_id).order_by("-pk")[: MOST_TOLD + 1])
    if not waiting:
        raise NoLongerNeeded("nothing waits any more")
    desk = f"{settings.TURNOUT_BASE_URL}/desk/{membership.organisation.slug}/news/comments/"
    return {
        "host": membership.organisation.name,
        "lines": [_line(each, membership) for each in waiting[:MOST_TOLD]],
        "more": len(waiting) > MOST_TOLD,
        "desk": desk,
        "settings": f"{desk}#by-mail",
    }


def _line(comment: Comment, membership: Membership) -> Facts:
    return {
        "name": comment.name,
        "text": comment.text[:400],
        "headline": comment.post.headline,
        "links": {verb: decide_link(comment, verb, membership) for verb in ("approve", "spam", "delete")},
    }


def _found(ids: Facts) -> tuple[Comment, Commenter]:
    comment = Comment.objects.select_related("post__organisation", "commenter").filter(pk=ids["comment"])
    found = comment.first()
    if found is None or found.commenter is None or found.commenter.generation != ids["generation"]:
        raise NoLongerNeeded("the comment was erased")
    return found, found.commenter


def _facts(comment: Comment, writer: Commenter) -> dict[str, Any]:
    post = comment.post
    return {
        "headline": post.in_language("headline", writer.language),
        "host": post.organisation.name,
        "contact": post.organisation.privacy_contact,
        "post_address": f"{settings.TURNOUT_BASE_URL}/news/{post.slug}/",
        "link": commenter_link(writer),
    }
