from typing import Any

import pytest

from tests.rush.asking import answer_to
from turnout.pages import deliver as module
from turnout.pages.deliver import deliver_leaves, serial
from turnout.pages.leaves import RenderedLeaf, store_leaves, withdraw_leaves
from turnout.pages.models import Leaf
from turnout.rush.reply import Receive, Scope, Send
from turnout.rush.shelf import Shelf

pytestmark = pytest.mark.django_db


def rendered(body: str, path: str = "/news/one/", language: str = "en", **more: Any) -> RenderedLeaf:
    return RenderedLeaf(path, language, body.encode(), **{"policy": "default-src 'none'"} | more)


def bodies(shelf: Shelf, address: str, **headers: str) -> bytes:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        leaf = shelf.leaves[scope["path"]]
        await leaf.reply(scope["query_string"], dict(scope["headers"])).send(send)

    return answer_to(app, "GET", address, headers=headers).body


def test_the_first_language_is_for_who_asks_for_none():
    store_leaves("post:1", [rendered("uno", language="es"), rendered("one")])
    shelf = Shelf()

    shelf.take_leaves(deliver_leaves(-1))

    assert bodies(shelf, "/news/one/") == b"uno"
    assert bodies(shelf, "/news/one/?lang=en") == b"one"


def test_headers_are_those_of_its_kind():
    store_leaves("news", [rendered("<feed/>", content_type="application/atom+xml; charset=utf-8")])

    leaf = deliver_leaves(-1)["/news/one/"]

    assert leaf is not None
    headers = dict(leaf.reply(b"", {}).start["headers"])
    assert headers[b"content-type"] == b"application/atom+xml; charset=utf-8"
    assert headers[b"content-security-policy"] == b"default-src 'none'"
    assert headers[b"x-content-type-options"] == b"nosniff"


def test_what_is_as_before_raises_no_serial():
    store_leaves("post:1", [rendered("one")])
    before = serial()

    store_leaves("post:1", [rendered("one")])

    assert serial() == before


def test_a_change_in_one_language_delivers_the_whole_address_and_no_other():
    store_leaves("post:1", [rendered("one"), rendered("uno", language="es")])
    store_leaves("post:2", [rendered("two", "/news/two/")])
    seen = serial()

    store_leaves("post:1", [rendered("one"), rendered("un", language="es")])

    changed = deliver_leaves(seen)
    assert set(changed) == {"/news/one/"}
    leaf = changed["/news/one/"]
    assert leaf is not None
    assert leaf.languages == ("en", "es")


def test_a_language_that_is_first_now_is_stored_although_its_bytes_are_the_same():
    store_leaves("post:1", [rendered("one"), rendered("uno", language="es")])

    store_leaves("post:1", [rendered("uno", language="es"), rendered("one")])

    leaf = deliver_leaves(-1)["/news/one/"]
    assert leaf is not None
    assert leaf.languages == ("es", "en")


def test_what_is_taken_away_is_delivered_as_nothing():
    store_leaves("post:1", [rendered("one")])
    seen = serial()

    withdraw_leaves("post:1")

    assert deliver_leaves(seen) == {"/news/one/": None}
    assert bytes(Leaf.objects.get().body) == b""


def test_an_address_is_taken_over_by_another_owner():
    store_leaves("post:1", [rendered("one")])
    withdraw_leaves("post:1")
    store_leaves("post:2", [rendered("another")])

    store_leaves("post:1", [rendered("one", "/news/elsewhere/")])

    leaf = deliver_leaves(-1)["/news/one/"]
    assert leaf is not None
    assert leaf.reply(b"", {}).body["body"] == b"another"
    assert Leaf.objects.get(path="/news/one/").owner == "post:2"


def test_beyond_what_is_held_in_memory_the_oldest_are_not(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST_LEAVES", 2)
    for number in range(3):
        store_leaves(f"post:{number}", [rendered("x", f"/news/{number}/")])

    delivered = deliver_leaves(-1)

    assert [path for path, leaf in delivered.items() if leaf] == ["/news/2/", "/news/1/"]
    assert delivered["/news/0/"] is None
