"""A post that everybody reads at once, while readers write below it."""

import asyncio
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from tests.durability.stored import rows
from tests.journeys.comment_stage import posted
from tests.server import Server
from tests.waiting import until
from turnout.rehearse.connection import Connection, Reply

READERS, WRITERS = 32, 8
COMMENTS, A_SECOND = 250, 100
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


def visitor(number: int) -> dict[str, str]:
    """Each comes from an address of its own, as in the world."""
    return {"X-Forwarded-For": f"10.{number >> 8 & 255}.{number & 255}.7", "Accept-Language": "en"}


class Post:
    """Its visitors, and how each was answered."""

    def __init__(self, server: Server, path: str) -> None:
        self.base, self.path = urlsplit(server.url), path
        self.read: Counter[int] = Counter()
        self.written: dict[str, Reply] = {}
        self.waiting = list(range(COMMENTS))
        self.ends = asyncio.Event()

    async def reader(self, number: int) -> None:
        connection, etag = Connection(self.base), ""
        while not self.ends.is_set():
            known = {"If-None-Match": etag} if etag else {}
            reply = await connection.ask("GET", self.path, visitor(number) | known)
            self.read[reply.status] += 1
            # Every other visit is the first one of somebody.
            etag = "" if etag else reply.headers["etag"]
        connection.close()

    async def writer(self, began: float) -> None:
        connection = Connection(self.base)
        while self.waiting:
            number = self.waiting.pop(0)
            await asyncio.sleep(max(0.0, began + number / A_SECOND - asyncio.get_running_loop().time()))
            text = f"Will number {number} be there as well?"
            fields = {"name": "Maya", "email": f"maya{number}@example.org", "lang": "en", "text": text}
            headers = visitor(1000 + number) | FORM
            self.written[text] = await connection.ask(
                "POST", f"{self.path}comments", headers, urlencode(fields).encode()
            )
        connection.close()

    async def crowd(self) -> None:
        readers = [asyncio.create_task(self.reader(number)) for number in range(READERS)]
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(self.writer(began) for _ in range(WRITERS)))
        self.ends.set()
        await asyncio.gather(*readers)


def test_of_a_hundred_comments_a_second_below_a_read_post_none_is_lost(
    start_server: Callable[..., Server],
) -> None:
    # So many in a minute are no attack here.
    server = start_server(TURNOUT_PROXIES="127.0.0.1", TURNOUT_ANSWERS_BEFORE_CHECK="10000")
    post = Post(server, posted(server)["post"])
    until(lambda: rows(server, "SELECT 1 FROM pages_leaf WHERE owner LIKE 'post:%'") != [])

    asyncio.run(post.crowd())

    assert Counter(reply.status for reply in post.written.values()) == {303: COMMENTS}
    assert set(post.read) == {200, 304}
    stored = Counter(text for (text,) in rows(server, "SELECT text FROM newsroom_comment"))
    assert {text: stored[text] for text in post.written} == dict.fromkeys(post.written, 1)
