"""A draw's record as a file, as far as the draw is: read in parts, for it may be large."""

import gzip
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO

from turnout.invitations.models import Draw, DrawRecord
from turnout.rules.draw_record import record_of

_AT_ONCE = 64 * 1024


def record_file(draw: Draw, record: DrawRecord) -> Iterable[bytes]:
    """Of a draw whose entries were written down."""
    return record_of(
        draw.commitment,
        _unpacked(bytes(record.frozen)),
        published=_seconds(draw.frozen_at),
        proof=draw.proof,
        result=_unpacked(bytes(record.result)) if record.result else None,
        abandoned={"at": _seconds(draw.abandoned_at), "why": draw.why} if draw.abandoned_at else None,
    )


def frozen_bytes(record: DrawRecord) -> bytes:
    return gzip.decompress(record.frozen)


def _unpacked(packed: bytes) -> Iterator[bytes]:
    with gzip.open(BytesIO(packed)) as file:
        while part := file.read(_AT_ONCE):
            yield part


def _seconds(at: datetime | None) -> int | None:
    return int(at.timestamp()) if at else None
