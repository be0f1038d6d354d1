from dataclasses import dataclass, field
from datetime import datetime

from turnout.interest.public_id import new_public_id
from turnout.rules.comment import Said


@dataclass(slots=True, eq=False)
class CommentSubmission:
    """A comment on its way into the database. Two are never equal, whatever they say."""

    post_id: int
    organisation_id: int
    answer: Said
    at: datetime
    signs: str = ""
    network: str = ""
    proof: str = ""
    until: int = 0
    public_id: str = field(init=False)

    def __post_init__(self) -> None:
        self.public_id = new_public_id(self.at)

    @property
    def event_id(self) -> int:
        """What its check was for: events have the numbers above zero."""
        return -self.post_id

    def key(self) -> tuple[int, str]:
        return self.organisation_id, self.answer.email_key
