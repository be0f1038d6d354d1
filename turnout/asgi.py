"""The program as one ASGI application: the rush path in front, live streams, and Django for the rest."""

import asyncio
import gc
import hmac
import os
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnout.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DataError, IntegrityError, connection

wsgi = get_wsgi_application()  # also makes Django ready for the imports below

from turnout.design.trouble import full_page  # noqa: E402
from turnout.desk.live import is_live, live  # noqa: E402
from turnout.fan import own_cookie  # noqa: E402
from turnout.interest.count_views import count_views  # noqa: E402
from turnout.interest.human_check import human_check  # noqa: E402
from turnout.interest.register import Submission, register_batch  # noqa: E402
from turnout.interest.tallies import SHARDS  # noqa: E402
from turnout.newsroom.comment_pages import comment_pages  # noqa: E402
from turnout.newsroom.comment_submission import CommentSubmission  # noqa: E402
from turnout.newsroom.register_comments import register_batch as register_comments  # noqa: E402
from turnout.pages.assets import assets  # noqa: E402
from turnout.pages.boards import BoardsDelivery  # noqa: E402
from turnout.pages.deliver import deliver, deliver_leaves, serial  # noqa: E402
from turnout.rules.comment import Said  # noqa: E402
from turnout.rules.form import Answer  # noqa: E402
from turnout.rush.address import Visitors  # noqa: E402
from turnout.rush.board import Board, Boards  # noqa: E402
from turnout.rush.claims import Claims, is_claim  # noqa: E402
from turnout.rush.comments import Comments, place_of  # noqa: E402
from turnout.rush.figures import Figures  # noqa: E402
from turnout.rush.front import READING, Front  # noqa: E402
from turnout.rush.gate import Gate  # noqa: E402
from turnout.rush.group_commit import GroupCommit  # noqa: E402
from turnout.rush.human import Sending  # noqa: E402
from turnout.rush.limits import Limits  # noqa: E402
from turnout.rush.reply import Receive, Reply, Scope, Send, plain  # noqa: E402
from turnout.rush.shelf import Delivery, Shelf, Watch  # noqa: E402
from turnout.rush.sign_up import SignUp  # noqa: E402
from turnout.rush.views import Seens, Views, store, store_often  # noqa: E402
from turnout.rush.wsgi_bridge import WsgiBridge  # noqa: E402
from turnout.tickets.claim import claim_batch  # noqa: E402
from turnout.tickets.press import Press  # noqa: E402

DJANGO_THREADS = 8
# Longer than a quiet commit takes, whether the address is known or not; nobody notices it.
BEAT = 0.008
# How old the last look at the database may be before this process is not ready any more.
STALE_AFTER = 5.0
# How often views are stored; who looked since then is lost where the process is killed.
VIEWS_EVERY = 5.0

Given = ParamSpec("Given")
Made = TypeVar("Made")


