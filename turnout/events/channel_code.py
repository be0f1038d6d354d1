import re

from django.db import IntegrityError, transaction

from turnout.events.models import Channel
from turnout.events.refusals import Problem, Unfit
from turnout.events.slugs import by_chance
from turnout.rules.slug import slug_of

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
LONGEST = 40


def save_with_free_code(channel: Channel, code: str = "") -> Channel:
    """With that code, or one that nobody has, though many are made at once. Raises Unfit."""
    if code and (len(code) > LONGEST or not CODE.fullmatch(code)):
        raise Unfit(Problem("code", "not_an_address"))
    for attempt in range(5):
        channel.code = code or (free_code(channel.name) if attempt < 4 else by_chance(8))
        try:
            with transaction.atomic():
                channel.save(force_insert=True)
            return channel
        except IntegrityError:
            if code:
                break
    raise Unfit(Problem("code", "taken"))


def free_code(name: str) -> str:
    """A short code that somebody can type from a poster: the name alone where nobody has it yet."""
    base = slug_of(name, 24) or by_chance()
    if not Channel.objects.filter(code=base).exists():
        return base
    return f"{base}-{by_chance(4)}"
