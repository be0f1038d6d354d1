"""A link in a mail or a chat is opened by scanners as well: opening an address changes nothing."""

from collections.abc import Iterator

import httpx
import pytest

from tests.databases import a_new_database
from tests.server import Server
from tests.walk.addresses import IN_FRONT, addresses
from tests.walk.stage import Filled, filled
from tests.walk.tables import changed, digests, opened, writings

SCRIPT = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
# How an address is read: its method and headers.
READING: tuple[tuple[str, dict[str, str]], ...] = (("GET", {}),)
ALL_READING = (*READING, ("HEAD", {}), ("OPTIONS", {}), ("GET", SCRIPT))
# Of the others' roles it is a matter whether they are let in, not how they ask.
ASK_IN_ALL_WAYS = {"nobody", "owner", "fan"}
# Addresses that write when they are read, where, and why they may: it is about who reads, and nobody else.
ALLOWED = {
    ("mfa_activate_totp", "django_session"): "the secret that the page shows waits in one's own session",
    ("mfa_add_webauthn", "django_session"): "so does the challenge that a new passkey signs",
    ("mfa_reauthenticate_webauthn", "django_session"): "and the one that a known passkey signs",
    ("mfa_login_webauthn", "django_session"): "for whoever is about to sign in, too",
    ("mfa_view_recovery_codes", "mfa_authenticator"): "notes once that a member has seen their own codes",
}


@pytest.fixture
def quiet_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """No worker runs beside it, so that whatever changes was changed by a visitor."""
    with a_new_database() as database:
        server = Server(tmp_path_factory.mktemp("quiet"), "--no-worker", **database).start()
        yield server
        server.kill()


def visitor(server: Server, cookies: dict[str, str]) -> httpx.Client:
    return httpx.Client(base_url=server.url, cookies=cookies, timeout=30, verify=False)


def read(client: httpx.Client, method: str, path: str, headers: dict[str, str]) -> int:
    """The answer's status. A stream is left after its first part."""
    with client.stream(method, path, headers=headers) as answer:
        next(answer.iter_raw(), b"")
        return answer.status_code


def everywhere(here: Filled) -> list[tuple[str, str]]:
    live = "/desk/{}/{}/live/".format(*(here.parts["*"][part][0] for part in ("organisation", "event")))
    return [*((path, path) for path in (*IN_FRONT, live)), *addresses(here)]


@pytest.mark.only("sqlite")  # whether a view writes is not the database's doing
@pytest.mark.usefixtures("empty_database")
@pytest.mark.timeout(1500)
def test_reading_any_address_changes_no_row_whoever_reads(quiet_server: Server) -> None:
    here = filled(quiet_server)
    culprits: set[tuple[str, str]] = set()
    broken: set[tuple[str, str]] = set()

    with opened(quiet_server) as connection:
        written, before = writings(connection), digests(connection)
        for name, cookies in here.visitors.items():
            reading = ALL_READING if name in ASK_IN_ALL_WAYS else READING
            with visitor(quiet_server, cookies) as client:
                for address, path in everywhere(here):
                    statuses = {read(client, method, path, headers) for method, headers in reading}
                    broken |= {(name, path) for status in statuses if status >= 500}
                    if written == (written := writings(connection)):
                        continue
                    after = digests(connection)
                    culprits |= {(address, table) for table in changed(before, after)}
                    before = after
    quiet_server.stop()

    assert here.visitors.keys() >= ASK_IN_ALL_WAYS
    assert culprits == set(ALLOWED)
    # What is counted in memory is written when the server ends.
    with opened(quiet_server) as connection:
        assert changed(before, digests(connection)) == []
    assert broken == set()


@pytest.mark.usefixtures("empty_database")
def test_what_a_visitor_changes_is_seen(quiet_server: Server) -> None:
    here = filled(quiet_server)
    (token, *_) = here.parts["sign-in-link"]["token"]

    with opened(quiet_server) as connection, visitor(quiet_server, {}) as client:
        before = digests(connection)
        page = client.get(f"/sign-in/{token}/")
        csrf = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        client.post(f"/sign-in/{token}/", data={"csrfmiddlewaretoken": csrf})

        assert "accounts_signinlink" in changed(before, digests(connection))
