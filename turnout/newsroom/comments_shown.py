"""The comments under a post, as every visitor sees them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from turnout.interest.form_fields import Field
from turnout.newsroom.comment_html import comment_html
from turnout.newsroom.comment_words import Fields, fields_of
from turnout.newsroom.models import Comment, CommentState, Post
from turnout.newsroom.show_board import takes_comments
from turnout.rules.comment import last
from turnout.rules.form import Problem
from turnout.rules.taking import OFF, WAITLIST

# The newest conversations; a page with more would be longer than anybody reads.
MOST_THREADS = 200


@dataclass(frozen=True)
class Remark:
    """One comment. Where it was taken away and answers hang on it, its place stays."""

    public_id: str
    name: str
    html: SafeString | str
    at: datetime
    is_edited: bool
    is_gone: bool
    language: str
    answers: list["Remark"] = field(default_factory=list)


def comments_shown(post: Post, language: str) -> dict[str, Any]:
    """For `newsroom/comments.html`, in the active language, which `language` names. Three queries at most."""
    threads = threads_of(post)
    is_open = takes_comments(post, timezone.now())
    return {
        "comments": {
            "threads": threads,
            "number": sum(not each.is_gone for one in threads for each in (one, *one.answers)),
            "is_off": post.comments == OFF and not threads,
            "is_open": is_open,
            "members_only": post.comments == WAITLIST,
            "language": language,
            "address": f"/news/{post.slug}/",
            "form": comment_form(post, language, {}) if is_open else None,
        }
    }


def comment_form(
    post: Post, language: str, typed: Fields, problems: Sequence[Problem] = (), answers_to: str = ""
) -> dict[str, Any]:
    fields: list[Field] = fields_of(typed, problems)
    return {
        "fields": fields,
        "problems": [each for each in fields if each.error],
        "base": f"/news/{post.slug}/comments",
        "slug": post.slug,
        "language": language,
        "answers_to": answers_to or last(typed, "answers_to"),
        "members_only": post.comments == WAITLIST,
    }


def threads_of(post: Post) -> list[Remark]:
    """The oldest first, each with its answers."""
    roots = Comment.objects.filter(post=post, parent=None)
    shown = list(roots.filter(state=CommentState.SHOWN).order_by("-pk")[:MOST_THREADS])
    answers = list(Comment.objects.filter(post=post, parent__isnull=False, state=CommentState.SHOWN))
    orphaned = {each.parent_id or 0 for each in answers} - {each.pk for each in shown}
    gone = list(roots.filter(pk__in=orphaned).exclude(state=CommentState.SHOWN)) if orphaned else []
    threads = {each.pk: _remark(each) for each in _in_order([*shown, *gone])}
    for each in _in_order(answers):
        if each.parent_id and each.parent_id in threads:
            threads[each.parent_id].answers.append(_remark(each))
    return list(threads.values())


def _in_order(comments: Iterable[Comment]) -> list[Comment]:
    return sorted(comments, key=lambda each: (each.created_at, each.pk))


def _remark(comment: Comment) -> Remark:
    is_gone = comment.state != CommentState.SHOWN
    return Remark(
        public_id=comment.public_id,
        name="" if is_gone else comment.name,
        html="" if is_gone else comment_html(comment.text),
        at=comment.created_at,
        is_edited=comment.edited_at is not None,
        is_gone=is_gone,
        language=comment.language,
    )
