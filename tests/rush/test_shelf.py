import time
from collections.abc import Mapping

import pytest

from tests.rush.published import entrance_of
from tests.waiting import until
from turnout.rush.entrance import Entrance
from turnout.rush.shelf import Delivery, Place, Shelf, Watch


class Database:
    """What a watch reads: entrances and the serial of the last change."""

    def __init__(self, *entrances: Entrance) -> None:
        self.entrances = {entrance.event_id: entrance for entrance in entrances}
        self.serial = 1
        self.known: list[Mapping[int, int]] = []
        self.is_down = False

    def read_serial(self) -> int:
        if self.is_down:
            raise OSError("down")
        return self.serial

    def deliver(self, known: Mapping[int, int]) -> Delivery:
        self.known.append(dict(known))
        changed = [one for one in self.entrances.values() if known.get(one.event_id) != one.serial]
        return Delivery(changed, list(self.entrances))


def test_each_address_of_a_published_event_is_found():
    shelf = Shelf()
    entrance = entrance_of()

    shelf.take(Delivery([entrance], [12]))

    assert shelf.places == {
        "/e/new-york/": Place(entrance, ""),
        "/e/new-york/thanks": Place(entrance, "thanks"),
        "/e/new-york/interest": Place(entrance, "interest"),
        "/e/new-york/opened": Place(entrance, "opened"),
        "/e/new-york/challenge": Place(entrance, "challenge"),
    }
    assert shelf.serials == {12: 1}


def test_withdrawn_event_is_gone_and_others_stay():
    shelf = Shelf()
    shelf.take(Delivery([entrance_of(), entrance_of(event_id=13, slug="chicago")], [12, 13]))

    shelf.take(Delivery([], [13]))

    assert shelf.serials == {13: 1}
    assert "/e/new-york/" not in shelf.places


def test_watch_reads_only_what_changed():
    database = Database(entrance_of(), entrance_of(event_id=13, slug="chicago"))
    shelf = Shelf()
    watch = Watch(shelf, database.read_serial, database.deliver)

    watch.look()
    watch.look()
    database.entrances[12] = entrance_of(serial=2)
    database.serial = 2
    watch.look()

    assert database.known == [{}, {12: 1, 13: 1}]
    assert shelf.serials == {12: 2, 13: 1}


def test_running_watch_notices_a_change_within_a_second():
    database = Database()
    shelf = Shelf()
    watch = Watch(shelf, database.read_serial, database.deliver)
    watch.start()
    until(lambda: watch.looked_at > 0)

    database.entrances[12] = entrance_of()
    database.serial = 2

    until(lambda: shelf.serials == {12: 1}, seconds=1)
    watch.stop()
    assert not watch.is_alive()


def test_pages_in_memory_survive_a_database_that_is_down(caplog: pytest.LogCaptureFixture):
    database = Database(entrance_of())
    shelf = Shelf()
    watch = Watch(shelf, database.read_serial, database.deliver, pause=0.01)
    watch.look()
    watch.start()

    database.is_down = True
    until(lambda: "could not be read" in caplog.text)
    looked_at = watch.looked_at
    database.is_down = False

    until(lambda: watch.looked_at > looked_at)
    watch.stop()
    assert shelf.serials == {12: 1}
    assert looked_at <= time.monotonic()
