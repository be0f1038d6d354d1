"""Every setting is read by a typed reader, stops the start in one sentence when wrong, and is documented."""

import os
import re
import stat
import subprocess
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from threading import Barrier, Thread

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.server import TURNOUT, environment
from tests.tickets.wallets import pass_file, pem_of
from turnout import environment as read
from turnout.environment import WrongSetting

ROOT = Path(__file__).parent.parent
NAMES = re.compile(r"TURNOUT_[A-Z_]+")


def settings_read() -> list[str]:
    """The names that turnout/settings.py reads from the environment."""
    return sorted(set(re.findall(r'ENV, "(TURNOUT_[A-Z_]+)"', (ROOT / "turnout/settings.py").read_text())))


@pytest.mark.parametrize("name", settings_read())
def test_each_setting_is_documented(name: str) -> None:
    rows = [line for line in (ROOT / "docs/running.md").read_text().splitlines() if line.startswith("| `")]

    assert any(row.startswith(f"| `{name}` |") for row in rows)


def test_nothing_is_documented_that_is_not_read() -> None:
    documented = set(NAMES.findall((ROOT / "docs/running.md").read_text()))

    assert documented == set(settings_read())


def test_integer() -> None:
    assert read.integer({}, "N", 8000, 1, 65535) == 8000
    assert read.integer({"N": " 80 "}, "N", 8000, 1, 65535) == 80


@pytest.mark.parametrize("given", ["0", "65536", "-1", "1.5", "eighty", "८०", "²"])
def test_a_wrong_integer_stops(given: str) -> None:
    with pytest.raises(WrongSetting) as stopped:
        read.integer({"N": given}, "N", 8000, 1, 65535)

    assert str(stopped.value) == f"turnout: N must be a whole number from 1 to 65535, not {given!r}."


def test_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    found = read.folder({"DATA": str(tmp_path / "deep" / "er")}, "DATA", "./var")

    assert found == tmp_path / "deep" / "er"
    assert stat.S_IMODE(found.stat().st_mode) == 0o700


def test_folder_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert read.folder({}, "DATA", "./var") == tmp_path / "var"


def test_places_are_hosts_with_ports() -> None:
    assert read.places({}, "PLACES") == frozenset()
    given = {"PLACES": " 127.0.0.1:8001, [::1]:8002,Intranet.example.org:80 ,"}
    assert read.places(given, "PLACES") == {"127.0.0.1:8001", "::1:8002", "intranet.example.org:80"}


@pytest.mark.parametrize(
    "given",
    ["127.0.0.1", "a.example:", "a.example:x", "a.example:0", "http://a.example:80", "a.example:80/x", ":80"],
)
def test_a_place_without_host_or_port_stops(given: str) -> None:
    with pytest.raises(WrongSetting) as stopped:
        read.places({"PLACES": given}, "PLACES")

    assert str(stopped.value) == (
        f"turnout: PLACES must list hosts with ports such as 127.0.0.1:8001, not {given!r}."
    )


