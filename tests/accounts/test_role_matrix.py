"""Who may open what: every address of the program, everybody. A new address without a line here fails."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.factories import (
    ACTOR,
    channel_of,
    comment_of,
    interest_of,
    mailing_of,
    option_of,
    organisation_of,
    post_of,
    published,
    question_of,
    user_of,
    venue_of,
    wave_of,
    written,
)
from turnout.accounts.guard import access_of
from turnout.accounts.models import MemberInvitation, Membership, Organisation, Role, User
from turnout.events.models import Event
from turnout.forecasts.bring_in import bring_in
from turnout.forecasts.make_link import make_link
from turnout.interest.models import SavedFilter
from turnout.invitations.freeze import freeze
from turnout.invitations.start_draw import Named, start_draw
from turnout.newsroom.blocks import block_word
from turnout.outbox.queue import queue
from turnout.rules.history import Happened

pytestmark = pytest.mark.django_db

OWNER = {Role.OWNER}
WRITERS = {Role.OWNER, Role.EDITOR}
# Who may look at what is written, and approve it.
READERS = {Role.OWNER, Role.EDITOR, Role.REVIEWER}
EVERY = set(Role)

MEMBERS = {
    "desk:organisation": EVERY,
    "desk:event": EVERY,
    "desk:forecast": EVERY,
    "desk:what-if": EVERY,
    "desk:record-came": WRITERS,
    "desk:history": WRITERS,
    "desk:brought": WRITERS,
    "desk:outcome": WRITERS,
    "desk:remove-outcome": WRITERS,
    "desk:put-back-outcome": WRITERS,
    "desk:cities": WRITERS,
    "desk:option-place": WRITERS,
    "desk:hall": WRITERS,
    "desk:new-venue": WRITERS,
    "desk:venue": WRITERS,
    "desk:remove-venue": WRITERS,
    "desk:bring-back-venue": WRITERS,
    "desk:outlook": WRITERS,
    "desk:outlook-pdf": WRITERS,
    "desk:revoke-outlook": WRITERS,
    "desk:settings": OWNER,
    "desk:members": OWNER,
    "desk:member-role": OWNER,
    "desk:member-remove": OWNER,
    "desk:invitation-resend": OWNER,
    "desk:invitation-revoke": OWNER,
    "desk:posts": READERS,
    "desk:new-post": WRITERS,
    "desk:post": READERS,
    "desk:edit-post": WRITERS,
    "desk:autosave-post": WRITERS,
    "desk:post-figure": WRITERS,
    "desk:post-preview": READERS,
    "desk:post-versions": READERS,
    "desk:post-version": READERS,
    "desk:restore-post": WRITERS,
    "desk:schedule-post": WRITERS,
    "desk:correct-post": WRITERS,
    "desk:post-address": WRITERS,
    "desk:post-related": WRITERS,
    "desk:withdraw-post": WRITERS,
    "desk:delete-post": WRITERS,
    "desk:do-post": READERS,
    "desk:outbox": WRITERS,
    "desk:all-mails": WRITERS,
    "desk:mail": WRITERS,
    "desk:mail-html": WRITERS,
    "desk:retry-mail": WRITERS,
    "desk:cancel-mail": WRITERS,
    "desk:resend-mail": WRITERS,
    "desk:new-event": WRITERS,
    "desk:new-event-preview": WRITERS,
    "desk:page": WRITERS,
    "desk:page-preview": WRITERS,
    "desk:options": WRITERS,
    "desk:new-option": WRITERS,
    "desk:order-options": WRITERS,
    "desk:option": WRITERS,
    "desk:retire-option": WRITERS,
    "desk:questions": WRITERS,
    "desk:new-question": WRITERS,
    "desk:order-questions": WRITERS,
    "desk:question": WRITERS,
    "desk:retire-question": WRITERS,
    "desk:channels": WRITERS,
    "desk:channel": WRITERS,
    "desk:poster": WRITERS,
    "desk:channel-picture": WRITERS,
    "desk:kit": WRITERS,
    "desk:channel-of-source": WRITERS,
    "desk:embedding": WRITERS,
    "desk:embedding-preview": WRITERS,
    "desk:remove-channel": WRITERS,
    "desk:said-and-came": EVERY,
    "desk:scoreboard": WRITERS,
    "desk:contribution": WRITERS,
    "desk:contribution-file": WRITERS,
    "desk:decision": WRITERS,
    "desk:change-decision": WRITERS,
    "desk:take-back-decision": WRITERS,
    "desk:tell-decision": WRITERS,
    "desk:second-city": WRITERS,
    "desk:invitations": WRITERS,
    "desk:new-round": WRITERS,
    "desk:round": WRITERS,
    "desk:edit-round": WRITERS,
    "desk:round-html": WRITERS,
    "desk:do-round": WRITERS,
    "desk:draw": WRITERS,
    "desk:settle-draw": WRITERS,
    "desk:abandon-draw": WRITERS,
    "desk:seats": WRITERS,
    "desk:mailings": WRITERS,
    "desk:new-mailing": WRITERS,
    "desk:mailing": WRITERS,
    "desk:edit-mailing": WRITERS,
    "desk:mailing-html": WRITERS,
    "desk:do-mailing": WRITERS,
    "desk:tickets": WRITERS,
    "desk:ticket-key": WRITERS,
    "desk:take-back-tickets": WRITERS,
    "desk:publish": WRITERS,
    "desk:try-mail": WRITERS,
    "desk:move": WRITERS,
    "desk:duplicate": WRITERS,
    "desk:journal": WRITERS,
    "desk:people": WRITERS,
    "desk:review": WRITERS,
    "desk:review-how": WRITERS,
    "desk:accept-suspects": WRITERS,
    "desk:reject-suspects": WRITERS,
    "desk:undo-review": WRITERS,
    "desk:save-filter": WRITERS,
    "desk:forget-filter": WRITERS,
    "desk:export": WRITERS,
    "desk:person": WRITERS,
    "desk:person-data": WRITERS,
    "desk:erase-person": WRITERS,
    "desk:comments": READERS,
    "desk:decide-comments": READERS,
    "desk:block-comments": READERS,
    "desk:comment-blocks": READERS,
    "desk:remove-block": READERS,
    "desk:comments-by-mail": READERS,
    "desk:comment": READERS,
}
# For whoever is signed in, with what is theirs.
PERSONS = {
    "desk",
    "desk:new-organisation",
    "account",
    "end-session",
    "mfa_index",
    "mfa_list_webauthn",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}
OF_ONE_THING = {"end-session", "mfa_edit_webauthn", "mfa_remove_webauthn"}
PUBLIC = {
    "front",
    "robots",
    "favicon",
    "event",
    "interest",
    "thanks",
    "opened",
    "challenge",
    "embedded",
    "embedded-interest",
    "embedded-thanks",
    "embed-script",
    "oembed",
    "events",
    "events-page",
    "news",
    "news-page",
    "news-feed",
    "news-json-feed",
    "news-sitemap",
    "news-tag",
    "news-tag-page",
    "news-tag-feed",
    "post",
    "post-card",
    "event-feed",
    "sitemap",
    "search",
    "card",
    "calendar",
    "short_link",
    "my",
    "my-confirm",
    "my-change",
    "my-claim",
    "my-decline",
    "my-stay",
    "my-wait",
    "my-leave",
    "my-withdraw",
    "my-restore",
    "my-renew",
    "my-address",
    "my-friends",
    "my-friends-change",
    "my-news",
    "my-data",
    "my-data-file",
    "my-erase",
    "my-erased",
    "new-address",
    "my-link",
    "shared-outlook",
    "lost-link",
    "link-sent",
    "sign-in-link",
    "member-invitation",
    "unsubscribe",
    "tickets-offline",
    "ticket-offer",
    "ticket",
    "ticket-pdf",
    "ticket-calendar",
    "ticket-apple",
    "ticket-google",
    "ticket-name",
    "ticket-keep",
    "ticket-pass-on",
    "ticket-forget",
    "draw",
    "draw-record",
    "friends",
    "comments",
    "comment-thanks",
    "comment-opened",
    "comment-challenge",
    "answer-comment",
    "report-comment",
    "my-comments",
    "confirm-commenter",
    "answers-by-mail",
    "edit-comment",
    "delete-comment",
    "decide-comment",
    "commenter-link",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_request_login_code",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
# Addresses of a library that nobody reaches. Two of its names are ours as well, at the same address.
REFUSED = {
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "usersessions_list",
}


PARTS = 8
OF_A_POST = (
    *("post", "edit-post", "autosave-post", "post-figure", "post-preview", "post-versions", "post-version"),
    *("restore-post", "schedule-post", "correct-post", "post-address", "post-related"),
    *("withdraw-post", "delete-post"),
)
T = TypeVar("T", str, tuple[str, str])


@dataclass(frozen=True)
class World:
    """One organisation with one of everything."""

    organisation: Organisation
    owner: User
    facts: dict[str, dict[str, object]]

    def arguments(self, name: str, wanted: set[str]) -> dict[str, object]:
        return {key: {**self.facts["*"], **self.facts.get(name, {})}[key] for key in wanted}


def world() -> World:
    organisation = organisation_of()
    owner = user_of(organisation)
    bystander = Membership.objects.get(user=user_of(organisation, role=Role.DOOR))
    event = published(organisation=organisation)
    option, question, channel = option_of(event), question_of(event), channel_of(event)
    invitation = MemberInvitation.objects.create(
        organisation=organisation,
        email=f"guest@{organisation.slug}.example.org",
        role=Role.DOOR,
        expires_at=organisation.created_at.replace(year=2126),
    )
    saved = SavedFilter.objects.create(event=event, name="Mine", query={})
    mailing = mailing_of(event, narrowing={})
    past = Happened("Meeting", date(2026, 6, 1), 90, 50)
    brought = bring_in(organisation, ACTOR, [past], organisation.created_at)
    outcome = brought.outcomes.get().pk
    drawn = drawn_round(event)
    comment = comment_of(post_of(organisation, published_at=organisation.created_at))
    blocked = block_word(organisation, "casino", ACTOR, organisation.created_at)
    venue, link = venue_of(event).pk, make_link(event, ACTOR, "My boss", 7, organisation.created_at).pk
    post = written(organisation).pk
    facts: dict[str, dict[str, object]] = {
        "*": {
            "organisation": organisation.slug,
            "event": event.slug,
            "membership": bystander.pk,
            "invitation": invitation.pk,
            "code": channel.code,
            "public_id": interest_of(event).public_id,
            "token": "x",
            "name": "close",
            "kind": "json",
            "language": "en",
            "mail": queue(
                "outbox/test_mail",
                "guest@example.org",
                language="en",
                organisation_id=organisation.pk,
                code="042317",
            ).pk,
        },
        **{f"desk:{name}": {"number": mailing.pk} for name in ("mailing", "edit-mailing", "mailing-html")},
        "desk:do-mailing": {"number": mailing.pk, "name": "pause"},
        "desk:brought": {"number": brought.pk},
        **{f"desk:{name}": {"number": outcome} for name in ("outcome", "remove-outcome", "put-back-outcome")},
        **{f"desk:{name}venue": {"number": venue} for name in ("", "remove-", "bring-back-")},
        "desk:revoke-outlook": {"number": link},
        "desk:option-place": {"number": event.decision.option_id},
        "desk:option": {"number": option.pk},
        "desk:retire-option": {"number": option.pk},
        "desk:question": {"number": question.pk},
        "desk:retire-question": {"number": question.pk},
        "desk:forget-filter": {"number": saved.pk},
        **{f"desk:{name}": {"number": drawn} for name in ("draw", "settle-draw", "abandon-draw")},
        **{f"desk:{name}": {"number": drawn} for name in ("round", "edit-round", "round-html")},
        "desk:do-round": {"number": drawn, "name": "cancel"},
        "desk:second-city": {"number": option.pk},
        "desk:comment": {"number": comment.pk},
        "desk:remove-block": {"number": blocked.pk},
        **{f"desk:{name}": {"number": post, "version": 1} for name in OF_A_POST},
        "desk:do-post": {"number": post, "name": "send-back"},
    }
    return World(organisation, owner, facts)


def drawn_round(event: Event) -> int:
    """The number of a round whose entries were written down."""
    now = timezone.now()
    interest_of(event)
    wave = wave_of(event, rule="draw", seats=1, narrowing={"verified": False})
    draw = start_draw(wave, ACTOR, Named(lead=timedelta(days=1)), "All take part.", {}, now)
    freeze(draw.pk, now)
    return wave.number


def patterns(found: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", one


def address(name: str, here: World, **others: object) -> str:
    wanted = next(set(keys) for _, keys in get_resolver_entry(name))
    return reverse(name, kwargs={**here.arguments(name, wanted), **others})


def get_resolver_entry(name: str) -> list[tuple[str, list[str]]]:
    resolver = get_resolver()
    for part in name.split(":")[:-1]:
        resolver = resolver.namespace_dict[part][1]
    return list(resolver.reverse_dict.getlist(name.split(":")[-1])[0][0])


def visitor(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def statuses(client: Client, path: str) -> set[int]:
    """Of reading and of sending. 405 tells of the address alone, so it is left out."""
    return {client.get(path).status_code, client.post(path).status_code} - {405}


def test_every_address_has_its_line() -> None:
    known = {name: access_of(one.callback, name) for name, one in patterns(get_resolver().url_patterns)}
    # Of two with one name the first answers.
    for name, one in reversed(list(patterns(get_resolver().url_patterns))):
        known[name] = access_of(one.callback, name)

    assert {name for name, access in known.items() if access is None} == REFUSED
    assert {name for name, access in known.items() if access and access.who == "public"} == PUBLIC
    assert {name for name, access in known.items() if access and access.who == "signed_in"} == PERSONS
    assert {name for name, access in known.items() if access and access.who == "member"} == set(MEMBERS)


def in_parts(everything: Iterable[T]) -> list[list[T]]:
    """Each part looks at one world: to make one for every address took a minute."""
    found = sorted(everything)
    return [found[first::PARTS] for first in range(PARTS)]


@contextmanager
def left_as_it_was() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("names", in_parts(MEMBERS), ids=str)
def test_members_open_what_their_role_allows_and_nobody_else(names: list[str]) -> None:
    here, elsewhere = world(), world()
    people = {role: user_of(here.organisation, role=role) for role in Role}

    for name in names:
        with left_as_it_was():
            may_be_opened(name, here, people, [elsewhere.owner, user_of()])


def may_be_opened(name: str, here: World, people: Mapping[Role, User], strangers: Sequence[User]) -> None:
    path = address(name, here)
    for role in sorted(EVERY - MEMBERS[name]):
        assert statuses(visitor(people[role]), path) == {403}, (name, role)
    for stranger in strangers:
        assert statuses(visitor(stranger), path) == {404}, name
    for ask in (visitor(None).get, visitor(None).post):
        assert ask(path)["Location"].startswith("/account/login/?next=/desk/"), name
    for role in sorted(MEMBERS[name]):
        # Reading first: what a post removes cannot be read afterwards.
        answer = visitor(people[role]).get(path)
        assert answer.status_code in {200, 302, 405}, (name, role)
        assert not str(answer.get("Location", "")).startswith("/account/login/"), name
    assert visitor(people[Role.OWNER]).post(path).status_code in {200, 302, 400, 405, 422}, name


def foreign() -> Iterator[tuple[str, str]]:
    """Each address with each of its parts that could name another organisation's thing."""
    for name in sorted(MEMBERS):
        yield from ((name, key) for _, keys in get_resolver_entry(name) for key in keys)


