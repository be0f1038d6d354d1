"""Which answers look like a program's or a second account's, and why. Nobody is dropped for it:
they are kept apart until a person has looked.

Pure: the recent answers of one event in, reasons out. One weak sign alone is never a reason; whoever
reads without script, shares an address with a whole town, or writes ada+news@ is in good company.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from turnout.rules import signs

HONEYPOT = "honeypot"  # filled in what nobody sees
PROGRAM = "program"  # no browser sends like that, and no script said when the form was touched
DISPOSABLE = "disposable"  # an address of a provider of throwaway mailboxes
VARIANT = "variant"  # one mailbox, written in several ways
BURST = "burst"  # the same answers again and again, most of them sent without a browser's signs
NETWORK = "network"  # most of what this network sent looks like a program
GIBBERISH = "gibberish"  # a name of random letters, sent with a sign

REASONS = (HONEYPOT, PROGRAM, DISPOSABLE, VARIANT, BURST, NETWORK, GIBBERISH)

# Signs of which people have one now and then, and programs nearly always.
_ODD = frozenset({signs.UNOPENED, signs.YOUNG, signs.STALE, signs.BARE})
_UNTIMED = _ODD - {signs.BARE}

# Seconds between two answers of one burst.
GAP = 300.0
LEAST_IN_BURST = 5
LEAST_IN_NETWORK = 8
# Of a burst or a network so many carry signs before they are taken for one program's.
SHARE = 0.5
# And so much more than of all others.
STANDS_OUT = 0.25
# From so many on all the variants of a mailbox are suspect, the first one too.
LEAST_VARIANTS = 3
_IGNORE_DOTS = frozenset({"gmail.com", "googlemail.com"})


class Seen(NamedTuple):
    """What is looked at of an answer. `same` is equal for those that answered everything alike."""

    id: int
    at: float
    name: str
    email_key: str
    signs: frozenset[str]
    network: str
    same: Any

    @property
    def is_odd(self) -> bool:
        return not _ODD.isdisjoint(self.signs)


Found = Iterable[tuple[Seen, str]]


def verdicts(answers: Sequence[Seen], disposable: Collection[str]) -> dict[int, list[str]]:
    """The reasons of each that has any, in the order of REASONS. `answers` are in order of arrival."""
    reasons: dict[int, set[str]] = defaultdict(set)
    for find in (_by_themselves(disposable), _variants, _bursts, _networks):
        for answer, reason in find(answers):
            reasons[answer.id].add(reason)
    return {pk: [each for each in REASONS if each in found] for pk, found in reasons.items()}


def _by_themselves(disposable: Collection[str]) -> Callable[[Sequence[Seen]], Found]:
    def find(answers: Sequence[Seen]) -> Found:
        for answer in answers:
            if signs.FILLED in answer.signs:
                yield answer, HONEYPOT
            if signs.BARE in answer.signs and not _UNTIMED.isdisjoint(answer.signs):
                yield answer, PROGRAM
            if answer.is_odd and is_gibberish(answer.name):
                yield answer, GIBBERISH
            if is_disposable(answer.email_key, disposable):
                yield answer, DISPOSABLE

    return find


def is_disposable(email_key: str, disposable: Collection[str]) -> bool:
    """Whether its domain, or one above it, is on the list."""
    domain = email_key.rpartition("@")[2]
    while domain:
        if domain in disposable:
            return True
        domain = domain.partition(".")[2]
    return False


def mailbox_of(email_key: str) -> str:
    """Where mail to it arrives: without what follows a plus, and at Gmail without dots."""
    local, _, domain = email_key.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _IGNORE_DOTS:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def _variants(answers: Sequence[Seen]) -> Found:
    for group in _grouped(answers, lambda answer: mailbox_of(answer.email_key)):
        # Of two the first is left alone: people mend an address, and couples share one.
        yield from ((answer, VARIANT) for answer in group[0 if len(group) >= LEAST_VARIANTS else 1 :])
    # Elsewhere than at Gmail a dot makes another mailbox; but no house has three such people.
    for group in _grouped(answers, _without_dots):
        if len({answer.email_key for answer in group}) >= LEAST_VARIANTS:
            yield from ((answer, VARIANT) for answer in group)


def _without_dots(answer: Seen) -> str:
    local, _, domain = mailbox_of(answer.email_key).rpartition("@")
    return f"{local.replace('.', '')}@{domain}"


def _bursts(answers: Sequence[Seen]) -> Found:
    return _alike(answers, lambda answer: answer.same, LEAST_IN_BURST, BURST)


def _networks(answers: Sequence[Seen]) -> Found:
    known = [answer for answer in answers if answer.network]
    return _alike(known, lambda answer: answer.network, LEAST_IN_NETWORK, NETWORK)


def _alike(answers: Sequence[Seen], key: Callable[[Seen], Any], least: int, reason: str) -> Found:
    """Those with signs in groups that came within minutes and stand out from all others by their signs.

    Where our script fails for everybody, everybody has a sign: then no group stands out.
    """
    all_odd = sum(answer.is_odd for answer in answers)
    for group in _grouped(answers, key):
        for part in _without_gaps(group):
            odd = [answer for answer in part if answer.is_odd]
            usual = (all_odd - len(odd)) / max(len(answers) - len(part), 1)
            if len(odd) >= max(least, SHARE * len(part), (usual + STANDS_OUT) * len(part)):
                yield from ((answer, reason) for answer in odd)


def _grouped(answers: Iterable[Seen], key: Callable[[Seen], Any]) -> Iterator[list[Seen]]:
    groups: dict[Any, list[Seen]] = defaultdict(list)
    for answer in answers:
        groups[key(answer)].append(answer)
    return iter(groups.values())


def _without_gaps(group: Sequence[Seen]) -> Iterator[list[Seen]]:
    """Parts of the group in which each came soon after the one before."""
    part: list[Seen] = []
    for answer in group:
        if part and answer.at - part[-1].at > GAP:
            yield part
            part = []
        part.append(answer)
    yield part


_WORD = re.compile(r"[A-Za-z]{6,}")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")


def is_gibberish(name: str) -> bool:
    """Whether a name in plain Latin letters cannot be spoken, or changes its case at random.

    Names in other scripts are never: what is rare there we do not know.
    """
    if not name.isascii():
        return False
    for word in _WORD.findall(name):
        inner = word[1:]
        if sum(map(str.isupper, inner)) >= 2 and sum(map(str.islower, inner)) >= 2:
            return True
        if _CONSONANTS.search(word.lower()) or not set(word.lower()) & set("aeiouy"):
            return True
    return False
