"""What an organisation does not want to read: an address, a connection, a word."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from turnout.accounts.models import Organisation
from turnout.journal.record import record
from turnout.newsroom.models import Block, Comment
from turnout.outbox.address_hash import address_hash, hashes_of
from turnout.rules.refusal import Refusal

LONGEST_WORD = 60


class NothingToBlock(Refusal):
    """There is no such address, network or word to block."""


@dataclass(frozen=True)
class Blocked:
    """All of one organisation."""

    addresses: Collection[str] = ()
    networks: Collection[str] = ()
    words: Collection[str] = field(default=())

    def why(self, comment: Comment) -> str:
        """A reason's code; empty where nothing of it is blocked."""
        if comment.network and comment.network in self.networks:
            return "~blocked-network"
        if comment.commenter and self.addresses and _is_among(comment.commenter.email, self.addresses):
            return "~blocked-address"
        text = folded(f"{comment.name} {comment.text}")
        return "~blocked-word" if any(word in text for word in self.words) else ""


def blocked_by(organisation_ids: Iterable[int]) -> Mapping[int, Blocked]:
    kinds: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    found = Block.objects.filter(organisation__in=set(organisation_ids))
    for organisation_id, kind, value in found.values_list("organisation_id", "kind", "value"):
        kinds[organisation_id][kind].add(value)
    return {
        pk: Blocked(of[Block.Kind.ADDRESS], of[Block.Kind.NETWORK], of[Block.Kind.WORD])
        for pk, of in kinds.items()
    }


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def block_comments_like(comment: Comment, kind: str, actor: str, now: datetime) -> Block:
    """Its address or its network. Raises NothingToBlock."""
    if kind == Block.Kind.ADDRESS and comment.commenter:
        email = comment.commenter.email
        return _block(comment.post.organisation, kind, address_hash(email), _hint(email), actor, now)
    if kind == Block.Kind.NETWORK and comment.network:
        return _block(comment.post.organisation, kind, comment.network, comment.network[:6], actor, now)
    raise NothingToBlock


def block_word(organisation: Organisation, word: str, actor: str, now: datetime) -> Block:
    """Wherever it stands in a name or text, in whatever case. Raises NothingToBlock."""
    value = folded(word)
    if not 2 <= len(value) <= LONGEST_WORD:
        raise NothingToBlock
    return _block(organisation, Block.Kind.WORD, value, value, actor, now)


def unblock(block: Block, actor: str) -> None:
    with transaction.atomic():
        record(actor, "unblock", "block", block.pk, organisation_id=block.organisation_id)
        Block.objects.filter(pk=block.pk).delete()


def _block(organisation: Organisation, kind: str, value: str, hint: str, actor: str, now: datetime) -> Block:
    with transaction.atomic():
        block, is_new = Block.objects.get_or_create(
            organisation=organisation,
            kind=kind,
            value=value,
            defaults={"hint": hint, "made_by": actor, "at": now},
        )
        if is_new:
            record(actor, "block", "block", block.pk, organisation_id=organisation.pk)
    return block


def _hint(email: str) -> str:
    """Enough to know it again: a…@example.org."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"[:60]


def _is_among(email: str, hashes: Collection[str]) -> bool:
    return any(each in hashes for each in hashes_of(email))