# A move has no owner; and forgetting what is not there is no mistake, see the test after this one.
NOBODYS = {
    ("desk:move", "name"),
    ("desk:do-mailing", "name"),
    ("desk:mailing-html", "language"),
    ("desk:forget-filter", "number"),
    # Rounds are counted within their event.
    ("desk:draw", "number"),
    ("desk:settle-draw", "number"),
    ("desk:abandon-draw", "number"),
    *((f"desk:{name}", "number") for name in ("round", "edit-round", "round-html", "do-round")),
    ("desk:round-html", "language"),
    ("desk:do-round", "name"),
    ("desk:do-post", "name"),
    *((f"desk:{name}", "version") for name in ("post-version", "restore-post")),
}


@pytest.mark.parametrize("things", in_parts(set(foreign()) - NOBODYS), ids=lambda things: things[0][0])
def test_another_organisations_things_are_not_there(things: list[tuple[str, str]]) -> None:
    here, elsewhere = world(), world()
    client = visitor(here.owner)

    for name, part in things:
        path = address(name, here, **elsewhere.arguments(name, {part}))
        with left_as_it_was():
            assert statuses(client, path) == {404}, (name, part)


@pytest.mark.parametrize(
    "name", sorted(PERSONS - {"end-session", "mfa_edit_webauthn", "mfa_remove_webauthn"})
)
def test_a_persons_own_pages_ask_for_sign_in(name: str) -> None:
    for ask in (Client().get, Client().post):
        answer = ask(reverse(name))

        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/?next=")


def test_a_persons_own_things_are_not_there_for_others() -> None:
    cache.clear()
    mine, other = user_of(), visitor(user_of())
    visitor(mine).get("/account/")
    key = Authenticator.objects.create(user=mine, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    session = UserSession.objects.get(user=mine)
    paths = [
        reverse("end-session", args=[session.pk]),
        reverse("mfa_edit_webauthn", args=[key.pk]),
        reverse("mfa_remove_webauthn", args=[key.pk]),
    ]

    assert [other.post(path).status_code for path in paths] == [404, 404, 404]
    for path in paths:
        assert Client().post(path)["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_not_used_of_the_library_is_not_there(name: str) -> None:
    wanted = {"key": "x", "uidb36": "1"}
    keys = next(iter(get_resolver_entry(name)))[1]
    path = reverse(name, kwargs={key: wanted[key] for key in keys})

    for client in (Client(), visitor(user_of(organisation_of()))):
        assert statuses(client, path) == {404}
