from datetime import datetime
from typing import Any, Unpack

from django.db import transaction

from turnout.events.fit import fit
from turnout.newsroom.keep_version import keep_version, said_by
from turnout.newsroom.models import Post, PostState
from turnout.newsroom.post_change import begin_change, journal, put
from turnout.newsroom.post_fields import CHECKS, PostFields
from turnout.newsroom.show import show


def save_post(post: Post, actor: str, edition: int, now: datetime, **given: Unpack[PostFields]) -> Post:
    """Change what was given and give the post as it stands then. Of a public post it is public at once.

    Raises EditedMeanwhile where `edition` is not the newest, and Unfit; then nothing changed.
    """
    saved = change_post(post, actor, edition, now, fit(given, CHECKS))
    if saved.is_public:
        show(saved)
    return saved


@transaction.atomic
def change_post(
    post: Post,
    actor: str,
    edition: int,
    now: datetime,
    wanted: dict[str, Any],
    *,
    verb: str = "change",
    is_automatic: bool = False,
) -> Post:
    """What `save_post` does with values that are checked already, up to what visitors see."""
    post = begin_change(post, edition)
    changed = put(post, wanted)
    if changed and post.state == PostState.REVIEW and post.reviewed_by_id:
        # What was approved is not what stands there now.
        Post.objects.filter(pk=post.pk).update(reviewed_by=None)
        post.reviewed_by = None
    if changed or not is_automatic:
        keep_version(post, actor, said_by(post), now, is_automatic=is_automatic)
    if changed and not is_automatic:
        journal(post, actor, verb, sorted(changed))
    return post
