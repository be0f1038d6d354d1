"""Put an event's rendered pages where the rush path finds them, or take them away."""

import gzip
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import brotli
from django.db import transaction
from django.db.models import F

from turnout.pages.models import Entrance, Page, Revision

Place = tuple[str, str, str, str]


def etag_of(content_type: str, policy: str, body: bytes) -> str:
    """Weak, because one tag stands for the plain and the compressed bytes alike."""
    digest = hashlib.sha256(b"\0".join((content_type.encode(), policy.encode(), body)))
    return f'W/"{digest.hexdigest()[:32]}"'


def compressed(body: bytes) -> dict[str, bytes]:
    """With the quality that takes milliseconds: a page that counts is rendered every few seconds."""
    return {
        "gzip": gzip.compress(body, compresslevel=6, mtime=0),
        "brotli": brotli.compress(body, quality=7),
    }


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A finished page: its place (path, language, channel, state) and what a visitor gets there."""

    path: str
    language: str
    body: bytes
    policy: str
    via: str = ""
    state: str = Page.State.OPEN
    content_type: str = "text/html; charset=utf-8"

    @property
    def place(self) -> Place:
        return self.path, self.language, self.via, self.state

    @property
    def etag(self) -> str:
        return etag_of(self.content_type, self.policy, self.body)


@dataclass(frozen=True, slots=True)
class EntranceFacts:
    """What the rush path must know of a published event. The first language is the event's own."""

    slug: str
    languages: Sequence[str]
    channels: Sequence[str]
    accepting: bool
    forms: Mapping[int, Mapping[str, Any]]
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    embed_hosts: Sequence[str] = field(default=())
    checks_everybody: bool = False
    sources: Mapping[str, str] = field(default_factory=dict)


def store(event_id: int, pages: Sequence[RenderedPage], entrance: EntranceFacts) -> None:
    """Replace all pages of the event at once; every serving process shows them within a second.

    A page whose bytes are there already keeps its row, and is not compressed again.
    """
    stored = _stored(event_id)
    rows = {page.place: _row(event_id, page) for page in pages if page.etag != stored.get(page.place)}
    with transaction.atomic():
        serial = next_serial()
        stored = _stored(event_id)
        changed = [page for page in pages if page.etag != stored.get(page.place)]
        _write([rows.get(page.place) or _row(event_id, page) for page in changed])
        _remove(event_id, stored.keys() - {page.place for page in pages})
        Entrance.objects.update_or_create(event_id=event_id, defaults={**_plain(entrance), "serial": serial})


def withdraw(event_id: int) -> None:
    """Take the event's pages away: its address is unknown to the rush path from then on."""
    with transaction.atomic():
        next_serial()
        Entrance.objects.filter(event_id=event_id).delete()
        Page.objects.filter(event_id=event_id).delete()


def next_serial() -> int:
    """Also makes those who store wait for each other, so that serials are seen in their order."""
    Revision.objects.get_or_create(pk=1)
    Revision.objects.filter(pk=1).update(serial=F("serial") + 1)
    return Revision.objects.get(pk=1).serial


def _stored(event_id: int) -> dict[Place, str]:
    """The etag of each page that is there."""
    pages = Page.objects.filter(event_id=event_id).values_list("path", "language", "via", "state", "etag")
    return {(path, language, via, state): etag for path, language, via, state, etag in pages}


def _write(rows: Sequence[Page]) -> None:
    Page.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["path", "language", "via", "state"],
        update_fields=["event_id", "content_type", "policy", "etag", "body", "gzip", "brotli"],
    )


def _remove(event_id: int, places: Collection[Place]) -> None:
    for path, language, via, state in places:
        Page.objects.filter(event_id=event_id, path=path, language=language, via=via, state=state).delete()


def _row(event_id: int, page: RenderedPage) -> Page:
    return Page(
        event_id=event_id,
        etag=page.etag,
        **compressed(page.body),
        **asdict(page),
    )


def _plain(entrance: EntranceFacts) -> dict[str, Any]:
    plain = asdict(entrance)
    plain["forms"] = {str(version): form for version, form in entrance.forms.items()}
    return plain
