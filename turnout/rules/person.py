"""Whose data is meant, for rooms that hold some: plain values, so that every room can be told of them."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    """Who gave one answer to one event.

    `addresses` are all that the answer ever had, by the key of each (rules.email_address). `wished` ones were
    asked for and not confirmed: they may be anybody's, so nothing is told or erased on their account but what
    is about this answer. `others` are the further answers given to the same organisation under one of the
    addresses: what belongs to those stays. `with_news` tells whether what the address subscribed to is meant
    as well.
    """

    interest_id: int
    event_id: int
    organisation_id: int
    name: str
    addresses: Mapping[str, str]
    wished: Collection[str] = ()
    others: Mapping[str, Collection[int]] = field(default_factory=dict)
    with_news: bool = True

    def is_named_in(self, text: str) -> bool:
        """Whether the whole name or one of the addresses stands in the text, in whatever case."""
        words = map(re.escape, map(_folded, (self.name, *self.addresses.values(), *self.addresses)))
        return re.search(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", _folded(text)) is not None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
