"""Whether a draw's record is true: everything in it is computed again."""

from collections.abc import Sequence
from typing import TypeVar

from turnout.rules import announced, drand
from turnout.rules.draw import Outcome, draw, seed_of
from turnout.rules.draw_reading import Record
from turnout.rules.draw_record import Frozen, Numbers, Proof, Round, commitment_of
from turnout.rules.refusal import Refusal

Value = TypeVar("Value")


class Untrue(Refusal):
    """The record says what is not so. `what` is a code; `facts` are what it says and what is computed."""

    def __init__(self, what: str, **facts: object) -> None:
        super().__init__(what, facts)
        self.what, self.facts = what, facts


def check_record(record: Record) -> Sequence[str]:
    """What was found true, as codes; those of the result only where there is one. Raises Untrue."""
    computed = commitment_of(record.canonical)
    if computed.hex() != record.commitment:
        raise Untrue("commitment", said=record.commitment, computed=computed.hex())
    _check_named(record.frozen)
    found = ["commitment", "named"]
    if record.outcome is None:
        return found
    if record.proof is None:
        raise Untrue("no randomness")
    check_proof(record.frozen.randomness, record.proof)
    value = record.proof.randomness
    if value.hex() != record.claimed:
        raise Untrue("value", said=record.claimed, computed=value.hex())
    seed = seed_of(computed, value)
    if seed.hex() != record.seed:
        raise Untrue("seed", said=record.seed, computed=seed.hex())
    frozen = record.frozen
    _check_outcome(record.outcome, draw(frozen.entries, frozen.seats, frozen.quotas, seed))
    return [*found, "randomness", "seed", "order", "places"]


def _check_named(frozen: Frozen) -> None:
    """The randomness was named by the rule, before it existed."""
    named = frozen.randomness
    if isinstance(named, Numbers):
        if named.at < frozen.closed + drand.LEAST_LEAD:
            raise Untrue("too soon", lead=named.at - frozen.closed)
        if announced.outcomes_of(named.sources) < announced.LEAST_OUTCOMES:
            raise Untrue("too few outcomes", outcomes=announced.outcomes_of(named.sources))
        return
    if named.lead < drand.LEAST_LEAD:
        raise Untrue("too soon", lead=named.lead)
    formula = drand.round_after(frozen.closed, named.lead)
    if named.number != formula:
        raise Untrue("round", said=named.number, computed=formula)


def check_proof(named: Round | Numbers, proof: Proof) -> None:
    """Whoever brought it. Raises Untrue."""
    if isinstance(named, Numbers):
        if not announced.is_text_of(named.sources, proof.text):
            raise Untrue("text", said=proof.text)
    elif not drand.is_genuine(named.number, bytes.fromhex(proof.signature)):
        raise Untrue("signature", round=named.number)


def _check_outcome(said: Outcome, computed: Outcome) -> None:
    if said.order != computed.order:
        at = _first_difference(said.order, computed.order)
        raise Untrue("order", rank=at + 1, said=_nth(said.order, at), computed=_nth(computed.order, at))
    if said.places != computed.places:
        at = _first_difference(said.places, computed.places)
        one, other = _nth(said.places, at), _nth(computed.places, at)
        raise Untrue("places", place=at + 1, said=one and one.code, computed=other and other.code)


def _first_difference(one: Sequence[object], other: Sequence[object]) -> int:
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _nth(values: Sequence[Value], at: int) -> Value | None:
    return values[at] if at < len(values) else None
