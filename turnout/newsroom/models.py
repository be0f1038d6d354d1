"""The room's tables, each beside what it is about."""

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
    "Comments",
    "Correction",
    "OldAddress",
    "Post",
    "PostState",
    "PostVersion",
    "Related",
    "ShownFigures",
    "ShownLists",
    "ShownPost",
    "Sought",
    "Tag",
]
