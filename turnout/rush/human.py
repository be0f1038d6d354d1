"""Whether a person sent it: signs for everybody, and a check for those who send under pressure.

A check is a proof of work (ALTCHA), or an arithmetic question for who has no script. What was
solved is good once: its id is spent in the transaction that keeps the answer.
"""

import hmac
import json
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

import altcha

from turnout.rules import signs
from turnout.rush.limits import Limits

# Seconds within which a check is solved and the form sent.
GOOD_FOR = 20 * 60
# About 256 tries of 2,000 rounds each: a quarter of a second on a desk, a few on an old phone; and
# one try to verify it.
ALGORITHM, ROUNDS, PREFIX = "PBKDF2/SHA-256", 2_000, "00"
LONGEST = 4_096
# An answer with signs is worth so many without, where it is told how much is coming in.
SIGNS_WEIGH = 5.0
_DAY = 24 * 3600

Fields = Mapping[str, Sequence[str]]


class Question(NamedTuple):
    """ "What is eighteen minus 7?", and 11."""

    words: str
    answer: int


class Keys(NamedTuple):
    """One for each purpose, so that nothing signed for one is good for another."""

    opened: bytes
    challenge: bytes
    question: bytes
    network: bytes

    @classmethod
    def of(cls, secret: str) -> "Keys":
        return cls(
            *(hmac.digest(secret.encode(), f"human.{name}".encode(), "sha256") for name in cls._fields)
        )


class Sender(NamedTuple):
    """Who sends: the key by which limits count, what the headers lack, whether limits count at all."""

    key: str
    is_bare: bool = False
    is_limited: bool = True


class Sending(NamedTuple):
    """What is kept of how an answer was sent. `proof` names the check that it spends, good `until`."""

    signs: str = ""
    network: str = ""
    proof: str = ""
    until: int = 0


class Solved(NamedTuple):
    """The id of what was solved, until when it is good, and the sign for it; empty where none is."""

    proof: str = ""
    until: int = 0
    sign: str = ""


class CheckNeeded(Exception):
    """First show that a person sends this. `failed` where something was solved, and is not good."""

    def __init__(self, *, failed: bool) -> None:
        super().__init__()
        self.failed = failed


def is_bare(headers: Mapping[bytes, bytes]) -> bool:
    """Every browser says its languages, and on a post from where it comes."""
    return b"accept-language" not in headers or (
        b"origin" not in headers and b"sec-fetch-site" not in headers
    )


