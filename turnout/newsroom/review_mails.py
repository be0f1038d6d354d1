"""The facts of the mails between a post's author and who looks at it before it is published."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from turnout.accounts.models import Membership
from turnout.newsroom.models import Post, PostState
from turnout.newsroom.needs_review import who_may_approve
from turnout.outbox.render import NoLongerNeeded, resolves

Facts = Mapping[str, Any]


@resolves("newsroom/please_review")
def please_review(ids: Facts) -> Facts:
    post = _found(ids)
    if post.state != PostState.REVIEW or post.reviewed_by_id:
        raise NoLongerNeeded("nobody is asked to look at it any more")
    if not Membership.objects.filter(who_may_approve(post), pk=ids["membership"]).exists():
        raise NoLongerNeeded("no longer a member who may approve it")
    return _facts(post)


@resolves("newsroom/reviewed")
def reviewed(ids: Facts) -> Facts:
    post, is_approved = _found(ids), ids["outcome"] == "approved"
    still = bool(post.reviewed_by_id) if is_approved else post.state == PostState.DRAFT
    if not still or post.edition != ids["edition"]:
        raise NoLongerNeeded("it was changed meanwhile")
    return {**_facts(post), "is_approved": is_approved}


def _found(ids: Facts) -> Post:
    post = Post.objects.select_related("organisation", "written_by").filter(pk=ids["post"]).first()
    if post is None:
        raise NoLongerNeeded("the post was deleted")
    return post


def _facts(post: Post) -> dict[str, Any]:
    return {
        "headline": post.headline,
        "host": post.organisation.name,
        "author": post.written_by,
        "link": f"{settings.TURNOUT_BASE_URL}/desk/{post.organisation.slug}/news/{post.pk}/",
    }
