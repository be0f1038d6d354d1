"""Words in braces that a text for many has in place of what differs: {name}. A flat list, no more."""

import re
from collections.abc import Collection, Mapping

# A brace that is opened and closed on one line is meant as a placeholder; a lone one is a brace.
_BRACES = re.compile(r"\{([^{}\n]{0,80})\}")


def unknown_in(text: str, known: Collection[str]) -> list[str]:
    """Names that nothing could stand for, in the order in which they are written."""
    return list(dict.fromkeys(name for name in _BRACES.findall(text) if name not in known))


def filled(text: str, values: Mapping[str, str]) -> str:
    """In one pass: what a value says is never looked at again. An unknown name stays as it is."""
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)
