"""What the public beacon answers when it is asked for a round."""

import json

from turnout.rules.draw_check import Untrue
from turnout.rules.draw_record import Proof
from turnout.rules.refusal import Refusal

MOST_BYTES = 10_000


class NotABeaconsAnswer(Refusal):
    """It is no JSON with a round and a signature in it."""


def proof_in(answer: str, number: int) -> Proof:
    """The signature in it, unchecked. Raises NotABeaconsAnswer; Untrue for another round."""
    try:
        found = json.loads(answer[:MOST_BYTES])
        said, signature = found["round"], str(found["signature"]).lower()
        bytes.fromhex(signature)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotABeaconsAnswer from error
    if said != number:
        raise Untrue("round", said=said, computed=number)
    if len(signature) != 96:
        raise NotABeaconsAnswer
    return Proof(signature=signature)
