"""What serving processes read of the published pages."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import connection

from turnout.pages.models import Entrance, Page
from turnout.pages.models import Leaf as StoredLeaf
from turnout.rules.form import Form
from turnout.rush import entrance as rush
from turnout.rush.leaf import Leaf
from turnout.rush.page import Page as ReadyPage
from turnout.rush.page import lets_frames_in
from turnout.rush.reply import Header
from turnout.rush.shelf import Delivery, Leaves

# Beyond so many the oldest are answered by Django: a page takes some 30 kB of memory in each language.
MOST_LEAVES = 3_000
_AT_ONCE = 200

_EVERYWHERE: list[Header] = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", settings.SECURE_REFERRER_POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
]
if settings.SECURE_HSTS_SECONDS:
    _EVERYWHERE.append((b"strict-transport-security", f"max-age={settings.SECURE_HSTS_SECONDS}".encode()))


def everywhere() -> list[Header]:
    """The headers of every page from memory."""
    return list(_EVERYWHERE)


def serial() -> int:
    """Rises with each change; 0 before the first."""
    # Asked several times a second by every serving process, hence without the model's detours.
    with connection.cursor() as cursor:
        cursor.execute("SELECT serial FROM pages_revision WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def deliver(known: Mapping[int, int]) -> Delivery:
    """The events whose serial is not the known one, with all their pages."""
    entrances = list(Entrance.objects.all())
    changed = [entrance for entrance in entrances if known.get(entrance.event_id) != entrance.serial]
    pages = _pages([entrance.event_id for entrance in changed])
    return Delivery(
        changed=[_entrance(entrance, pages[entrance.event_id]) for entrance in changed],
        present=[entrance.event_id for entrance in entrances],
    )


def _pages(event_ids: list[int]) -> dict[int, dict[tuple[str, str, str, str], ReadyPage]]:
    pages: dict[int, dict[tuple[str, str, str, str], ReadyPage]] = defaultdict(dict)
    for page in Page.objects.filter(event_id__in=event_ids):
        pages[page.event_id][page.path, page.language, page.via, page.state] = ReadyPage(
            body=bytes(page.body),
            gzip=bytes(page.gzip),
            brotli=bytes(page.brotli),
            etag=page.etag,
            headers=_headers(page),
        )
    return pages


def deliver_leaves(seen: int) -> Leaves:
    """What is newer than that serial: whole addresses, also where one of their languages changed."""
    newer = StoredLeaf.objects.filter(serial__gt=seen).order_by("-serial", "path")
    changed = list(dict.fromkeys(newer.values_list("path", flat=True)))
    paths = changed[:MOST_LEAVES]
    pages: dict[str, dict[str, ReadyPage]] = {path: {} for path in changed}
    for some in _some(paths):
        for row in StoredLeaf.objects.filter(path__in=some, is_gone=False).order_by("position"):
            pages[row.path][row.language] = _leaf_page(row)
    return {path: Leaf(of_path) if of_path else None for path, of_path in pages.items()}


def _some(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many as one statement may name."""
    return (paths[start : start + _AT_ONCE] for start in range(0, len(paths), _AT_ONCE))


def _leaf_page(row: StoredLeaf) -> ReadyPage:
    return ReadyPage(
        body=bytes(row.body),
        gzip=bytes(row.gzip),
        brotli=bytes(row.brotli),
        etag=row.etag,
        headers=_headers(row),
    )


def _headers(page: Page | StoredLeaf) -> list[Header]:
    frames = [] if lets_frames_in(page.policy) else [(b"x-frame-options", b"DENY")]
    return [
        (b"content-type", page.content_type.encode()),
        (b"content-language", page.language.encode()),
        (b"content-security-policy", page.policy.encode()),
        *frames,
        *_EVERYWHERE,
    ]


def _entrance(entrance: Entrance, pages: dict[tuple[str, str, str, str], ReadyPage]) -> rush.Entrance:
    bounds: dict[str, Any] = {}
    if entrance.opens_at:
        bounds["opens"] = entrance.opens_at.timestamp()
    if entrance.closes_at:
        bounds["closes"] = entrance.closes_at.timestamp()
    return rush.Entrance(
        event_id=entrance.event_id,
        slug=entrance.slug,
        serial=entrance.serial,
        languages=tuple(entrance.languages),
        channels=frozenset(entrance.channels),
        accepting=entrance.accepting,
        forms={version: Form.of(plain) for version, plain in entrance.forms.items()},
        pages=pages,
        embed_hosts=frozenset(entrance.embed_hosts),
        checks_everybody=entrance.checks_everybody,
        sources=entrance.sources or {},
        **bounds,
    )
