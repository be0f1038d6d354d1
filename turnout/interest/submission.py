from dataclasses import dataclass, field, replace
from datetime import datetime

from turnout.interest.public_id import new_public_id
from turnout.rules.form import Answer


@dataclass(slots=True, eq=False)
class Submission:
    """An answer on its way into the database. Two are never equal, whatever they say."""

    event_id: int
    answer: Answer
    at: datetime
    signs: str = ""
    network: str = ""
    proof: str = ""
    until: int = 0
    public_id: str = field(init=False)

    def __post_init__(self) -> None:
        self.public_id = new_public_id(self.at)

    def key(self) -> tuple[int, str]:
        return self.event_id, self.answer.email_key

    def without_id(self) -> "Submission":
        return replace(self, answer=self.answer._replace(submission=None))

    # What the tallies count of it.
    verified_at = None
    is_suspect = False
    is_counted = True

    @property
    def created_at(self) -> datetime:
        return self.at

    @property
    def via(self) -> str:
        return self.answer.via

    @property
    def source(self) -> str:
        return self.answer.source

    @property
    def likelihood(self) -> str:
        return self.answer.likelihood

    @property
    def options(self) -> tuple[int, ...]:
        return self.answer.options

    @property
    def country(self) -> str:
        return self.answer.country

    @property
    def party(self) -> int:
        return self.answer.party
