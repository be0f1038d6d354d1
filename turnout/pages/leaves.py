"""Put pages that are the same for everybody where the rush path finds them, or take them away."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from turnout.pages.models import Leaf
from turnout.pages.store import compressed, etag_of, next_serial

Place = tuple[str, str]
Stored = Mapping[Place, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class RenderedLeaf:
    """A finished page. Of one path the first in the sequence is for who asks for none of its languages."""

    path: str
    language: str
    body: bytes
    policy: str
    content_type: str = "text/html; charset=utf-8"

    @property
    def place(self) -> Place:
        return self.path, self.language

    @property
    def etag(self) -> str:
        return etag_of(self.content_type, self.policy, self.body)


def store_leaves(owner: str, leaves: Sequence[RenderedLeaf]) -> None:
    """Replace all leaves of that owner at once; every serving process shows them within a second.

    What is there already keeps its row; where nothing changes, nothing is written.
    """
    positions = _positions(leaves)
    stored = _stored(owner)
    if stored == _wanted(leaves, positions):
        return
    rows = {leaf.place: _row(owner, leaf, positions[leaf.place]) for leaf in leaves}
    with transaction.atomic():
        serial = next_serial()
        stored = _stored(owner)
        _write(
            [
                rows[leaf.place]
                for leaf in leaves
                if stored.get(leaf.place) != (leaf.etag, positions[leaf.place])
            ],
            serial,
        )
        gone = [_gone(owner, place) for place in stored.keys() - rows.keys()]
        _write(gone, serial)


def withdraw_leaves(owner: str) -> None:
    """Their addresses are unknown to the rush path from then on."""
    store_leaves(owner, [])


def _positions(leaves: Sequence[RenderedLeaf]) -> dict[Place, int]:
    seen: dict[str, int] = {}
    positions = {}
    for leaf in leaves:
        positions[leaf.place] = seen.setdefault(leaf.path, 0)
        seen[leaf.path] += 1
    return positions


def _stored(owner: str) -> dict[Place, tuple[str, int]]:
    rows = Leaf.objects.filter(owner=owner, is_gone=False)
    return {
        (path, language): (etag, position)
        for path, language, etag, position in rows.values_list("path", "language", "etag", "position")
    }


def _wanted(leaves: Sequence[RenderedLeaf], positions: Mapping[Place, int]) -> Stored:
    return {leaf.place: (leaf.etag, positions[leaf.place]) for leaf in leaves}


def _row(owner: str, leaf: RenderedLeaf, position: int) -> Leaf:
    return Leaf(owner=owner, etag=leaf.etag, position=position, **compressed(leaf.body), **asdict(leaf))


def _gone(owner: str, place: Place) -> Leaf:
    path, language = place
    return Leaf(owner=owner, path=path, language=language, body=b"", gzip=b"", brotli=b"", is_gone=True)


def _write(rows: Sequence[Leaf], serial: int) -> None:
    for row in rows:
        row.serial = serial
    columns = ("owner", "position", "content_type", "policy", "etag", "body", "gzip", "brotli", "is_gone")
    Leaf.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["path", "language"],
        update_fields=[*columns, "serial"],
    )
