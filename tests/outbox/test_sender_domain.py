"""What a real DNS server says of the sender's domain."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.outbox.dns_server import DnsServer
from tests.server import TURNOUT, environment, free_port
from turnout.outbox import sender_domain
from turnout.outbox.sender_domain import SenderDomain, domain_of, look

SPF, DMARC, DKIM = "v=spf1 include:_spf.example.net -all", "v=DMARC1; p=quarantine", "v=DKIM1; k=rsa; p=MIGf"
GOOD = {
    "example.org": ["another=thing", SPF],
    "_dmarc.example.org": [DMARC],
    "s1._domainkey.example.org": [DKIM],
}


@pytest.fixture(autouse=True)
def selector(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TURNOUT_DKIM_SELECTOR = "s1"
    monkeypatch.setattr(sender_domain, "SECONDS", 0.5)


Texts = Mapping[str, list[str] | None]


def found(settings: Settings, texts: Texts, domain: str = "example.org") -> SenderDomain:
    with DnsServer(texts) as server:
        settings.TURNOUT_DNS = server.address
        return look(domain)


def test_a_domain_that_has_everything(settings: Settings) -> None:
    domain = found(settings, GOOD)

    assert [(record.name, record.found) for record in domain.records] == [
        ("SPF", SPF),
        ("DKIM", DKIM),
        ("DMARC", DMARC),
    ]
    assert domain.missing == []


def test_a_domain_that_has_nothing(settings: Settings) -> None:
    assert found(settings, {}).missing == ["SPF", "DKIM", "DMARC"]
    assert found(settings, {name: [] for name in GOOD}).missing == ["SPF", "DKIM", "DMARC"]


@pytest.mark.parametrize(
    ("name", "texts", "missing"),
    [
        ("example.org", ["v=spf1 -all"], ["SPF"]),
        ("example.org", [SPF, "v=spf1 mx"], ["SPF"]),
        ("example.org", ["v=spf10 include:x"], ["SPF"]),
        ("example.org", ["V=SPF1 mx ~all"], []),
        ("example.org", ["v=spf1 redirect=_spf.example.net"], []),
        ("s1._domainkey.example.org", ["v=DKIM1; p="], ["DKIM"]),
        ("_dmarc.example.org", ["v=DMARC2; p=none"], ["DMARC"]),
        ("_dmarc.example.org", ["v = DMARC1 ; p=none"], []),
    ],
)
def test_what_counts_and_what_does_not(
    settings: Settings, name: str, texts: list[str], missing: list[str]
) -> None:
    assert found(settings, {**GOOD, name: texts}).missing == missing


def test_dmarc_of_the_domain_above_counts_for_those_below(settings: Settings) -> None:
    domain = found(settings, {**GOOD, "mail.example.org": [SPF]}, "mail.example.org")

    assert domain.missing == ["DKIM"]


def test_a_key_whose_name_nobody_told_is_not_called_missing(settings: Settings) -> None:
    settings.TURNOUT_DKIM_SELECTOR = ""

    domain = found(settings, GOOD)

    assert domain.missing == []
    assert [record.is_asked for record in domain.records] == [True, False, True]


@pytest.mark.parametrize("silent", [{"example.org": None}, {**GOOD, "_dmarc.example.org": None}])
def test_where_dns_is_silent_nothing_is_known(settings: Settings, silent: Texts) -> None:
    assert found(settings, silent).records == ()


@pytest.mark.parametrize("domain", ["127.0.0.1", "::1", "localhost", ""])
def test_what_is_no_name_of_a_domain_is_not_asked_about(settings: Settings, domain: str) -> None:
    with DnsServer({}) as server:
        settings.TURNOUT_DNS = server.address
        found = look(domain)

    assert (found.records, server.asked) == ((), [])


@pytest.mark.parametrize("sender", ["events@Example.org", "Nimbus <events@example.org>"])
def test_the_domain_is_the_senders(sender: str) -> None:
    assert domain_of(sender) == "example.org"


def test_the_doctor_tells_of_it_and_it_is_no_failure(tmp_path: Path) -> None:
    with DnsServer({"example.org": [SPF]}) as server:
        settings = {"TURNOUT_DATA": str(tmp_path), "TURNOUT_MAIL_FROM": "events@example.org"}
        settings["TURNOUT_SMTP_URL"] = "smtp://127.0.0.1"
        here = environment(**settings, TURNOUT_DNS=server.address)
        subprocess.run([TURNOUT, "migrate"], env=here, check=True, capture_output=True)
        looked = subprocess.run([TURNOUT, "doctor"], env=here, check=True, capture_output=True, text=True)
    nobody = environment(**settings, TURNOUT_DNS=f"127.0.0.1:{free_port()}")
    unanswered = subprocess.run([TURNOUT, "doctor"], env=nobody, check=True, capture_output=True, text=True)

    assert looked.stdout.splitlines()[:3] == [
        "Mail: example.org has SPF.",
        "Mail: DKIM was not looked at: set TURNOUT_DKIM_SELECTOR to the name of its key.",
        "Mail: example.org lacks DMARC, the record that says what becomes of mail that neither of them fits.",
    ]
    assert "Mail: DNS says nothing here about example.org" in unanswered.stdout
