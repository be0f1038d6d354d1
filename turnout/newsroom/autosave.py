"""What a member typed is kept every few seconds, so that nothing is lost with the browser."""

from datetime import datetime
from typing import Any, Unpack

from django.db import transaction

from turnout.events.fit import fit
from turnout.newsroom.keep_version import keep_version, said_by
from turnout.newsroom.models import Post, PostState, PostVersion
from turnout.newsroom.post_change import begin_change
from turnout.newsroom.post_fields import CHECKS, MANY, PostFields
from turnout.newsroom.save_post import change_post
from turnout.newsroom.tags import tags_of

# Here nobody but members reads the post, so that what is half typed may stand in it.
QUIET = frozenset({PostState.DRAFT, PostState.REVIEW, PostState.WITHDRAWN})


def autosave(post: Post, actor: str, edition: int, now: datetime, **given: Unpack[PostFields]) -> Post:
    """A draft changes. Of what is public or soon will be only a version is kept, which the editor offers.

    Raises EditedMeanwhile, Unfit.
    """
    wanted = fit(given, CHECKS)
    if post.state in QUIET:
        return change_post(post, actor, edition, now, wanted, is_automatic=True)
    return _aside(post, actor, edition, now, wanted)


@transaction.atomic
def _aside(post: Post, actor: str, edition: int, now: datetime, wanted: dict[str, Any]) -> Post:
    post = begin_change(post, edition)
    # What is public did not change: whoever edits it too is told nothing.
    Post.objects.filter(pk=post.pk).update(edition=edition)
    post.edition = edition
    said = said_by(post)
    typed = {name: value for name, value in wanted.items() if name not in MANY}
    if "tags" in wanted:
        typed["tags"] = sorted(tag.pk for tag in tags_of(post.organisation, wanted["tags"]))
    if "events" in wanted:
        typed["events"] = wanted["events"]
    if said | typed == said:
        forget_typed(post, actor)
    else:
        keep_version(post, actor, said | typed, now, is_automatic=True)
    return post


def typed_aside(post: Post, actor: str) -> PostVersion | None:
    """What this member typed into a public post and did not save, if it is the newest that there is."""
    newest = post.versions.order_by("-number").first()
    if post.state in QUIET or newest is None or not newest.is_automatic or newest.actor != actor:
        return None
    return newest


def forget_typed(post: Post, actor: str) -> None:
    """What is public stands; what this member typed beside it is dropped."""
    typed = typed_aside(post, actor)
    if typed:
        typed.delete()
