"""The least that a server can do: the bytes of a page from a constant; a body read and answered 303.

What the rush path is measured against, under the same server (Granian as `turnout serve` runs it,
one process). Run as `python -m bench.bare PORT FOLDER`.
"""

import os
import pickle
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

Message = MutableMapping[str, Any]

_headers, _page = pickle.loads(Path(os.environ["BENCH_PAGE"]).read_bytes())
_PAGE_START = {"type": "http.response.start", "status": 200, "headers": _headers}
_PAGE_BODY = {"type": "http.response.body", "body": _page}
_THANKS = [(b"location", b"/e/bench/thanks"), (b"cache-control", b"no-store"), (b"content-length", b"0")]
_THANKS_START = {"type": "http.response.start", "status": 303, "headers": _THANKS}
_THANKS_BODY = {"type": "http.response.body", "body": b""}


async def app(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["method"] == "POST":
        while (await receive()).get("more_body", False):
            pass
        await send(_THANKS_START)
        await send(_THANKS_BODY)
    else:
        await send(_PAGE_START)
        await send(_PAGE_BODY)


if __name__ == "__main__":
    from turnout.serve.processes import load, make_server

    _, port, folder = sys.argv
    make_server("bench.bare:app", "127.0.0.1", int(port), Path(folder)).serve(target_loader=load)