@dataclass(slots=True)
class HumanCheck:
    """`soft` is counted for each address and `crowd` for each event: past them a check is asked for."""

    keys: Keys
    questions: Mapping[str, Sequence[Question]]
    soft: Limits
    crowd: Limits
    _days: dict[int, bytes] = field(default_factory=dict)

    def opened(self, event_id: int, now: float) -> str:
        """What the script keeps from when the form was first touched."""
        return f"{int(now)}.{self._mac(self.keys.opened, f'{event_id}.{int(now)}')}"

    def challenge(self, event_id: int, now: float) -> bytes:
        """A proof of work for that event, as JSON."""
        challenge = altcha.create_challenge(
            ALGORITHM,
            ROUNDS,
            key_prefix=PREFIX,
            expires_at=int(now) + GOOD_FOR,
            data={"event": event_id},
            hmac_secret=self.keys.challenge,
        )
        return json.dumps(challenge.to_dict()).encode()

    def question(self, event_id: int, language: str, now: float) -> tuple[str, str]:
        """An arithmetic question's words, and the token that its answer is sent with."""
        words, answer = secrets.choice(self.questions[language])
        token = f"{int(now) + GOOD_FOR}.{secrets.token_hex(8)}"
        return words, f"{token}.{self._answered(event_id, token, answer)}"

    def look(
        self,
        event_id: int,
        fields: Fields,
        sender: Sender,
        now: float,
        *,
        always: bool,
        shown: Solved | None = None,
    ) -> Sending:
        """How it was sent. Raises CheckNeeded where, under pressure or `always`, nothing good was solved.

        `shown` is what `shown` found, where it was asked before.
        """
        found = signs.signs_of(fields, self._opened_at(event_id, fields, now), now, is_bare=sender.is_bare)
        proof, until, sign = shown or self.shown(event_id, fields, now)
        if sign:
            found.append(sign)
        elif always or (sender.is_limited and self._is_pressed(event_id, sender, found, now)):
            raise CheckNeeded(failed="altcha" in fields or "sum" in fields)
        return Sending(" ".join(found), self.network(sender.key, now), proof, until)

    def network(self, key: str, now: float) -> str:
        """The same for one address on one day, and nothing that leads back to it."""
        if not key:
            return ""
        day = int(now) // _DAY
        salt = self._days.get(day)
        if salt is None:
            salt = hmac.digest(self.keys.network, str(day).encode(), "sha256")
            self._days = {day: salt}
        return blake2b(key.encode(), key=salt, digest_size=8).hexdigest()

    def _is_pressed(self, event_id: int, sender: Sender, found: Sequence[str], now: float) -> bool:
        weight = SIGNS_WEIGH if found else 1.0
        is_crowded = not self.crowd.admits(str(event_id), now, weight)
        return not self.soft.admits(sender.key, now) or is_crowded

    def _opened_at(self, event_id: int, fields: Fields, now: float) -> float | None:
        given = fields.get("opened")
        if given is None:
            return None
        seconds, _, mac = given[-1].partition(".")
        if len(seconds) > 12 or not _is_same(mac, self._mac(self.keys.opened, f"{event_id}.{seconds}")):
            return None
        # Two machines' clocks may differ by a little.
        return min(float(seconds), now)

    def shown(self, event_id: int, fields: Fields, now: float) -> Solved:
        """What was solved. It remembers nothing, so that any thread may ask: a proof takes a millisecond."""
        if "altcha" in fields:
            proof, until = self._proven(event_id, fields["altcha"][-1])
            return Solved(proof, until, signs.PROVEN if proof else "")
        if "sum" in fields:
            proof, until = self._summed(event_id, fields, now)
            return Solved(proof, until, signs.SUMMED if proof else "")
        return Solved()

    def _proven(self, event_id: int, given: str) -> tuple[str, int]:
        if len(given) > LONGEST or not altcha.verify_solution(given, self.keys.challenge).verified:
            return "", 0
        parameters = altcha.Payload.from_base64(given).challenge.parameters
        # Signed by us: it is as we made it, for this event or for another.
        if parameters.data != {"event": event_id}:
            return "", 0
        return str(parameters.nonce), int(parameters.expires_at or 0)

    def _summed(self, event_id: int, fields: Fields, now: float) -> tuple[str, int]:
        token, _, mac = fields.get("question", [""])[-1].rpartition(".")
        until, _, nonce = token.partition(".")
        answer = _number(fields["sum"][-1])
        if answer is None or not _is_same(mac, self._answered(event_id, token, answer)):
            return "", 0
        return (f"q{nonce}", int(until)) if int(until) > now else ("", 0)

    def _answered(self, event_id: int, token: str, answer: int) -> str:
        return self._mac(self.keys.question, f"{event_id}.{token}.{answer}")

    @staticmethod
    def _mac(key: bytes, text: str) -> str:
        # Keyed BLAKE2 is a MAC as HMAC is, in a third of the time: one is computed for every answer.
        return blake2b(text.encode("utf-8", "replace"), key=key, digest_size=12).hexdigest()


def _is_same(given: str, right: str) -> bool:
    return given.isascii() and hmac.compare_digest(given, right)


def _number(given: str) -> int | None:
    """As people type it: with spaces, in full-width digits, perhaps with a sign."""
    text = unicodedata.normalize("NFKC", given[:20]).strip().rstrip(".")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
