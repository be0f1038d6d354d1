from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody who has the personal link of that generation presses "Confirm my place", at that moment.

    `party` is how many of the people they were invited for; None is all of them.
    """

    public_id: str
    generation: int
    at: datetime
    party: int | None = None
