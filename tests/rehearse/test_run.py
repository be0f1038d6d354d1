"""A crowd before a server of the test's own, which answers as a script tells it."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

from turnout.rehearse.crowd import Behaviour, Fan, crowd
from turnout.rehearse.outcome import End, Tally
from turnout.rehearse.run import Rehearsal

PAGE = b"""<form action="/e/fan-day/interest" method="post"><input type="hidden" name="form" value="1">
<input type="hidden" name="submission"><input name="name"><input type="email" name="email">
<input type="radio" name="likelihood" value="definitely"><input type="checkbox" name="consent" value="yes">
</form>"""
DROP = b""


def reply(status: str, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


SEEN = reply("200 OK", PAGE)
THANKS = reply("303 See Other", Location="/e/fan-day/thanks")


@dataclass
class Script:
    """Answers posts with what is left of the list, then always with the thanks."""

    posts: list[bytes] = field(default_factory=list)
    page: bytes = SEEN
    submissions: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    serving: set["asyncio.Task[None] | None"] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.serving.add(asyncio.current_task())
        while True:
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
            except asyncio.IncompleteReadError:
                break
            headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
            body = await reader.readexactly(int(headers.get("Content-Length", 0)))
            answer = self.answer(head.split("\r\n")[0], headers, body)
            writer.write(answer)
            if answer == DROP:
                break
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    def answer(self, request: str, headers: dict[str, str], body: bytes) -> bytes:
        self.asked.append(request)
        if request.startswith("GET"):
            return self.page
        self.submissions.append(parse_qs(body.decode()).get("submission", [""])[0])
        self.addresses.add(headers["X-Forwarded-For"])
        return self.posts.pop(0) if self.posts else THANKS


@asynccontextmanager
async def listening(script: Script) -> AsyncIterator[str]:
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/e/fan-day/"
        await asyncio.gather(*filter(None, script.serving))


def rehearse(script: Script, fans: list[Fan], patience: float = 5) -> Tally:
    async def run() -> Tally:
        async with listening(script) as url:
            return await Rehearsal(url, patience=patience).run(fans, lambda fan, outcome: None)

    return asyncio.run(run())


def fans_who(behaviour: Behaviour, count: int = 1, when: Callable[[Fan], bool] = bool) -> list[Fan]:
    found = [fan for fan in crowd(5, 600, rate=5000) if fan.behaviour == behaviour and when(fan)]
    return [replace(fan, reads=0.0) for fan in found[:count]]


def with_script(fan: Fan) -> bool:
    return bool(fan.submission)


def test_an_answer_counts_as_acknowledged_with_the_thanks() -> None:
    script = Script()
    (fan,) = fans_who(Behaviour.ANSWERS)

    tally = rehearse(script, [fan])

    assert tally.count(End.ACKNOWLEDGED) == tally.sent == 1
    assert [outcome.email for outcome in tally.outcomes] == [fan.email]
    assert script.asked == [
        "GET /e/fan-day/ HTTP/1.1"
        if fan.language == "en"
        else f"GET /e/fan-day/?lang={fan.language} HTTP/1.1",
        "POST /e/fan-day/interest HTTP/1.1",
        "GET /e/fan-day/thanks HTTP/1.1",
    ]
    assert script.addresses == {fan.address}


def test_an_answer_without_an_acknowledgement_is_sent_again_as_the_same_submission() -> None:
    script = Script([DROP, DROP])
    (fan,) = fans_who(Behaviour.ANSWERS, when=with_script)

    tally = rehearse(script, [fan])

    assert script.submissions == [fan.submission] * 3
    # The first time at once, because the connection may have been idle for too long.
    assert tally.repeated == {"no answer": 1}
    assert tally.count(End.ACKNOWLEDGED) == tally.sent == 1


def test_too_full_is_waited_out_as_long_as_the_server_says() -> None:
    script = Script([reply("503 Service Unavailable", Retry_After="1")])

    tally = rehearse(script, fans_who(Behaviour.ANSWERS))

    assert tally.repeated == {"too full (503)": 1}
    assert tally.count(End.ACKNOWLEDGED) == 1
    assert tally.answer_seconds[0] >= 1


def test_patience_ends_and_says_so() -> None:
    script = Script([DROP] * 50)

    tally = rehearse(script, fans_who(Behaviour.ANSWERS), patience=1)

    assert tally.count(End.UNANSWERED) == 1
    assert tally.acknowledged_keys == set()


def test_a_refusal_is_counted_with_its_reason() -> None:
    summary = gzip.compress(b'<a href="#to-email">Enter an address</a> <a href="#to-consent">Agree</a>')
    script = Script(
        [reply("422 Unprocessable", summary, Content_Encoding="gzip"), reply("429 Too Many Requests")]
    )

    tally = rehearse(script, fans_who(Behaviour.ANSWERS, 2))

    assert tally.reasons == {"422, to mend: consent, email": 1, "answer: 429, too fast": 1}


def test_who_mistypes_mends_it() -> None:
    script = Script([reply("422 Unprocessable", b'<a href="#to-email">Enter an address</a>')])
    (fan,) = fans_who(Behaviour.MISTYPES, when=lambda fan: fan.dice % 100 < 90)

    tally = rehearse(script, [fan])

    assert (tally.sent, tally.corrected, tally.count(End.ACKNOWLEDGED)) == (2, 1, 1)


def test_who_presses_twice_sends_one_submission_twice() -> None:
    script = Script()
    (fan,) = fans_who(Behaviour.PRESSES_TWICE, when=with_script)

    tally = rehearse(script, [fan])

    assert script.submissions == [fan.submission] * 2
    assert tally.count(End.ACKNOWLEDGED) == 2
    assert len(tally.acknowledged_keys) == 1


def test_who_leaves_sends_nothing() -> None:
    script = Script()

    tally = rehearse(script, fans_who(Behaviour.LEAVES, 3))

    assert (tally.count(End.LEFT), tally.sent, script.submissions) == (3, 0, [])


def test_a_page_without_an_open_form_is_named() -> None:
    tally = rehearse(Script(page=reply("200 OK", b"<p>Closed</p>")), fans_who(Behaviour.ANSWERS))

    assert tally.reasons == {"the page has no form that is open": 1}


def test_a_chunked_page_is_read_whole() -> None:
    chunks = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (PAGE[:50], PAGE[50:], b""))
    page = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks

    tally = rehearse(Script(page=page), fans_who(Behaviour.ANSWERS))

    assert tally.count(End.ACKNOWLEDGED) == 1


def test_once_it_closes_nobody_else_comes() -> None:
    script = Script()
    late = crowd(5, 3, rate=0.0001)

    async def run() -> Tally:
        async with listening(script) as url:
            rehearsal = Rehearsal(url)
            asyncio.get_running_loop().call_later(0.1, rehearsal.closing.set)
            return await rehearsal.run(late, lambda fan, outcome: None)

    assert asyncio.run(run()).outcomes == []
    assert script.asked == []
