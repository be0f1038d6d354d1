import gzip

import brotli
import pytest

from turnout.pages.models import Entrance, Page, Revision
from turnout.pages.store import EntranceFacts, RenderedPage, store, withdraw

pytestmark = pytest.mark.django_db

FACTS = EntranceFacts(
    slug="new-york", languages=["en"], channels=["reddit"], accepting=True, forms={1: {"version": 1}}
)


def page_of(body: bytes, **place: str) -> RenderedPage:
    return RenderedPage(
        **{"path": "/e/new-york/", "language": "en", "policy": "default-src 'none'"} | place, body=body
    )


def test_stored_page_holds_its_bytes_in_each_encoding():
    store(12, [page_of(b"<h1>Nimbus</h1>" * 100, via="reddit")], FACTS)

    page = Page.objects.get(event_id=12, via="reddit")
    assert bytes(page.body) == b"<h1>Nimbus</h1>" * 100
    assert gzip.decompress(page.gzip) == bytes(page.body)
    assert brotli.decompress(bytes(page.brotli)) == bytes(page.body)
    assert page.etag.startswith('W/"')


def test_entrance_keeps_what_the_rush_path_must_know():
    store(12, [], FACTS)

    entrance = Entrance.objects.get(slug="new-york")
    assert (entrance.event_id, entrance.languages, entrance.channels) == (12, ["en"], ["reddit"])
    assert (entrance.forms, entrance.accepting) == ({"1": {"version": 1}}, True)


def test_storing_again_replaces_all_pages_of_the_event_and_of_no_other():
    store(12, [page_of(b"one"), page_of(b"two", language="es")], FACTS)
    store(13, [page_of(b"other", path="/e/other/")], EntranceFacts("other", ["en"], [], True, {}))

    store(12, [page_of(b"three"), page_of(b"four", via="reddit")], FACTS)

    kept = Page.objects.order_by("pk").values_list("event_id", "language", "via", "body")
    assert sorted((event, language, via, bytes(body)) for event, language, via, body in kept) == [
        (12, "en", "", b"three"),
        (12, "en", "reddit", b"four"),
        (13, "en", "", b"other"),
    ]


def test_each_change_raises_the_serial_and_names_it_in_the_entrance():
    store(12, [page_of(b"one")], FACTS)
    store(12, [page_of(b"two")], FACTS)

    assert Revision.objects.get().serial == 2
    assert Entrance.objects.get().serial == 2


def test_etag_changes_with_the_policy_and_with_the_bytes():
    tags = {page_of(b"one").etag, page_of(b"two").etag, page_of(b"one", policy="sandbox").etag}

    assert len(tags) == 3


def test_withdrawn_event_has_neither_pages_nor_entrance():
    store(12, [page_of(b"one")], FACTS)

    withdraw(12)

    assert (Page.objects.count(), Entrance.objects.count()) == (0, 0)
    assert Revision.objects.get().serial == 2
