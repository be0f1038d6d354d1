"""Who is asked to look at a post hears of it by mail, and its author hears what came of it."""

from turnout.accounts.models import Membership
from turnout.newsroom.models import Post
from turnout.newsroom.needs_review import who_may_approve
from turnout.outbox.queue import mail_of, queue, queue_all


def ask_reviewers(post: Post) -> None:
    """In the caller's transaction, as the other one."""
    members = Membership.objects.filter(who_may_approve(post)).select_related("user", "organisation")
    queue_all(
        mail_of(
            "newsroom/please_review",
            member.user.email,
            language=member.user.language or member.organisation.language,
            organisation_id=post.organisation_id,
            membership=member.pk,
            post=post.pk,
        )
        for member in members
    )


def tell_author(post: Post, actor: str, outcome: str) -> None:
    """`outcome` is "approved" or "sent_back". Who did it themselves, or wrote nothing, is told nothing."""
    author = post.written_by
    if author is None or actor == f"user:{author.pk}":
        return
    queue(
        "newsroom/reviewed",
        author.email,
        language=author.language or post.organisation.language,
        organisation_id=post.organisation_id,
        post=post.pk,
        outcome=outcome,
        edition=post.edition,
    )
