from django.db import transaction

from turnout.newsroom.models import Post, PostState
from turnout.newsroom.move_post import lacking, move
from turnout.newsroom.post_change import journal
from turnout.newsroom.post_refusals import NotReady
from turnout.newsroom.tell_review import ask_reviewers, tell_author


@transaction.atomic
def submit_post(post: Post, actor: str) -> Post:
    """Another member is asked to look at the draft. Raises StateRefused, NotReady."""
    post = move(post, [PostState.DRAFT], state=PostState.REVIEW, reviewed_by=None)
    if missing := lacking(post):
        raise NotReady(missing)
    journal(post, actor, "submit")
    ask_reviewers(post)
    return post


@transaction.atomic
def send_back(post: Post, actor: str) -> Post:
    """A draft again: something is to be changed first, or the author took it back. Raises StateRefused."""
    post = move(post, [PostState.REVIEW], state=PostState.DRAFT, reviewed_by=None)
    journal(post, actor, "send_back")
    tell_author(post, actor, "sent_back")
    return post
