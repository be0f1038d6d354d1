"""A human check with a question of its own, and what visitors send to pass it."""

import json

import altcha

from turnout.rush.human import HumanCheck, Keys, Question
from turnout.rush.limits import Limits

QUESTIONS = {
    language: (Question(words, 11),)
    for language, words in (("en", "What is eighteen minus 7?"), ("es", "¿Cuánto es dieciocho menos 7?"))
}


def check_of(*, secret: str = "of the tests", soft: float = 1e6, crowd: float = 1e6) -> HumanCheck:
    return HumanCheck(Keys.of(secret), QUESTIONS, soft=Limits(soft), crowd=Limits(crowd))


def solved(challenge: bytes) -> str:
    """As a visitor's browser solves it."""
    given = altcha.Challenge.from_dict(json.loads(challenge))
    solution = altcha.solve_challenge(given)
    assert solution
    return altcha.Payload(given, solution).to_base64()
