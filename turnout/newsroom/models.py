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
from turnout.newsroom.figure_models import CityCount, ShownFigures
from turnout.newsroom.mention_models import BlockedSite, Mention
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
from turnout.newsroom.reader_models import Dispatch, Reader, ReaderWish, Sent
from turnout.newsroom.search_models import Sought
from turnout.newsroom.shown_models import ShownLists, ShownPost

__all__ = [
    "Block",
    "BlockedSite",
    "CityCount",
    "Comment",
    "CommentState",
    "Commenter",
    "Comments",
    "Correction",
    "Digest",
    "Dispatch",
    "Mention",
    "OldAddress",
    "Post",
    "PostState",
    "PostVersion",
    "Reader",
    "ReaderWish",
    "Related",
    "Report",
    "Sent",
    "ShownFigures",
    "ShownLists",
    "ShownPost",
    "Sought",
    "SpamDecision",
    "SpamModel",
    "Tag",
]
