"""The desk's page “how many will come” at 100,000 answers, against the overview, which only reads counters.

Kept in memory, and made from the stored answers: the page without the organisation's history is another
forecast, which nobody has asked for before.
"""

from collections.abc import Iterator

from bench.figure import Figure
from bench.stage import Stage

MANY = 100_000
BESIDE = "the overview"


def measure(stage: Stage) -> Iterator[Figure]:
    desk = stage.forecast.desk()
    # What is imported at the first page of its kind is no part of a forecast.
    desk.read(), desk.read("forecast/")
    made = [1000 * desk.read("forecast/?history=off")]
    kept = [1000 * min(desk.read("forecast/") for _ in range(5)) for _ in range(stage.rounds)]
    plain = [1000 * min(desk.read() for _ in range(5)) for _ in range(stage.rounds)]
    desk.close()
    yield Figure(f"desk page with a forecast of {MANY:,} answers, kept", "ms", kept, 150, False)
    yield Figure(f"desk page with a forecast of {MANY:,} answers, kept", "ms", kept, 4, False, plain, BESIDE)
    yield Figure(f"desk page with a forecast of {MANY:,} answers, made anew", "ms", made, 150, False)
