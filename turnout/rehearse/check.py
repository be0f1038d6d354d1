"""The check that a page asks for, as a visitor's browser reads and solves it."""

import json
import re
from dataclasses import dataclass
from html import unescape

import altcha

from turnout.rehearse.connection import Reply

_CHALLENGE = re.compile(r'data-challenge="([^"]+)"')
_TOKEN = re.compile(r'name="question" value="([^"]+)"')
_QUESTION = re.compile(r'<label for="to-sum">([^<]+)</label>')


@dataclass(frozen=True)
class Check:
    challenge: str
    question: str
    token: str


def check_of(reply: Reply) -> Check | None:
    """What is asked for, where anything is."""
    if reply.status != 429:
        return None
    found = [pattern.search(reply.text) for pattern in (_CHALLENGE, _QUESTION, _TOKEN)]
    if not all(found):
        return None
    return Check(*(unescape(match[1]) for match in found if match))


def solved(challenge: str) -> str:
    """As the page's script solves it; takes a moment."""
    given = altcha.Challenge.from_dict(json.loads(challenge))
    solution = altcha.solve_challenge(given)
    return altcha.Payload(given, solution).to_base64() if solution else ""
