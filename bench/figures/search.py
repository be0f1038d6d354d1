"""A search, against looking for the same word with LIKE through all texts."""

import json
from collections.abc import Iterator

from bench.figure import Figure
from bench.stage import House, Stage, run_beside

# Of few texts a scan looks through all in no time; of many it is slower than looking up and putting in order.
TO_REACH = {1_000: 4, 10_000: 1}


def measure(stage: Stage) -> Iterator[Figure]:
    for size, ratio in TO_REACH.items():
        house = stage.written(size)
        rounds = [_asked(house) for _ in range(stage.rounds)]
        for what in ("word", "pair"):
            ours = [each[what] for each in rounds]
            scan = [each[f"{what} by scan"] for each in rounds]
            named = {"word": "a word", "pair": "two Chinese characters"}[what]
            yield Figure(f"search for {named} at {size:,} posts", "ms", ours, ratio, False, scan, "LIKE")


def _asked(house: House) -> dict[str, float]:
    found: dict[str, float] = json.loads(run_beside(house.server, "bench.searching"))
    return found
