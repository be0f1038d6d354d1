"""Why something asked of a post is not done. Facts only: whoever faces the person chooses the words."""

from collections.abc import Collection
from datetime import datetime

from turnout.newsroom.models import Post, PostVersion
from turnout.rules.refusal import Refusal


class EditedMeanwhile(Refusal):
    """Somebody saved the post after the edition that this change began from.

    `post` is as it stands now, `version` the newest of what was saved.
    """

    def __init__(self, post: Post, version: PostVersion | None) -> None:
        super().__init__(post.pk, post.edition)
        self.post, self.version = post, version


class StateRefused(Refusal):
    """The post is in another state than this needs."""

    def __init__(self, state: str, allowed: Collection[str]) -> None:
        super().__init__(state)
        self.state, self.allowed = state, sorted(allowed)


class NotReady(Refusal):
    """What publishing still lacks: text."""

    def __init__(self, lacking: Collection[str]) -> None:
        super().__init__(*lacking)
        self.lacking = tuple(lacking)


class NeedsReview(Refusal):
    """Somebody else than the author has to approve it first."""


class OwnWork(Refusal):
    """The author asks to approve what the author wrote."""


class NotAhead(Refusal):
    """The moment to publish at is over already."""

    def __init__(self, at: datetime, now: datetime) -> None:
        super().__init__(at, now)
        self.at, self.now = at, now


class NoSuchVersion(Refusal):
    """The post has no version of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NotAnother(Refusal):
    """Only another public post of the organisation can be related to a post."""
