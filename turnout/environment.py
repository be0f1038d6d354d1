"""Typed readers of the environment. A wrong value stops the start with one clear sentence."""

import contextlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url

# The tag takes up to 30 of the 64 characters that a local part may have.
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,30}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*", re.ASCII)


class WrongSetting(SystemExit):
    """A setting that cannot be used. Its text names the setting, the value's fault and an example."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(f"turnout: {name} {fault}")


def text(env: Mapping[str, str], name: str, default: str = "") -> str:
    return env.get(name, default).strip()


def integer(env: Mapping[str, str], name: str, default: int, least: int, greatest: int) -> int:
    given = text(env, name)
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or not least <= int(given) <= greatest:
        raise WrongSetting(name, f"must be a whole number from {least} to {greatest}, not {given!r}.")
    return int(given)


def folder(env: Mapping[str, str], name: str, default: str) -> Path:
    """An absolute folder, made where it is missing (mode 0700)."""
    path = Path(text(env, name, default) or default).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise WrongSetting(name, f"cannot be used as a folder: {path} ({problem.strerror}).") from None
    if not os.access(path, os.W_OK):
        raise WrongSetting(name, f"is a folder that this user cannot write to: {path}.")
    return path


def database(env: Mapping[str, str], name: str, data: Path) -> dict[str, object]:
    """Django's database settings: SQLite in the data folder, or what the URL names."""
    url = text(env, name) or f"sqlite:///{data / 'turnout.sqlite3'}"
    try:
        found: dict[str, object] = dict(dj_database_url.parse(url, conn_max_age=600))
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError):
        found = {}
    engine = str(found.get("ENGINE", ""))
    if engine.endswith("sqlite3") and found.get("NAME") not in {None, "", ":memory:"}:
        # IMMEDIATE: a transaction that will write takes its turn at the start, where waiting is safe.
        found["CONN_MAX_AGE"] = None
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
            ),
        }
        return found
    if engine.endswith("postgresql") and found.get("NAME"):
        found["CONN_HEALTH_CHECKS"] = True
        return found
    raise WrongSetting(name, "must look like postgres://user:password@host:5432/name or sqlite:///path.")


def base_url(env: Mapping[str, str], name: str, default: str) -> str:
    """Scheme and host, without a path and without a slash at the end."""
    given = text(env, name, default) or default
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise WrongSetting(name, f"must be an address such as https://events.example.org, not {given!r}.")
    return f"{parts.scheme}://{parts.netloc}"


def beacon(env: Mapping[str, str], name: str, default: str) -> str:
    """As `base_url`; empty where `none` is given."""
    return "" if text(env, name) == "none" else base_url(env, name, default)


