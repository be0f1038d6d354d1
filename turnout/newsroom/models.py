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

__all__ = [
    "Comments",
    "Correction",
    "OldAddress",
    "Post",
    "PostState",
    "PostVersion",
    "Related",
    "ShownFigures",
    "Tag",
]
