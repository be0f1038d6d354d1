"""Whether a post takes comments: by what its organiser chose, and by the clock."""

from datetime import datetime, timedelta

OPEN, WAITLIST, OFF = "open", "waitlist", "off"


def closes_at(published_at: datetime, days: int | None) -> datetime | None:
    """After so many days; None where nobody limited it."""
    return None if days is None else published_at + timedelta(days=days)


def takes(mode: str, closes: float, now: float) -> bool:
    """`closes` in seconds since 1970, or infinity."""
    return mode != OFF and now < closes
