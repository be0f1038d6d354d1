from datetime import datetime
from typing import Unpack

from django.db import IntegrityError, transaction

from turnout.accounts.models import Organisation, User
from turnout.events.fit import fit
from turnout.events.refusals import Problem, Unfit
from turnout.events.slugs import by_chance
from turnout.newsroom.keep_version import keep_version, said_by
from turnout.newsroom.models import Post
from turnout.newsroom.post_change import journal, post_now, put
from turnout.newsroom.post_fields import CHECKS, PostFields
from turnout.newsroom.post_slugs import free_slug, is_slug, is_taken


@transaction.atomic
def create_post(
    organisation: Organisation,
    actor: str,
    now: datetime,
    *,
    slug: str = "",
    **given: Unpack[PostFields],
) -> Post:
    """A draft. Without a slug it gets one from its headline. Raises Unfit."""
    wanted = fit({"language": organisation.language, "headline": "", **given}, CHECKS)
    if slug and not is_slug(slug):
        raise Unfit(Problem("slug", "not_an_address"))
    post = Post(
        organisation=organisation,
        written_by=_writer(actor),
        headline=wanted["headline"],
        language=wanted["language"],
    )
    _insert(post, slug)
    put(post, wanted)
    keep_version(post, actor, said_by(post), now)
    journal(post, actor, "create")
    return post_now(post.pk)


def _writer(actor: str) -> User | None:
    kind, _, number = actor.partition(":")
    return User.objects.filter(pk=int(number)).first() if kind == "user" and number.isdigit() else None


def _insert(post: Post, wanted: str) -> None:
    """With an address that no other post has or had, though many are made at once."""
    if wanted and is_taken(wanted):
        raise Unfit(Problem("slug", "taken"))
    for attempt in range(5):
        post.slug = wanted or (free_slug(post.headline) if attempt < 4 else f"post-{by_chance()}")
        try:
            with transaction.atomic():
                post.save(force_insert=True)
            return
        except IntegrityError:
            if wanted:
                break
    raise Unfit(Problem("slug", "taken"))
