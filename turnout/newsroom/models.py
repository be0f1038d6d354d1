"""The room's tables, each beside what it is about."""

from turnout.newsroom.comment_models import (
    Block,
    Comment,
    Commenter,
    CommentState,
    Digest,
    Report,
    SpamDecision,
    SpamModel,
)
from turnout.newsroom.figure_models import ShownFigures
from turnout.newsroom.post_models import (
    Comments,
    Correction,
    OldAddress,
    Post,
    PostState,
    PostVersion,
    Related,
    Tag,
)
from turnout.newsroom.search_models import Sought
from turnout.newsroom.shown_models import ShownLists, ShownPost

__all__ = [
    "Block",
    "Comment",
    "CommentState",
    "Commenter",
    "Comments",
    "Correction",
    "Digest",
    "OldAddress",
    "Post",
    "PostState",
    "PostVersion",
    "Related",
    "Report",
    "ShownFigures",
    "ShownLists",
    "ShownPost",
    "Sought",
    "SpamDecision",
    "SpamModel",
    "Tag",
]
