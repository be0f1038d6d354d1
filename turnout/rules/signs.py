"""What the sending of an answer showed, as codes that travel with it. A sign is no verdict.

Pure: what was posted, the clock and what the headers said are arguments.
"""

from collections.abc import Mapping, Sequence

# A field that no person sees, and none that browsers fill in by themselves.
TRAP = "subject"

FILLED = "filled"  # the trap was filled in
UNOPENED = "unopened"  # no script said when the form was first touched
YOUNG = "young"  # sent sooner after that than anybody types
STALE = "stale"  # sent a day or more after it: such a token may have been sold on
BARE = "bare"  # without headers that every browser sends
PROVEN = "proven"  # with a proof of work
SUMMED = "summed"  # with the answer to an arithmetic question

YOUNGEST = 2.0
OLDEST = 24 * 3600.0

Fields = Mapping[str, Sequence[str]]


def signs_of(fields: Fields, opened_at: float | None, now: float, *, is_bare: bool) -> list[str]:
    """The signs of one sending; `opened_at` is when the form was first touched, where that is known."""
    signs = []
    if any(map(str.strip, fields.get(TRAP, ()))):
        signs.append(FILLED)
    if opened_at is None:
        signs.append(UNOPENED)
    elif now - opened_at < YOUNGEST:
        signs.append(YOUNG)
    elif now - opened_at > OLDEST:
        signs.append(STALE)
    if is_bare:
        signs.append(BARE)
    return signs
