"""The published events and posts, in memory and up to date."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from turnout.rush.entrance import Entrance
from turnout.rush.leaf import Leaf

PAGE, THANKS, INTEREST = "", "thanks", "interest"
# When the form was first touched, and what a check asks for.
OPENED, CHALLENGE = "opened", "challenge"
PARTS = (PAGE, THANKS, INTEREST, OPENED, CHALLENGE)
EMBEDDED = "embed/"

# What changed of the leaves, by address; None where there is none any more.
Leaves = Mapping[str, Leaf | None]

log = logging.getLogger(__name__)


class Place(NamedTuple):
    """What an address stands for."""

    entrance: Entrance
    part: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What changed since the last one, and all events that there are."""

    changed: Sequence[Entrance]
    present: Collection[int]


class Shelf:
    """Addresses and what stands there. Replaced as a whole, so that readers need no lock."""

    def __init__(self) -> None:
        self.places: Mapping[str, Place] = {}
        self.leaves: Mapping[str, Leaf] = {}
        self._entrances: dict[int, Entrance] = {}

    @property
    def serials(self) -> dict[int, int]:
        """The revision of each event that is here."""
        return {event_id: entrance.serial for event_id, entrance in self._entrances.items()}

    def take(self, delivery: Delivery) -> None:
        changed = {entrance.event_id: entrance for entrance in delivery.changed}
        everything = {**self._entrances, **changed}
        self._entrances = {event_id: everything[event_id] for event_id in delivery.present}
        self.places = {
            f"{entrance.base}{part}": Place(entrance, part)
            for event in self._entrances.values()
            for entrance in _ways_in(event)
            for part in PARTS
        }

    def take_leaves(self, changed: Leaves) -> None:
        everything = {**self.leaves, **changed}
        self.leaves = {path: leaf for path, leaf in everything.items() if leaf}


def _no_leaves(seen: int) -> Leaves:
    return {}


def _ways_in(entrance: Entrance) -> Iterator[Entrance]:
    """The event's own pages, and those for the frames of others where there are any."""
    yield entrance
    if entrance.embed_hosts:
        yield replace(entrance, within=EMBEDDED)


class Watch(threading.Thread):
    """Looks a few times a second whether anything was published, and puts it on the shelf."""

    def __init__(
        self,
        shelf: Shelf,
        serial: Callable[[], int],
        deliver: Callable[[Mapping[int, int]], Delivery],
        deliver_leaves: Callable[[int], Leaves] = _no_leaves,
        pause: float = 0.25,
    ) -> None:
        super().__init__(name="watch", daemon=True)
        self._shelf = shelf
        self._serial = serial
        self._deliver = deliver
        self._deliver_leaves = deliver_leaves
        self._pause = pause
        self._seen = -1
        self._ended = threading.Event()
        self.looked_at = -1.0

    def look(self) -> None:
        """Bring the shelf up to date, once."""
        # The serial first: what is published while we read is read again at the next look.
        serial = self._serial()
        if serial != self._seen:
            self._shelf.take(self._deliver(self._shelf.serials))
            self._shelf.take_leaves(self._deliver_leaves(self._seen))
            self._seen = serial
        self.looked_at = time.monotonic()

    def run(self) -> None:
        while not self._ended.wait(self._pause):
            try:
                self.look()
            except Exception:
                log.exception("The published pages could not be read; those in memory are served on")

    def stop(self) -> None:
        self._ended.set()
        self.join()