def on_own_connection(call: Callable[Given, Made]) -> Callable[Given, Made]:
    """For a thread that lives on: after a failure its connection is not used again."""

    def called(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        try:
            return call(*args, **kwargs)
        except (DataError, IntegrityError):
            raise
        except Exception:
            connection.close()
            raise

    return called


@on_own_connection
def write(submissions: Sequence[Submission]) -> Sequence[Submission]:
    # Shard 0 is for those who write an answer at a time.
    return register_batch(submissions, shard=_own_shard())


@on_own_connection
def write_claims(presses: Sequence[Press]) -> None:
    """Why somebody was not seated is said by the page that follows, as it then stands."""
    claim_batch(presses)


@on_own_connection
def write_comments(submissions: Sequence[CommentSubmission]) -> Sequence[CommentSubmission]:
    return register_comments(submissions)


def write_views(seens: Seens) -> None:
    try:
        count_views(seens, _own_shard())
    finally:
        # The thread is the pool's, and may not be asked again.
        connection.close()


def _own_shard() -> int:
    return 1 + os.getpid() % SHARDS


def _full() -> Reply:
    body, headers = full_page()
    return Reply(503, [(name.lower().encode(), value.encode()) for name, value in headers.items()], body)


class Application:
    """One serving process: its memory, its threads, and where each request goes."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.boards = Boards()
        self._boards_delivery = BoardsDelivery(self.boards)
        self.watch = Watch(
            self.shelf,
            on_own_connection(serial),
            on_own_connection(self._deliver),
            on_own_connection(deliver_leaves),
        )
        self.commit = GroupCommit(write, refusals=(DataError, IntegrityError), beat=BEAT)
        self.claim_commit = GroupCommit(write_claims, refusals=(DataError, IntegrityError))
        self.comment_commit = GroupCommit(write_comments, refusals=(DataError, IntegrityError), beat=BEAT)
        self.visitors = Visitors(settings.TURNOUT_PROXIES)
        self.django = WsgiBridge(wsgi, self.visitors, DJANGO_THREADS, full=_full())
        self.assets = assets(settings.STATIC_ROOT, settings.STATIC_URL)
        self.figures = Figures()
        gate = Gate(
            limits=Limits(settings.TURNOUT_ANSWERS_PER_MINUTE / settings.TURNOUT_WORKERS),
            visitors=self.visitors,
            own_hosts=frozenset({urlsplit(settings.TURNOUT_BASE_URL).netloc}),
            human=human_check(),
        )
        sign_up = SignUp(self._keep, gate)
        self.comments = Comments(
            keep=self._say,
            gate=gate,
            boards=self.boards,
            pages=comment_pages(),
            onward=self.django,
            figures=self.figures,
        )
        base = urlsplit(settings.TURNOUT_BASE_URL)
        self.claims = Claims(
            keep=self._claim,
            opened=own_cookie.opened_generation,
            own_origin=f"{base.scheme}://{base.netloc}".encode(),
            cookie=own_cookie.NAME,
            onward=self.django,
            full=_full(),
            figures=self.figures,
        )
        self.views = Views(self.visitors)
        self.front = Front(self.shelf, sign_up, self._onward, self.figures, self.views)

    @property
    def _commits(self) -> "tuple[GroupCommit[Any], ...]":
        return self.commit, self.claim_commit, self.comment_commit

    def _keep(self, event_id: int, answer: Answer, at: datetime, sending: Sending) -> Awaitable[None]:
        return self.commit.keep(Submission(event_id, answer, at, *sending))

    def _claim(self, public_id: str, generation: int, party: int | None, at: datetime) -> Awaitable[None]:
        return self.claim_commit.keep(Press(public_id, generation, at, party))

    def _say(self, board: Board, said: Said, at: datetime, sending: Sending) -> Awaitable[None]:
        submission = CommentSubmission(board.post_id, board.organisation_id, said, at, *sending)
        return self.comment_commit.keep(submission)

    def _deliver(self, known: Mapping[int, int]) -> Delivery:
        self._boards_delivery.deliver()
        return deliver(known)

    async def _onward(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path")
        if path is None:
            await self._live(receive, send)
        elif path == "/healthz":
            await plain(200, "alive").send(send)
        elif path == "/readyz":
            await self._readiness().send(send)
        elif path == "/-/stats":
            await self._stats(scope).send(send)
        elif (asset := self.assets.get(path)) and scope["method"] in READING:
            reply = asset.reply(dict(scope["headers"]))
            await reply.send(send, without_body=scope["method"] == "HEAD")
        elif place := place_of(path):
            await self.comments(place, scope, receive, send)
        elif is_claim(scope):
            await self.claims(scope, receive, send)
        elif is_live(path):
            await live(scope, receive, send)
        else:
            await self.django(scope, receive, send)

    def _readiness(self) -> Reply:
        if time.monotonic() - self.watch.looked_at > STALE_AFTER:
            return plain(503, "the database does not answer")
        if not all(each.is_running for each in self._commits):
            return plain(503, "the writer is not running")
        return plain(200, "ready")

    def _stats(self, scope: Scope) -> Reply:
        if not self._may_read_stats(scope):
            return plain(403, "for this machine, or with the token")
        gauges = {
            "answers_waiting": self.commit.waiting,
            "requests_waiting": self.django.waiting,
            "claims_waiting": self.claim_commit.waiting,
            "comments_waiting": self.comment_commit.waiting,
            "comments_committed": self.comment_commit.items,
            "commits": self.commit.batches,
            "answers_committed": self.commit.items,
            "addresses_remembered": len(self.front.sign_up.gate.limits),
            "visitors_remembered": len(self.views),
            "events_published": len(self.shelf.serials),
            "watchers": live.watchers,
        }
        return plain(200, self.figures.text(gauges))

    def _may_read_stats(self, scope: Scope) -> bool:
        """Whoever is on this machine, or shows the token. What a proxy passes on is from elsewhere."""
        headers = dict(scope["headers"])
        token = settings.TURNOUT_STATS_TOKEN
        if token and hmac.compare_digest(headers.get(b"authorization", b""), f"Bearer {token}".encode()):
            return True
        peer = self.visitors.peer(scope)
        return peer is not None and peer.is_loopback and b"x-forwarded-for" not in headers

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            # Before the first request what is published is there; without the database nothing starts.
            await asyncio.to_thread(self._look_once)
        except Exception as problem:
            await send({"type": "lifespan.startup.failed", "message": str(problem)})
            return
        self.watch.start()
        for each in self._commits:
            each.start()
        # What is loaded now stays: the collector need not look through it again during the rush.
        gc.collect()
        gc.freeze()
        storing = asyncio.create_task(store_often(self.views, write_views, VIEWS_EVERY))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        live.close()
        storing.cancel()
        await store(self.views, write_views)
        for each in self._commits:
            each.stop()
        self.watch.stop()
        await send({"type": "lifespan.shutdown.complete"})

    def _look_once(self) -> None:
        self.watch.look()
        connection.close()


app = Application().front
