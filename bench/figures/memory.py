"""What the serving process holds under load, against what it holds at rest."""

import time
from collections.abc import Iterator

from bench.figure import Figure
from bench.load import ANSWERS, PAGES, finish_load, start_load
from bench.stage import Stage

MEGABYTE = 1024 * 1024


def measure(stage: Stage) -> Iterator[Figure]:
    house = stage.sqlite
    house.server.kill()
    house.server.start()
    at_rest = house.memory() / MEGABYTE
    under_load = [at_rest]
    for script, url in ((PAGES, house.page), (ANSWERS, house.form)) * stage.rounds:
        rush = start_load(url, script, stage.seconds)
        while rush.poll() is None:
            under_load.append(house.memory() / MEGABYTE)
            time.sleep(0.2)
        finish_load(rush)
    greatest = [max(under_load)]
    yield Figure("memory under load", "MB", greatest, 1.5, False, [at_rest], "at rest")
    yield Figure("memory under load, itself", "MB", greatest, 200, False)