def host_in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def proxies(env: Mapping[str, str], name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks whose X-Forwarded-For is believed."""
    found = []
    for given in text(env, name).split(","):
        if given.strip():
            try:
                found.append(ip_network(given.strip()))
            except ValueError:
                raise WrongSetting(
                    name,
                    f"must list addresses or networks such as 127.0.0.1,10.0.0.0/8, not {given.strip()!r}.",
                ) from None
    return tuple(found)


def places(env: Mapping[str, str], name: str) -> frozenset[str]:
    """Hosts with their ports, as 127.0.0.1:8001 or [::1]:8001; kept as "host:port", without brackets."""
    found = set()
    for given in text(env, name).split(","):
        if given.strip():
            try:
                parts = urlsplit(f"//{given.strip()}")
                port = parts.port
            except ValueError:
                port = None
            if not port or not parts.hostname or parts.netloc != given.strip():
                raise WrongSetting(
                    name, f"must list hosts with ports such as 127.0.0.1:8001, not {given.strip()!r}."
                )
            found.add(f"{parts.hostname}:{port}")
    return frozenset(found)


def secret_key(env: Mapping[str, str], name: str, data: Path) -> str:
    """The given key (at least 32 characters), or one made once and kept in the data folder (mode 0600)."""
    given = text(env, name)
    if given:
        if len(given) < 32:
            raise WrongSetting(name, "must have at least 32 characters.")
        return given
    path = data / "secret-key"
    if not path.exists():
        _make_secret_key(path)
    key = path.read_text().strip()
    if len(key) < 32:
        raise WrongSetting(
            name, f"is not set, and the key kept in {path} is damaged: restore it from a backup."
        )
    return key


def _make_secret_key(path: Path) -> None:
    """Of processes that start together one makes the key; the others find it whole, never half written."""
    written = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(written, path)
    written.unlink()


def host_and_port(env: Mapping[str, str], name: str, port: int) -> str:
    """An IP address with its port, as 192.0.2.1:53 or [2001:db8::1]:53; or nothing."""
    given = text(env, name)
    if not given:
        return ""
    try:
        parts = urlsplit(f"//{given}" if given.count(":") < 2 or given.startswith("[") else f"//[{given}]")
        address = ip_address(parts.hostname or "")
        return f"{host_in_url(str(address))}:{parts.port or port}"
    except ValueError:
        raise WrongSetting(
            name, f"must be an address such as 192.0.2.1 or 192.0.2.1:53, not {given!r}."
        ) from None


def imap(env: Mapping[str, str], name: str) -> str:
    """imaps://, imap+tls:// (STARTTLS) or imap://, with a user and, as its path, a folder; or nothing."""
    given = text(env, name)
    parts = urlsplit(given)
    is_one = parts.scheme in {"imap", "imap+tls", "imaps"} and parts.hostname and parts.username
    if given and not is_one:
        raise WrongSetting(name, "must look like imaps://user:password@mail.example.org/INBOX.")
    return given


def mail_address(env: Mapping[str, str], name: str) -> str:
    """A plain address in ASCII, whose local part has room for a tag after a plus; or nothing."""
    given = text(env, name)
    if given and not _PLAIN_ADDRESS.fullmatch(given):
        raise WrongSetting(name, f"must be an address such as bounce@example.org, not {given!r}.")
    return given


def digits(env: Mapping[str, str], name: str) -> str:
    """A number that somebody else gave out, kept as it is written; or nothing."""
    given = text(env, name)
    if given and not (given.isascii() and given.isdigit()):
        raise WrongSetting(name, f"must be a number such as 3388000000022000000, not {given!r}.")
    return given


def mail_provider(env: Mapping[str, str], name: str) -> str:
    """The name of one of django-anymail's backends, such as mailgun; or nothing."""
    given = text(env, name)
    if given and find_spec("anymail") is None:
        raise WrongSetting(name, "needs the package django-anymail beside Turnout.")
    if given and (not given.isidentifier() or find_spec(f"anymail.backends.{given}") is None):
        raise WrongSetting(name, f"must name a provider that django-anymail knows, not {given!r}.")
    return given


def provider_mail(env: Mapping[str, str], provider: str) -> dict[str, object] | None:
    """Django's mail settings of that provider; Anymail's own settings are the variables ANYMAIL_…"""
    if not provider:
        return None
    own = {name.removeprefix("ANYMAIL_"): value for name, value in env.items() if name.startswith("ANYMAIL_")}
    # Not every provider lets the envelope's sender be chosen; those tell of bounces in ways of their own.
    return {
        "EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend",
        "ANYMAIL": {"IGNORE_UNSUPPORTED_FEATURES": True, **own},
    }


def smtp(env: Mapping[str, str], name: str) -> dict[str, object] | None:
    """Django's mail settings of smtp://, smtp+tls:// (STARTTLS) or smtps://; None where no server is set."""
    given = text(env, name)
    if not given:
        return None
    parts = urlsplit(given)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname or port == 0:
        raise WrongSetting(
            name, "must look like smtps://user:password@mail.example.org:465, smtp+tls:// or smtp://."
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def apple_pass(env: Mapping[str, str], name: str) -> bytes:
    """The PEM file of a private key and its pass certificate, with Apple's own beside it; or nothing."""
    path = text(env, name)
    if not path:
        return b""
    try:
        pem = Path(path).read_bytes()
        _check_pass_certificate(pem)
    except OSError as problem:
        raise WrongSetting(name, f"names a file that cannot be read: {path} ({problem.strerror}).") from None
    except ValueError as fault:
        raise WrongSetting(name, f"names a file that cannot sign passes: {fault}.") from None
    return pem


def _check_pass_certificate(pem: bytes) -> None:
    """Raises ValueError, which says what is missing."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from cryptography.x509 import load_pem_x509_certificates
    from cryptography.x509.oid import NameOID

    try:
        key, certificates = load_pem_private_key(pem, password=None), load_pem_x509_certificates(pem)
    except (ValueError, TypeError):
        raise ValueError("it needs a private key without a password, and certificates, as PEM") from None
    own = [each for each in certificates if each.subject.get_attributes_for_oid(NameOID.USER_ID)]
    if not any(each.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME) for each in own):
        raise ValueError("no certificate in it names a pass type and a team")
    if own[0].public_key() != key.public_key():
        raise ValueError("its private key belongs to another certificate")


def google_account(env: Mapping[str, str], name: str) -> dict[str, str]:
    """A service account's file as Google gives it out, with client_email and private_key; or nothing."""
    path = text(env, name)
    if not path:
        return {}
    try:
        found = json.loads(Path(path).read_bytes())
        return {each: str(found[each]) for each in ("client_email", "private_key")}
    except OSError as problem:
        raise WrongSetting(name, f"names a file that cannot be read: {path} ({problem.strerror}).") from None
    except (ValueError, KeyError, TypeError):
        raise WrongSetting(name, "must name the JSON file of a Google service account.") from None