def test_a_file_in_the_way_stops(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with pytest.raises(WrongSetting) as stopped:
        read.folder({"DATA": str(tmp_path / "data")}, "DATA", "./var")

    assert str(stopped.value) == f"turnout: DATA cannot be used as a folder: {tmp_path}/data (File exists)."


def test_a_folder_that_cannot_be_written_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may write anywhere, so the system's answer is given for it.
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    with pytest.raises(WrongSetting) as stopped:
        read.folder({"DATA": str(tmp_path)}, "DATA", "./var")

    assert str(stopped.value) == f"turnout: DATA is a folder that this user cannot write to: {tmp_path}."


def test_database_is_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    found = read.database({}, "URL", tmp_path)

    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == str(tmp_path / "turnout.sqlite3")
    options = found["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]


def test_database_can_be_postgresql(tmp_path: Path) -> None:
    found = read.database({"URL": "postgres://me:p%40ss@db.example.org:5433/fans"}, "URL", tmp_path)

    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["NAME"], found["HOST"], found["PORT"]) == ("fans", "db.example.org", 5433)
    assert (found["USER"], found["PASSWORD"]) == ("me", "p@ss")


@pytest.mark.parametrize(
    "given",
    ["mysql://me@db/fans", "postgres://", "fans", "sqlite://", "redis://x/1", "postgres://me@db:port/x"],
)
def test_a_wrong_database_stops(given: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting) as stopped:
        read.database({"URL": given}, "URL", tmp_path)

    assert str(stopped.value).startswith("turnout: URL must look like postgres://")


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("", "http://127.0.0.1:8000"),
        ("https://events.example.org", "https://events.example.org"),
        ("https://events.example.org/", "https://events.example.org"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_base_url(given: str, address: str) -> None:
    assert read.base_url({"BASE": given}, "BASE", "http://127.0.0.1:8000") == address


@pytest.mark.parametrize(
    "given", ["events.example.org", "ftp://x.org", "https://x.org/events", "https://", "http://x.org/?a=1"]
)
def test_a_wrong_base_url_stops(given: str) -> None:
    with pytest.raises(WrongSetting) as stopped:
        read.base_url({"BASE": given}, "BASE", "http://127.0.0.1:8000")

    assert str(stopped.value) == (
        f"turnout: BASE must be an address such as https://events.example.org, not {given!r}."
    )


def test_the_beacon_can_be_left_alone() -> None:
    assert read.beacon({"B": "none"}, "B", "https://api.example.org") == ""
    assert read.beacon({}, "B", "https://api.example.org") == "https://api.example.org"


def test_proxies() -> None:
    found = read.proxies({"P": "127.0.0.1, 10.0.0.0/8,fd00::/8,"}, "P")

    assert found == (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
    assert read.proxies({}, "P") == ()


def test_a_wrong_proxy_stops() -> None:
    with pytest.raises(WrongSetting) as stopped:
        read.proxies({"P": "127.0.0.1,caddy"}, "P")

    assert str(stopped.value) == (
        "turnout: P must list addresses or networks such as 127.0.0.1,10.0.0.0/8, not 'caddy'."
    )


def test_a_given_secret_key_is_not_kept(tmp_path: Path) -> None:
    assert read.secret_key({"KEY": "k" * 32}, "KEY", tmp_path) == "k" * 32
    assert list(tmp_path.iterdir()) == []


def test_a_secret_key_is_made_once(tmp_path: Path) -> None:
    made = read.secret_key({}, "KEY", tmp_path)

    assert len(made) >= 48
    assert read.secret_key({}, "KEY", tmp_path) == made
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_two_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    together, keys = Barrier(8), []

    def start() -> None:
        together.wait()
        keys.append(read.secret_key({}, "KEY", tmp_path))

    threads = [Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_short_secret_key_stops(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting) as stopped:
        read.secret_key({"KEY": "k" * 31}, "KEY", tmp_path)

    assert str(stopped.value) == "turnout: KEY must have at least 32 characters."


def test_a_damaged_secret_key_stops(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("")

    with pytest.raises(WrongSetting) as stopped:
        read.secret_key({}, "KEY", tmp_path)

    assert str(stopped.value) == (
        f"turnout: KEY is not set, and the key kept in {tmp_path}/secret-key is damaged: "
        "restore it from a backup."
    )


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp+tls://mail.example.org", 587, True, False),
        ("smtps://mail.example.org", 465, False, True),
        ("smtps://mail.example.org:4650", 4650, False, True),
    ],
)
def test_smtp(url: str, port: int, starttls: bool, tls: bool) -> None:
    found = read.smtp({"MAIL": url}, "MAIL")

    assert found is not None
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (starttls, tls)


def test_smtp_user_and_password_may_hold_any_letter() -> None:
    found = read.smtp({"MAIL": "smtps://me%40example.org:p%2Fss%3A@mail.example.org"}, "MAIL")

    assert found is not None
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("me@example.org", "p/ss:")


def test_without_an_address_there_is_no_mail() -> None:
    assert read.smtp({}, "MAIL") is None


def test_a_provider_gets_its_own_settings_and_no_others() -> None:
    found = read.provider_mail({"ANYMAIL_MAILGUN_API_KEY": "key", "MAILGUN_API_KEY": "other"}, "mailgun")

    assert found == {
        "EMAIL_BACKEND": "anymail.backends.mailgun.EmailBackend",
        "ANYMAIL": {"IGNORE_UNSUPPORTED_FEATURES": True, "MAILGUN_API_KEY": "key"},
    }
    assert read.provider_mail({}, "") is None
    assert read.mail_provider({"PROVIDER": "mailgun"}, "PROVIDER") == "mailgun"


@pytest.mark.parametrize("given", ["pigeon", "mailgun.x", "../mailgun"])
def test_a_provider_that_nobody_knows_stops(given: str) -> None:
    with pytest.raises(WrongSetting, match=r"^turnout: PROVIDER must name a provider that django-anymail"):
        read.mail_provider({"PROVIDER": given}, "PROVIDER")


@pytest.mark.parametrize(
    "given", ["mail.example.org", "https://mail.example.org", "smtp://", "smtp://x:0", "smtp://x:y"]
)
def test_a_wrong_mail_server_stops(given: str) -> None:
    with pytest.raises(WrongSetting) as stopped:
        read.smtp({"MAIL": given}, "MAIL")

    assert str(stopped.value).startswith("turnout: MAIL must look like smtps://user:password@")


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (b"nothing", "it needs a private key without a password, and certificates, as PEM"),
        (pass_file(""), "no certificate in it names a pass type and a team"),
        (pass_file(team=""), "no certificate in it names a pass type and a team"),
        (pass_file() + pem_of(rsa.generate_private_key(65537, 2048)), ""),
        (
            pem_of(rsa.generate_private_key(65537, 2048)) + pass_file(),
            "its private key belongs to another certificate",
        ),
    ],
)
def test_a_pass_certificate_that_cannot_sign_stops(written: bytes, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "pass.pem"
    path.write_bytes(written)

    if not fault:
        assert read.apple_pass({"PASS": str(path)}, "PASS") == written
        return
    with pytest.raises(WrongSetting) as stopped:
        read.apple_pass({"PASS": str(path)}, "PASS")

    assert str(stopped.value) == f"turnout: PASS names a file that cannot sign passes: {fault}."


@pytest.mark.parametrize("reader", [read.apple_pass, read.google_account])
def test_a_wallets_file_that_is_not_there_stops(reader: Callable[..., object]) -> None:
    assert not reader({}, "FILE")
    with pytest.raises(WrongSetting) as stopped:
        reader({"FILE": "/nowhere/file"}, "FILE")

    assert str(stopped.value) == (
        "turnout: FILE names a file that cannot be read: /nowhere/file (No such file or directory)."
    )


def test_an_issuers_number_is_digits() -> None:
    assert read.digits({"ISSUER": " 3388000000022000000 "}, "ISSUER") == "3388000000022000000"
    with pytest.raises(WrongSetting, match="must be a number such as 3388000000022000000, not 'Nimbus'"):
        read.digits({"ISSUER": "Nimbus"}, "ISSUER")


def test_a_google_account_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "google.json"
    path.write_text('{"type": "service_account", "client_email": "a@example.org", "private_key": "k"}')

    assert read.google_account({}, "GOOGLE") == {}
    found = read.google_account({"GOOGLE": str(path)}, "GOOGLE")
    assert found == {"client_email": "a@example.org", "private_key": "k"}
    path.write_text('{"client_email": "a@example.org"}')
    with pytest.raises(WrongSetting, match="must name the JSON file of a Google service account"):
        read.google_account({"GOOGLE": str(path)}, "GOOGLE")


WRONG = {
    "TURNOUT_DATA": "/dev/null",
    "TURNOUT_PORT": "http",
    "TURNOUT_WORKERS": "0",
    "TURNOUT_BASE_URL": "events",
    "TURNOUT_PROXIES": "caddy",
    "TURNOUT_SECRET_KEY": "short",
    "TURNOUT_DATABASE_URL": "oracle://x",
    "TURNOUT_SMTP_URL": "mail",
    "TURNOUT_MAIL_PROVIDER": "pigeon",
    "TURNOUT_MAILS_PER_MINUTE": "0",
    "TURNOUT_MAILS_PER_MINUTE_PER_DOMAIN": "many",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_stops_the_program_with_one_sentence(name: str, tmp_path: Path) -> None:
    given = environment(**{"TURNOUT_DATA": str(tmp_path), name: WRONG[name]})

    stopped = subprocess.run([TURNOUT, "migrate"], env=given, capture_output=True, text=True, check=False)

    assert stopped.returncode == 1
    assert stopped.stdout == ""
    assert stopped.stderr.startswith(f"turnout: {name} ")
    assert stopped.stderr.count("\n") == 1
    assert stopped.stderr.endswith(".\n")
