import random
from datetime import datetime

# Apart by chance, not secret: nothing is granted to who knows a public id.
_chance = random.Random(random.SystemRandom().getrandbits(256))  # noqa: S311


def new_public_id(at: datetime) -> str:
    """A UUIDv7 (RFC 9562) in hexadecimal: rises with time, so that its index grows at one end."""
    milliseconds = int(at.timestamp() * 1000)
    high, low = _chance.getrandbits(12), _chance.getrandbits(62)
    return f"{milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low:032x}"
