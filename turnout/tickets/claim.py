"""A place is confirmed: seats, tickets and the journal in one transaction, for one person or for a crowd."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from turnout.interest.models import Interest
from turnout.interest.refusals import LinkGone
from turnout.interest.verify import verify
from turnout.rules.refusal import Refusal
from turnout.rules.waitlist import Free
from turnout.tickets.claim_rows import Seated, write_claims
from turnout.tickets.free import free_to_claim, rows_of
from turnout.tickets.not_seated import NotOffered, SeatsTaken, TooLateToClaim, Unconfirmed
from turnout.tickets.offers import Offer, held_offers
from turnout.tickets.open_seats import open_seats
from turnout.tickets.press import Press
from turnout.tickets.seat import Wish, seat


def claim(interest: Interest, party: int | None, now: datetime) -> None:
    """As many of those invited as `party`, or all of them. Pressing again changes nothing.

    Raises SeatsTaken, NotOffered, TooLateToClaim, Unconfirmed, LinkGone.
    """
    press = Press(interest.public_id, interest.generation, now, party)
    if refusal := claim_batch([press]).get(press):
        raise refusal


def claim_batch(presses: Sequence[Press]) -> dict[Press, Refusal]:
    """Seat those who press, the first first; of whom none was seated, why.

    Whoever has claimed already has: a second press is no second claim, and is not refused.
    """
    refused = _claim(presses)
    unconfirmed = [press for press in presses if isinstance(refused.get(press), Unconfirmed)]
    if unconfirmed:
        _confirm(unconfirmed)
        refused = {press: why for press, why in refused.items() if press not in unconfirmed}
        refused |= _claim(unconfirmed)
    return refused


@transaction.atomic
def _claim(presses: Sequence[Press]) -> dict[Press, Refusal]:
    offers = _offers([press.public_id for press in presses])
    refused = {press: why for press in presses if (why := _refused(press, offers.get(press.public_id)))}
    wishes = list(_wishes(presses, refused, offers))
    seated = seat(wishes)
    _write(wishes, seated, offers, presses)
    return refused | _not_seated(presses, refused, offers, seated)


def _offers(public_ids: Sequence[str]) -> dict[str, Offer]:
    """With the rows of their seats, which are laid out when the first is asked for."""
    offers = held_offers(public_ids)
    unknown = {offer.event_id for offer in offers.values() if offer.lacks_seats}
    for event_id in sorted(unknown):
        open_seats(event_id)
    return held_offers(public_ids) if unknown else offers


def _confirm(presses: Sequence[Press]) -> None:
    """Few were invited unconfirmed; the mailed link that they came by says that the address is theirs.

    In transactions of their own: these hold answers and counters, which a claim never waits for.
    """
    moments = {press.public_id: press.at for press in presses}
    for pk, public_id in Interest.objects.filter(public_id__in=moments).values_list("pk", "public_id"):
        with suppress(Refusal):
            verify(pk, moments[public_id])


def _refused(press: Press, offer: Offer | None) -> Refusal | None:
    if offer is None:
        return NotOffered()
    if offer.generation != press.generation:
        return LinkGone()
    if offer.is_claimed:
        return None
    if not offer.is_verified:
        return Unconfirmed()
    return None if offer.is_open(press.at) else TooLateToClaim()


def _wishes(
    presses: Sequence[Press], refused: dict[Press, Refusal], offers: dict[str, Offer]
) -> Iterator[Wish]:
    """One for each offer: of two presses that differ, the first counts."""
    wished = set()
    for press in presses:
        if press in refused or press.public_id in wished:
            continue
        offer = offers[press.public_id]
        if not offer.is_claimed:
            wished.add(press.public_id)
            yield Wish(offer, heads_of(press, offer))


def heads_of(press: Press, offer: Offer) -> int:
    """At least one, at most as many as were invited."""
    return offer.party if press.party is None else max(1, min(press.party, offer.party))


def _write(
    wishes: Sequence[Wish], seated: dict[int, int], offers: dict[str, Offer], presses: Sequence[Press]
) -> None:
    by_key = {offer.pk: offer for offer in offers.values()}
    new = [Seated(by_key[wish.key], wish.heads, seated[wish.key]) for wish in wishes if wish.key in seated]
    if new:
        write_claims(new, max(press.at for press in presses))


def _not_seated(
    presses: Sequence[Press],
    refused: dict[Press, Refusal],
    offers: dict[str, Offer],
    seated: dict[int, int],
) -> dict[Press, Refusal]:
    """Those for whom there was no seat, with what is free for them now."""
    left_out: dict[Press, Refusal] = {}
    free: dict[int, Free] = {}
    for press in presses:
        offer = offers.get(press.public_id)
        if press in refused or offer is None or offer.is_claimed or offer.pk in seated:
            continue
        if offer.event_id not in free:
            free[offer.event_id] = free_to_claim(rows_of(offer.event_id))
        room = free[offer.event_id].room_for(offer.quota)
        left_out[press] = SeatsTaken(room, heads_of(press, offer))
    return left_out
