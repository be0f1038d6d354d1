"""A member at the desk: signed in, reading and writing over HTTP."""

import re
import time
from itertools import count

import httpx

from tests.server import Server

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Desk:
    def __init__(self, server: Server, organisation: str, event: str, email: str) -> None:
        self.address = f"/desk/{organisation}/{event}/"
        self._client = httpx.Client(base_url=server.url, timeout=60, follow_redirects=True)
        self._sign_in(server.run("sign-in", email).stdout.strip())
        self._names = count(1)
        # The page's own form: its token holds for every write.
        self._token = self._token_in(self._client.get(f"{self.address}people/?likelihood=definitely").text)

    def _sign_in(self, link: str) -> None:
        page = self._client.get(link)
        if form := _TOKEN.search(page.text):
            self._client.post(link, data={"csrfmiddlewaretoken": form[1]})

    def _token_in(self, page: str) -> str:
        found = _TOKEN.search(page)
        if found is None:
            raise SystemExit("bench: nobody is signed in at the desk.")
        return found[1]

    def read(self, page: str = "") -> float:
        """Seconds that a page of the event takes; the overview where none is named."""
        begun = time.perf_counter()
        self._client.get(f"{self.address}{page}").raise_for_status()
        return time.perf_counter() - begun

    def write(self) -> float:
        """Seconds that one write takes: a filter is saved, with its journal entry."""
        begun = time.perf_counter()
        saved = self._client.post(
            f"{self.address}people/filters/",
            data={
                "csrfmiddlewaretoken": self._token,
                "name": f"Filter {next(self._names)}",
                "query": "likelihood=definitely",
            },
            follow_redirects=False,
        )
        if saved.status_code != 302:
            raise SystemExit(f"bench: a filter could not be saved ({saved.status_code}).")
        return time.perf_counter() - begun

    def close(self) -> None:
        self._client.close()
