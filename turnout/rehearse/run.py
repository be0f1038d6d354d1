"""The crowd goes: each fan reads the page, fills in what it asks, presses, and waits for the thanks."""

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from turnout.rehearse.answer import Pairs, answer
from turnout.rehearse.asked import Asked, NoForm, asked
from turnout.rehearse.bots import Kind
from turnout.rehearse.check import Check, check_of, solved
from turnout.rehearse.connection import Broken, Connection, Reply
from turnout.rehearse.crowd import Behaviour, Fan
from turnout.rehearse.outcome import End, Outcome, Tally
from turnout.rehearse.sums import answered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

REQUEST_SECONDS = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 4.0
MENDS = 0.9
# Who takes the trouble of a check.
PATIENT = frozenset({Kind.PERSON, Kind.CAREFUL})
PROBLEM = re.compile(r'href="#to-([\w-]+)"')


class Rehearsal:
    """`patience` is how long a fan repeats an answer that is not acknowledged, in seconds."""

    def __init__(self, url: str, *, connections: int = 64, patience: float = 120.0) -> None:
        self.url = urlsplit(url)
        self.patience = patience
        self.tally = Tally()
        self.closing = asyncio.Event()
        self._forms: dict[tuple[str, str], Asked] = {}
        self._free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
        for _ in range(connections):
            self._free.put_nowait(Connection(self.url))

    async def run(self, fans: Sequence[Fan], progress: Callable[[Fan, Outcome], None]) -> Tally:
        """Let the whole crowd come, and wait for the last of them."""
        start = perf_counter()

        async def attend(fan: Fan) -> None:
            await self._until(start + fan.arrives)
            if not self.closing.is_set():
                for outcome in await self._attend(fan):
                    self.tally.add(outcome)
                    progress(fan, outcome)

        await asyncio.gather(*map(attend, fans))
        while not self._free.empty():
            await self._free.get_nowait().end()
        return self.tally

    async def _until(self, moment: float) -> None:
        """Wait for that moment, or until the rehearsal is told to close."""
        pause = moment - perf_counter()
        if pause > 0:
            try:
                await asyncio.wait_for(self.closing.wait(), pause)
            except TimeoutError:
                return

    async def _attend(self, fan: Fan) -> list[Outcome]:
        page = await self._read(fan)
        if isinstance(page, Outcome):
            return [page]
        opened = await self._touch(page, fan)
        await asyncio.sleep(fan.reads)
        if fan.behaviour == Behaviour.LEAVES:
            return [Outcome(End.LEFT)]
        if fan.behaviour == Behaviour.MISTYPES:
            return [await self._mistype(page, fan, opened)]
        pairs = [*answer(page, fan), *opened]
        if fan.behaviour == Behaviour.PRESSES_TWICE:
            return list(await asyncio.gather(*(self._send(page, fan, pairs) for _ in range(2))))
        return [await self._send(page, fan, pairs)]

    async def _touch(self, page: Asked, fan: Fan) -> Pairs:
        """What the page's script fetches when the form is first touched; nothing without a script."""
        if not fan.submission or not page.opened:
            return []
        reply = await self._once("GET", page.opened, fan, b"")
        return [("opened", reply.text)] if reply and reply.status == 200 else []

    async def _read(self, fan: Fan) -> Asked | Outcome:
        query = {"via": fan.via, "lang": "" if fan.language == "en" else fan.language}
        target = f"{self.url.path}?{urlencode({name: value for name, value in query.items() if value})}"
        started = perf_counter()
        reply = await self._persist("GET", target.rstrip("?"), fan)
        if reply is None or reply.status != 200:
            return _failed(reply, "page")
        self.tally.page_seconds.append(perf_counter() - started)
        key = (target, reply.headers.get("etag", ""))
        try:
            if not key[1] or key not in self._forms:
                self._forms[key] = asked(reply.text)
        except NoForm:
            return Outcome(End.REFUSED, reason="the page has no form that is open")
        return self._forms[key]

    async def _mistype(self, page: Asked, fan: Fan, opened: Pairs) -> Outcome:
        """Send a mistake first, and mend it when the page says so; a few give up there."""
        outcome = await self._send(page, fan, [*answer(page, fan, fan.mistake), *opened])
        if not outcome.reason.startswith("422"):
            return outcome
        if fan.dice % 100 >= 100 * MENDS:
            return outcome
        self.tally.corrected += 1
        await asyncio.sleep(fan.reads)
        return await self._send(page, fan, [*answer(page, fan), *opened])

    async def _send(self, page: Asked, fan: Fan, pairs: Pairs) -> Outcome:
        self.tally.sent += 1
        started = perf_counter()
        target = _target(urljoin(self.url.geturl(), page.action))
        reply = await self._persist("POST", target, fan, urlencode(pairs).encode())
        if reply and (check := check_of(reply)):
            self.tally.checked += 1
            shown = await self._show(check, fan)
            if not shown:
                return Outcome(End.REFUSED, reason="answer: stopped at the check")
            reply = await self._persist("POST", target, fan, urlencode([*pairs, *shown]).encode())
        if reply is None or reply.status != 303:
            return _failed(reply, "answer")
        outcome = Outcome(End.ACKNOWLEDGED, email=fan.email, seconds=perf_counter() - started)
        thanks = _target(urljoin(self.url.geturl(), reply.headers.get("location", "")))
        await self._persist("GET", thanks, fan)
        return outcome

    async def _show(self, check: Check, fan: Fan) -> Pairs:
        """What shows that a person sends it: the script's proof, or the answer to the question."""
        if fan.kind not in PATIENT:
            return []
        if not fan.submission:
            return [("question", check.token), ("sum", answered(check.question))]
        reply = await self._persist("GET", check.challenge, fan)
        return [("altcha", await asyncio.to_thread(solved, reply.text))] if reply else []

    async def _persist(self, method: str, target: str, fan: Fan, body: bytes = b"") -> Reply | None:
        """Ask until there is an answer that is not "too full"; None when patience is over.

        Repeating a post is safe: it carries the same submission id, or else the same address.
        """
        started, pause = perf_counter(), FIRST_PAUSE
        while True:
            reply = await self._once(method, target, fan, body)
            if reply is not None and reply.status != 503:
                return reply
            self.tally.repeated["too full (503)" if reply else "no answer"] += 1
            wait = _retry_after(reply) or pause
            pause = min(pause * 2, LONGEST_PAUSE)
            if self.closing.is_set() or perf_counter() - started + wait > self.patience:
                return reply
            await asyncio.sleep(wait)

    async def _once(self, method: str, target: str, fan: Fan, body: bytes) -> Reply | None:
        async with self._connection() as connection:
            try:
                async with asyncio.timeout(REQUEST_SECONDS):
                    return await connection.ask(method, target, self._headers(fan, method), body)
            except (Broken, TimeoutError):
                return None

    @asynccontextmanager
    async def _connection(self) -> "AsyncIterator[Connection]":
        connection = await self._free.get()
        try:
            yield connection
        finally:
            self._free.put_nowait(connection)

    def _headers(self, fan: Fan, method: str) -> dict[str, str]:
        headers = {
            "User-Agent": "turnout-rehearse",
            "Accept": "text/html",
            "Accept-Encoding": "br, gzip",
            "Accept-Language": fan.language,
            "X-Forwarded-For": fan.address,
        }
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if fan.kind == Kind.SCRIPT:
            del headers["Accept-Language"]
        elif method == "POST":
            headers["Origin"] = f"{self.url.scheme}://{self.url.netloc}"
            headers["Sec-Fetch-Site"] = "same-origin"
        return headers


def _target(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _retry_after(reply: Reply | None) -> float:
    given = reply.headers.get("retry-after", "") if reply else ""
    return min(float(given), LONGEST_PAUSE) if given.isdigit() else 0.0


def _failed(reply: Reply | None, what: str) -> Outcome:
    if reply is None:
        return Outcome(End.UNANSWERED)
    if reply.status == 422:
        fields = sorted(set(PROBLEM.findall(reply.text)))
        return Outcome(End.REFUSED, reason=f"422, to mend: {', '.join(fields) or 'not said'}")
    said = {409: "409, not open", 413: "413, too large", 429: "429, too fast", 503: "503, too full"}
    return Outcome(End.REFUSED, reason=f"{what}: {said.get(reply.status, str(reply.status))}")
