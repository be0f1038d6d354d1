"""No public form tells whether an e-mail address is known: by what it answers, or by when."""

import random
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from math import sqrt
from statistics import NormalDist

import httpx
import pytest
from django.urls import resolve

from tests.databases import a_new_database
from tests.mail_server import MailServer
from tests.server import Server
from tests.walk.addresses import addresses
from tests.walk.stage import Filled, filled, known

EACH = 60
# How unlikely by chance a difference must be. Noise of the machine falls on both alike.
BY_CHANCE = 1e-6
# What a form wants besides the address. A form that is not here is sent as its page fills it in.
_ANSWER = {"name": "Ada Okafor", "likelihood": "definitely", "party": "2", "country": "US"}
_ANSWER |= {"postcode": "10001", "consent": "yes"}
ALSO: dict[str, dict[str, str]] = {
    "interest": _ANSWER,
    "embedded-interest": _ANSWER,
    "comments": {"name": "Ada Okafor", "text": "Will there be a live stream?"},
    "by-mail": {"cadence": "weekly"},
}
# Where only the holder of something reaches it, and what it answers is not about the address.
OF_A_HOLDER = {"ticket-pass-on": "one offer for each ticket, whoever it is for"}
# Where a public page with such a form is, and the form's own address.
FORMS = {
    "account_login": "/account/login/",
    "account_request_login_code": "/account/login/code/",
    "interest": "/e/plain/",
    "embedded-interest": "/e/plain/embed/",
    "lost-link": "/lost-link/",
    "comments": "/news/said/",
    "by-mail": "/news/by-mail/",
}


@dataclass
class Form:
    action: str
    fields: dict[str, str]
    email: str = ""


class Forms(HTMLParser):
    """The forms of a page that ask for an e-mail address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.feed(page)
        self.asking = [form for form in self.found if form.email]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(facts.get("action", ""), {}))
        elif tag == "input" and self.found and facts.get("name"):
            self._read(facts)

    def _read(self, facts: dict[str, str]) -> None:
        form = self.found[-1]
        if facts.get("type") == "email":
            form.email = facts["name"]
        # Of boxes one is ticked.
        elif facts.get("type") in {"hidden", "checkbox"} and facts["name"] != "credential":
            form.fields.setdefault(facts["name"], facts.get("value", ""))


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: str
    seconds: float


# One server for all: it takes longer to fill it than to ask it.
pytestmark = pytest.mark.usefixtures("empty_database")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Filled]]:
    mails = MailServer().start()
    with a_new_database() as database:
        # Each visitor has an address of its own, as in the world.
        folder = tmp_path_factory.mktemp("asked")
        server = Server(folder, TURNOUT_SMTP_URL=mails.url, TURNOUT_PROXIES="127.0.0.1", **database).start()
        here = filled(server)
        known(server, [email for name in FORMS for email in emails("known", name)])
        yield server, here
        server.kill()
    mails.stop()


def emails(kind: str, name: str) -> list[str]:
    """All are of one length, because some answers tell how long they are."""
    return [f"{kind}.{list(FORMS).index(name)}.{number:03}@example.org" for number in range(EACH)]


@contextmanager
def visitor(server: Server) -> Iterator[httpx.Client]:
    address = ".".join(str(random.randint(1, 250)) for _ in range(4))
    headers = {"X-Forwarded-For": address, "Accept-Language": "en"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=30, verify=False) as client:
        yield client


def asking(server: Server, name: str, email: str) -> tuple[Answer, Answer]:
    """What the form of that name answers, and the page that it leads to."""
    path, also = FORMS[name], ALSO.get(name, {})
    with visitor(server) as client:
        forms = Forms(client.get(path).text).asking
        (form,) = [each for each in forms if _name_of(each.action or path) == name]
        fields = {**form.fields, **also, form.email: email}
        began = time.perf_counter()
        sent = client.post(form.action or path, data=fields)
        seconds = time.perf_counter() - began
        shown = client.get(sent.headers["Location"]) if sent.is_redirect else sent
        return _told(sent, email, seconds), _told(shown, email, 0)


def _name_of(action: str) -> str:
    return resolve(action.partition("?")[0]).view_name


def _told(answer: httpx.Response, email: str, seconds: float) -> Answer:
    headers = [(name, _plain(name, value)) for name, value in answer.headers.multi_items()]
    body = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.text)
    return Answer(answer.status_code, headers, body.replace(email, "…"), seconds)


def _plain(name: str, value: str) -> str:
    """Without what is new in every answer."""
    if name == "set-cookie":
        return re.sub(r"=[^;]+(; expires=[^;]+)?", "=", value, count=1)
    return "" if name in {"date", "expires"} else value


def told_apart(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether one takes longer than its neighbour in the other, by Wilcoxon's signed ranks.

    Neighbours were asked one after the other, so that a busy machine slows down both.
    """
    differences = sorted((one - other for one, other in zip(first, second, strict=True)), key=abs)
    longer = sum(rank for rank, difference in enumerate(differences, 1) if difference > 0)
    n = len(differences)
    deviations = (longer - n * (n + 1) / 4) / sqrt(n * (n + 1) * (2 * n + 1) / 24)
    return 2 * NormalDist().cdf(-abs(deviations)) < BY_CHANCE


def test_every_public_form_that_asks_for_an_address_is_tried(asked: tuple[Server, Filled]) -> None:
    server, here = asked
    found = set()
    with visitor(server) as client:
        for _, path in addresses(here):
            page = client.get(path)
            if page.headers.get("content-type", "").startswith("text/html"):
                actions = [form.action or path for form in Forms(page.text).asking]
                found |= {_name_of(action) for action in actions}

    assert found - FORMS.keys() == set(OF_A_HOLDER), "Add them to FORMS, each with a page that has it."


@pytest.mark.parametrize("name", FORMS)
def test_known_and_unknown_addresses_get_the_same_answer_in_the_same_time(
    asked: tuple[Server, Filled], name: str
) -> None:
    server, _ = asked
    kinds = ["known", "other"]

    answers: dict[str, list[tuple[Answer, Answer]]] = {kind: [] for kind in kinds}
    for pair in zip(*(emails(kind, name) for kind in kinds), strict=True):
        for kind, email in random.sample(list(zip(kinds, pair, strict=True)), 2):
            answers[kind].append(asking(server, name, email))

    pairs = [*answers["known"], *answers["other"]]
    assert len({(sent.status, str(sent.headers), sent.body) for sent, _ in pairs}) == 1
    assert len({(shown.status, str(shown.headers), shown.body) for _, shown in pairs}) == 1
    assert {sent.status for sent, _ in pairs} <= {302, 303}
    assert not told_apart(*([sent.seconds for sent, _ in both] for both in answers.values()))


def test_a_difference_in_time_is_noticed(asked: tuple[Server, Filled]) -> None:
    server, _ = asked
    seconds: dict[str, list[float]] = {"ada@example.org": [], "nobody": []}

    # On a machine that is busy with anything else it takes more than one look.
    for _ in range(6):
        for email in list(seconds) * EACH:
            # What is no address is refused by a page that is made for it.
            seconds[email].append(asking(server, "interest", email)[0].seconds)
        if told_apart(*seconds.values()):
            break

    assert told_apart(*seconds.values())
