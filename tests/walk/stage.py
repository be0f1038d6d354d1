"""An instance with one of everything, for those who walk to each of its addresses.

`python -m tests.walk.stage` on the data of a server that runs prints what the walk must know: the parts
of addresses, and the cookies of each kind of visitor.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.server import Server


@dataclass(frozen=True)
class Filled:
    """`parts`: for each parameter of an address the values to try, under "*" or an address's own name.

    `visitors`: the cookies of each; nobody has none.
    """

    parts: dict[str, dict[str, list[Any]]]
    visitors: dict[str, dict[str, str]]


def filled(server: Server) -> Filled:
    """Fill the server's database. `visitors` begins with nobody."""
    return Filled(**json.loads(_run(server)))


def known(server: Server, emails: Sequence[str]) -> None:
    """Make each a member's address, one that has answered `plain`, reads posts by mail and may comment."""
    _run(server, *emails)


def _run(server: Server, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.walk.stage", *arguments],
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_known(emails: Sequence[str]) -> None:
    from django.db import transaction
    from django.utils import timezone

    from tests.factories import interest_of, reader_of, user_of
    from turnout.events.models import Event
    from turnout.interest.public_id import new_public_id
    from turnout.newsroom.models import Commenter, Post
    from turnout.rules.email_address import key_of

    event, now = Event.objects.get(slug="plain"), timezone.now()
    host = Post.objects.get(slug="said").organisation
    with transaction.atomic():
        for email in emails:
            interest_of(event, email=email)
            user_of(event.organisation, email=email)
            reader_of(host, email=email)
            known = {"email": email, "email_key": key_of(email), "public_id": new_public_id(now)}
            Commenter.objects.create(
                organisation=host, language="en", created_at=now, verified_at=now, approved_at=now, **known
            )


def fill() -> dict[str, Any]:
    from tests.factories import interest_of, organisation_of, user_of
    from tests.journeys.stage import announce
    from turnout.accounts.models import Role
    from turnout.events.models import Event

    announce()
    _in_frames()
    _not_open_yet()
    event = Event.objects.get(slug="everything")
    for number in range(3):
        interest_of(event, via="reddit" if number else "", party=number + 1)
    here = event.organisation
    members = {role.value: user_of(here, role=role) for role in Role}
    members["keys"] = user_of(here, name="Kim Lee")
    members["elsewhere"] = user_of(organisation_of(name="Cumulus"))
    members["nowhere"] = user_of()
    visitors = {name: _session_of(user) for name, user in members.items()}
    parts = _parts(event, members)
    return {
        "parts": parts,
        "visitors": {
            "nobody": {},
            **visitors,
            "invited": _session_of(_invited()),
            "fan": {**_fans_cookie(event), **_commenters_cookie()},
        },
    }


def _in_frames() -> None:
    """`plain` may be shown within another site's page."""
    from turnout.events.models import Event
    from turnout.interest.render_pages import render_pages

    Event.objects.filter(slug="plain").update(embed_hosts=["fans.example.org"])
    render_pages(Event.objects.get(slug="plain"))


def _not_open_yet() -> None:
    from tests.factories import event_of, organisation_of
    from turnout.events.models import Event, Stage
    from turnout.interest.render_pages import render_pages

    soon = datetime.now(UTC) + timedelta(days=3)
    event = event_of(organisation_of(), stage=Stage.GAUGING, opens_at=soon)
    Event.objects.filter(pk=event.pk).update(slug="soon")
    render_pages(Event.objects.get(pk=event.pk))
    event_of(event.organisation, slug="draft")


def _invited() -> Any:
    from tests.factories import user_of

    return user_of(email="guest@example.org")


def _fans_cookie(event: Any) -> dict[str, str]:
    """Of who opened the personal link of the first answer."""
    from django.http import HttpResponse

    from turnout.fan.own_cookie import NAME, give_cookie

    answer = HttpResponse()
    give_cookie(answer, event.interests.order_by("pk")[0])
    return {NAME: answer.cookies[NAME].value}


def _commenters_cookie() -> dict[str, str]:
    """Of who opened the mailed link of the first comment."""
    from django.http import HttpResponse

    from turnout.newsroom.commenter_link import NAME, give_cookie
    from turnout.newsroom.models import Commenter

    answer = HttpResponse()
    give_cookie(answer, Commenter.objects.order_by("pk")[0])
    return {NAME: answer.cookies[NAME].value}


def _comments(organisation: Any) -> dict[str, dict[str, list[Any]]]:
    """Under a post: one that appears with its answer, one that waits, and a word that is blocked."""
    from django.utils import timezone

    from tests.factories import ACTOR, comment_of, post_of
    from turnout.accounts.models import Membership, Role
    from turnout.newsroom.blocks import block_word
    from turnout.newsroom.commenter_link import token_of
    from turnout.newsroom.decide_link import decide_link
    from turnout.newsroom.show import show

    now = timezone.now()
    post = post_of(organisation, slug="said", published_at=now)
    show(post)
    first = comment_of(post, state="shown")
    comment_of(post, state="shown", answers_to=first.public_id)
    held = comment_of(post)
    assert first.commenter
    assert held.commenter
    owner = Membership.objects.filter(organisation=organisation, role=Role.OWNER).order_by("pk")[0]
    parts = ("comments", "comment-thanks", "comment-opened", "comment-challenge")
    own = ("my-comments", "confirm-commenter", "answers-by-mail", "edit-comment", "delete-comment")
    mine = {"public_id": [first.commenter.public_id, "0" * 32], "comment": [first.public_id, "0" * 32]}
    return {
        **{name: {"slug": [post.slug, "nothing"]} for name in parts},
        **{
            name: {"slug": [post.slug], "public_id": [first.public_id, held.public_id]}
            for name in ("answer-comment", "report-comment")
        },
        **dict.fromkeys(own, mine),
        "commenter-link": {"token": [token_of(first.commenter), "nonsense"]},
        "decide-comment": {"token": [_token(decide_link(held, "approve", owner)), "nonsense"]},
        "desk:comment": {"number": [first.pk, held.pk]},
        "desk:remove-block": {"number": [block_word(organisation, "casino", ACTOR, now).pk]},
    }


def _session_of(user: Any) -> dict[str, str]:
    """Signed in as people are, by a link and its button."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from turnout.accounts.sign_in_link import make_sign_in_link

    client = Client(HTTP_HOST="127.0.0.1")
    client.post(make_sign_in_link(user.email, now=timezone.now()))
    # The first page notes where this session is used.
    assert client.get("/desk/").status_code in {200, 302}
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _parts(event: Any, members: dict[str, Any]) -> dict[str, dict[str, list[Any]]]:
    from allauth.usersessions.models import UserSession

    from tests.factories import mailing_of, mention_of, option_of, question_of
    from turnout.accounts.models import Membership
    from turnout.interest.models import SavedFilter

    sessions = UserSession.objects.filter(user=members["owner"])
    mailing = mailing_of(event).pk
    return {
        "*": {
            "organisation": [event.organisation.slug],
            "event": [event.slug],
            "slug": ["everything", "plain", "closed", "off", "over", "soon", "draft", "nothing"],
            "membership": [Membership.objects.get(user=members["door"]).pk],
            "invitation": [_invitation(event.organisation).pk],
            "code": [event.channels.get().code],
            "public_id": [event.interests.order_by("pk")[0].public_id],
            "name": ["close", "nothing"],
            "session": [sessions[0].pk],
            "pk": [_passkey(members["keys"])],
            "key": ["x"],
            "uidb36": ["1"],
            "kind": ["json", "html", "nothing"],
            "mail": [_mail(event)],
            "language": ["en", "es"],
        },
        **_mailed_tokens(event),
        **_comments(event.organisation),
        **_past_events(event),
        **_decided(event),
        **_tickets(event.organisation),
        **{f"desk:{name}": {"number": [mailing]} for name in ("mailing", "edit-mailing", "mailing-html")},
        "desk:do-mailing": {"number": [mailing], "name": ["send", "try", "cancel", "nothing"]},
        **_of_inviting(event),
        **_of_a_draw(event),
        **_of_posts(event.organisation),
        **_of_readers(event),
        "sign-in-link": {"token": _sign_in_tokens(members["owner"])},
        "member-invitation": {"token": [*_invitation_tokens(event.organisation), "nonsense"]},
        **_readers(event.organisation),
        "desk:decide-mention": {"number": [mention_of(event).pk], "what": ["refuse", "nothing"]},
        "desk:option": {"number": [event.options.all()[0].pk]},
        "desk:retire-option": {"number": [option_of(event).pk]},
        "desk:question": {"number": [event.questions.all()[0].pk]},
        "desk:retire-question": {"number": [question_of(event).pk]},
        "desk:said-and-came": {"event": [event.slug, _has_been(event.organisation)]},
        "desk:forget-filter": {"number": [SavedFilter.objects.create(event=event, name="Mine", query={}).pk]},
    }


def _readers(organisation: Any) -> dict[str, dict[str, list[Any]]]:
    """One who reads, one who has to confirm, one who left; and there is something to read."""
    from tests.factories import post_of, reader_of
    from turnout.newsroom.reader_link import token_of

    now = datetime.now(UTC)
    post_of(organisation, published_at=now)
    on, asked = reader_of(organisation), reader_of(organisation, since=None)
    left = reader_of(organisation, ended_at=now)
    return {
        "reader": {"token": [*map(token_of, (on, asked, left)), "nonsense"]},
        "desk:remove-reader": {"number": [on.pk]},
    }


def _has_been(organisation: Any) -> str:
    """The slug of an event that is over, with its forecasts and with who came."""
    from tests.factories import ACTOR, event_of, interest_of
    from turnout.events.models import Event, Stage
    from turnout.forecasts.advance import advance
    from turnout.forecasts.break_down import break_down
    from turnout.forecasts.keep_forecast import keep_forecast
    from turnout.forecasts.record_outcome import record_outcome

    event = event_of(organisation, stage=Stage.GAUGING)
    before = datetime(2026, 12, 6, 12, tzinfo=UTC)
    people = [interest_of(event, at=before - timedelta(days=20), party=1).pk for _ in range(10)]
    for day in range(2):
        keep_forecast(event.pk, before + timedelta(days=day))
    Event.objects.filter(pk=event.pk).update(stage=Stage.PAST)
    event.refresh_from_db()
    advance(event.pk, people[:2], "admitted", before)
    record_outcome(event, ACTOR, 2, 0, before + timedelta(days=3))
    break_down(event.pk, before + timedelta(days=3))
    return str(event.slug)


def _past_events(event: Any) -> dict[str, dict[str, list[Any]]]:
    """The organisation has a history, and the event forecasts of two days."""
    from tests.factories import ACTOR
    from turnout.forecasts.bring_in import bring_in
    from turnout.forecasts.keep_forecast import keep_forecast
    from turnout.rules.history import Happened

    now = datetime.now(UTC)
    past = [Happened(f"Meeting {number}", now.date() - timedelta(days=number), 90, 50) for number in (7, 9)]
    brought = bring_in(event.organisation, ACTOR, past, now)
    for days in (1, 0):
        keep_forecast(event.pk, now - timedelta(days=days))
    outcome = brought.outcomes.all()[0].pk
    return {
        "desk:brought": {"number": [brought.pk]},
        **{
            f"desk:{name}": {"number": [outcome]}
            for name in ("outcome", "remove-outcome", "put-back-outcome")
        },
    }


def _decided(event: Any) -> dict[str, dict[str, list[Any]]]:
    """Halls, one of them removed, and a link to the forecast."""
    from django.utils import timezone

    from tests.factories import ACTOR, venue_of
    from turnout.forecasts.make_link import make_link
    from turnout.forecasts.outlook_link import token_of
    from turnout.forecasts.remove_venue import remove_venue

    now, hall, gone = timezone.now(), venue_of(event), venue_of(event, name="Loft")
    remove_venue(gone, ACTOR, now)
    link = make_link(event, ACTOR, "Brick Hall", 14, now)
    return {
        "desk:option-place": {"number": [event.options.all()[0].pk]},
        "desk:venue": {"number": [hall.pk]},
        "desk:remove-venue": {"number": [hall.pk]},
        "desk:bring-back-venue": {"number": [gone.pk]},
        "desk:revoke-outlook": {"number": [link.pk]},
        "shared-outlook": {"token": [token_of(link), "nonsense"]},
    }


def _of_a_draw(event: Any) -> dict[str, dict[str, list[Any]]]:
    """Entries that were written down, whose numbers are still to come; and a group of friends."""
    from tests.factories import ACTOR, wave_of
    from turnout.invitations.freeze import freeze
    from turnout.invitations.friends import make_group
    from turnout.invitations.start_draw import Named, start_draw

    now = datetime.now(UTC)
    wave = wave_of(event, rule="draw", seats=1, narrowing={"verified": False})
    draw = start_draw(wave, ACTOR, Named(lead=timedelta(days=1)), "All take part.", {}, now)
    freeze(draw.pk, now)
    group = make_group(event.interests.order_by("pk")[1].pk, now)
    screens = ("draw", "settle-draw", "abandon-draw")
    return {
        **{f"desk:{name}": {"number": [wave.number]} for name in screens},
        **{name: {"public_id": [draw.public_id, "nothing"]} for name in ("draw", "draw-record")},
        "friends": {"code": [group.code, "nothing"]},
        "my-friends-change": {"what": ["make", "leave", "nothing"]},
    }


def _of_readers(event: Any) -> dict[str, dict[str, list[Any]]]:
    """Published posts with a tag, in two languages; one was withdrawn, and one has moved."""
    from django.utils import timezone

    from tests.factories import post_of
    from turnout.newsroom.models import OldAddress, PostState, Tag
    from turnout.newsroom.show import show

    now, host = timezone.now(), event.organisation
    tag = Tag.objects.create(organisation=host, name="Fan Day", slug="fan-day")
    for number in range(13):
        post = post_of(
            host, slug=f"post{number}", published_at=now - timedelta(days=number), languages=["es"]
        )
        post.tags.add(tag)
        post.events.add(event)
    OldAddress.objects.create(slug="moved", post=post)
    withdrawn = {"slug": "withdrawn", "state": PostState.WITHDRAWN, "withdrawn_at": now}
    post_of(host, published_at=now - timedelta(days=20), **withdrawn)
    show(post)
    slugs, tags = ["post0", "withdrawn", "moved", "nothing"], ["fan-day", "nothing"]
    return {
        "post": {"slug": slugs},
        "post-card": {"slug": slugs},
        "events-page": {"number": [1, 9]},
        "news-page": {"number": [1, 2, 9]},
        "news-tag": {"tag": tags},
        "news-tag-feed": {"tag": tags},
        "news-tag-page": {"tag": tags, "number": [1, 2, 9]},
    }


def _of_posts(organisation: Any) -> dict[str, dict[str, list[Any]]]:
    """A draft, what is public, and what was approved."""
    from django.utils import timezone

    from tests.factories import post_of, user_of, written
    from turnout.newsroom.approve_post import approve_post
    from turnout.newsroom.submit_post import submit_post

    approved = submit_post(written(organisation), "system")
    approve_post(approved, user_of(organisation), approved.edition)
    public = post_of(organisation, published_at=timezone.now())
    posts = [written(organisation).pk, public.pk, approved.pk]
    screens = ("post", "edit-post", "autosave-post", "post-figure", "post-preview", "post-versions")
    asked = ("schedule-post", "correct-post", "post-address", "post-related", "withdraw-post", "delete-post")
    return {
        **{f"desk:{name}": {"number": posts} for name in (*screens, *asked)},
        **{
            f"desk:{name}": {"number": posts[:1], "version": [1, 9]}
            for name in ("post-version", "restore-post")
        },
        "desk:do-post": {"number": posts[:1], "name": ["submit", "approve", "nothing"]},
    }


def _tickets(organisation: Any) -> dict[str, dict[str, list[str]]]:
    """The addresses of a ticket, of one that a friend took, of one that was given back, and of nobody's."""
    from django.utils import timezone

    from tests.factories import event_of
    from tests.tickets.held import again, decided, tickets_of
    from turnout.events.models import Stage
    from turnout.tickets.models import PendingPass
    from turnout.tickets.offer_link import offer_link
    from turnout.tickets.offer_ticket import offer_ticket
    from turnout.tickets.revoke import revoke
    from turnout.tickets.take_ticket import take_ticket
    from turnout.tickets.ticket_link import token_of

    now = timezone.now()
    own, passed, ended, offered = tickets_of(decided(event_of(organisation, stage=Stage.INVITING)), 4)
    before = token_of(passed)
    offer_ticket(passed, "friend@example.org", now)
    taken = take_ticket(PendingPass.objects.get(ticket=passed), "Zoë", now)
    revoke([ended], "released", now)
    offer_ticket(offered, "another.friend@example.org", now)
    offer = offer_link(PendingPass.objects.select_related("ticket").get(ticket=offered))
    tokens = [*map(token_of, (own, taken, again(ended))), before, "nonsense"]
    parts = ("", "-pdf", "-calendar", "-apple", "-google", "-name", "-keep", "-pass-on", "-forget")
    of_ticket = {f"ticket{part}": {"token": tokens} for part in parts}
    return {**of_ticket, "ticket-offer": {"token": [_token(offer), "nonsense"]}}


def _of_inviting(event: Any) -> dict[str, dict[str, list[Any]]]:
    """What is settled, with another place that it is not, and a round to be sent."""
    from tests.factories import wave_of

    wave = wave_of(event)
    other = event.decision.before["others"][0]
    return {
        **{f"desk:{name}": {"number": [wave.number]} for name in ("round", "edit-round", "round-html")},
        "desk:do-round": {"number": [wave.number], "name": ["send", "try", "cancel", "nothing"]},
        "desk:second-city": {"number": [other]},
    }


def _mail(event: Any) -> int:
    from turnout.outbox.queue import queue

    organisation = event.organisation_id
    mail = queue("outbox/test_mail", "ada@example.org", language="en", organisation_id=organisation, code="1")
    return mail.pk


def _passkey(user: Any) -> int:
    """The number of a passkey; the user gets an authenticator app and recovery codes as well."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from allauth.mfa.webauthn.internal.auth import WebAuthn

    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return int(WebAuthn.add(user, "Key", _credential()).instance.pk)


def _credential() -> dict[str, Any]:
    """What a browser says of a new passkey."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2.cose import ES256
    from fido2.utils import websafe_encode
    from fido2.webauthn import (
        AttestationObject,
        AttestedCredentialData,
        AuthenticatorData,
        CollectedClientData,
    )

    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    key = AttestedCredentialData.create(bytes(16), b"passkey", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(bytes(32), flags, 0, key)
    said = CollectedClientData.create(CollectedClientData.TYPE.CREATE, bytes(32), "http://localhost")
    return {
        "id": websafe_encode(b"passkey"),
        "rawId": websafe_encode(b"passkey"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(said),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }


def _token(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _sign_in_tokens(owner: Any) -> list[str]:
    """One that can be used, one that was, and one that nobody made."""
    from django.utils import timezone

    from turnout.accounts.sign_in_link import find_sign_in_link, follow_sign_in_link, make_sign_in_link

    now = timezone.now()
    fresh, used = (_token(make_sign_in_link(owner.email, now=now)) for _ in range(2))
    follow_sign_in_link(find_sign_in_link(used, now), "", now)
    return [fresh, used, "nonsense"]


def _mailed_tokens(event: Any) -> dict[str, dict[str, list[str]]]:
    """What stands in the mails to fans: of the first two answers, of one that was renewed, and of nobody."""
    from django.db import transaction
    from django.utils import timezone

    from turnout.interest.address_link import address_link
    from turnout.interest.ask_for_address import ask_for_address
    from turnout.interest.personal_link import OWN_PAGE, token_of
    from turnout.interest.renew_link import renew_link
    from turnout.interest.subscribe import subscribe
    from turnout.interest.verify import verify
    from turnout.outbox.unsubscribe_link import unsubscribe_link

    now = timezone.now()
    first, second, third = event.interests.order_by("pk")[:3]
    second = verify(second.pk, now)
    renewed = token_of(third, OWN_PAGE)
    renew_link(third.pk, now)
    pending = ask_for_address(first.pk, "another@example.org", now)
    with transaction.atomic():
        subscriber = subscribe(second, now, now)
    assert subscriber
    links = [unsubscribe_link("event", first.public_id), unsubscribe_link("news", subscriber.public_id)]
    return {
        "my-link": {"token": [*(token_of(each, OWN_PAGE) for each in (first, second)), renewed, "nonsense"]},
        "new-address": {"token": [_token(address_link(pending)), "nonsense"]},
        "unsubscribe": {"token": [*map(_token, links), "nonsense"]},
    }


def _invitation(organisation: Any, email: str = "guest@example.org") -> Any:
    from turnout.accounts.models import MemberInvitation, Role

    found, _ = MemberInvitation.objects.get_or_create(
        organisation=organisation,
        email=email,
        defaults={"role": Role.DOOR, "expires_at": organisation.created_at.replace(year=2126)},
    )
    return found


def _invitation_tokens(organisation: Any) -> list[str]:
    """Of somebody with an account and of somebody without."""
    from turnout.accounts.invitation_link import invitation_link

    emails = ("guest@example.org", "stranger@example.org")
    return [_token(invitation_link(_invitation(organisation, email))) for email in emails]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnout.settings")
    import turnout  # noqa: F401  (puts its SQLite in place)

    __import__("django").setup()
    if sys.argv[1:]:
        make_known(sys.argv[1:])
    else:
        sys.stdout.write(json.dumps(fill()))
