"""Most of the crowd read their mail: they open the link in a browser of their own and press the button."""

import re
import time
from collections import deque
from random import Random
from threading import Event, Thread

import httpx
from django.db import OperationalError, connections

from turnout.interest.fan_mail import CONFIRM
from turnout.interest.models import Interest
from turnout.interest.personal_link import personal_link
from turnout.outbox.models import Mail

SHARE = 0.8
PAUSE = 0.5
# So long nothing new has to come before those who read are through; so long they are waited for at most.
QUIET, AT_MOST = 4.0, 60.0
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Readers(Thread):
    """Follows the outbox, which nothing leaves in the demo, and presses over HTTP as fans do."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.confirmed = 0
        self._ended = Event()
        self._seen = 0
        self._busy_at = time.monotonic()
        self._links: deque[str] = deque()
        self._chance = Random()  # noqa: S311

    def run(self) -> None:
        self._seen = Mail.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        while not self._ended.is_set():
            self._look()
            while self._links and not self._ended.is_set() and self._press(self._links[0]):
                self._links.popleft()
                self._busy_at = time.monotonic()
            self._ended.wait(PAUSE)
        connections.close_all()

    def finish(self) -> int:
        """How many confirmed, once nobody has for a while."""
        end = time.monotonic() + AT_MOST
        while self.is_alive() and time.monotonic() < min(end, self._busy_at + QUIET):
            time.sleep(PAUSE)
        return self.confirmed

    def stop(self) -> None:
        self._ended.set()

    def _look(self) -> None:
        mails = Mail.objects.filter(pk__gt=self._seen, template=CONFIRM).order_by("pk")
        try:
            found = list(mails.values_list("pk", "context"))
        except OperationalError:
            # The database is busy with the crowd; it will be there in a moment.
            return
        answers = Interest.objects.in_bulk([context["interest"] for _, context in found])
        for pk, context in found:
            self._seen, self._busy_at = pk, time.monotonic()
            if self._chance.random() < SHARE:
                self._links.append(personal_link(answers[context["interest"]]))

    def _press(self, link: str) -> bool:
        """Whether it is done; not while the server is down."""
        try:
            with httpx.Client(follow_redirects=True, timeout=30) as browser:
                page = browser.get(link)
                if token := _TOKEN.search(page.text):
                    pressed = browser.post(
                        f"{page.url}confirm/",
                        data={"csrfmiddlewaretoken": token[1]},
                        follow_redirects=False,
                    )
                    self.confirmed += pressed.status_code == 302
        except httpx.HTTPError:
            return False
        return True
