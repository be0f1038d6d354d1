"""What a ticket's holder takes along: paper, calendar, wallets."""

import base64
import hashlib
import io
import json
import re
import subprocess
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from icalendar import Calendar
from PIL import Image, ImageDraw
from pytest_django import Settings

from tests.factories import event_of
from tests.tickets.held import STARTS, decided, ticket_of, tickets_of
from tests.tickets.wallets import google_account, pass_file, rsa_key
from turnout.events.models import Stage
from turnout.invitations.models import Decision
from turnout.rules.ticket_code import read
from turnout.tickets.codes import code_for
from turnout.tickets.keys import public_keys
from turnout.tickets.models import PendingPass, Ticket
from turnout.tickets.offer_ticket import offer_ticket
from turnout.tickets.take_ticket import take_ticket
from turnout.tickets.ticket_link import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.only("sqlite")]
RECTANGLE = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) -([\d.]+) re f")


def got(ticket: Ticket, part: str, status: int = 200) -> Any:
    answer = Client().get(f"/t/{token_of(ticket)}{part}")
    assert answer.status_code == status
    return answer


def pages_of(pdf: bytes) -> list[bytes]:
    """What is drawn on each."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    drawn = []
    for stream in streams:
        try:
            plain = zlib.decompress(stream)
        except zlib.error:
            continue
        if RECTANGLE.search(plain):
            drawn.append(plain)
    return drawn


def code_on(page: bytes) -> str:
    """The modules as they stand on paper, seen by a reader."""
    boxes = [tuple(map(float, found)) for found in RECTANGLE.findall(page)]
    modules = [box for box in boxes if abs(box[2] - box[3]) < 0.01 and box[2] < 10]
    image = Image.new("L", (1300, 1700), 255)
    onto = ImageDraw.Draw(image)
    for x, y, width, height in modules:
        onto.rectangle((2 * x, 2 * (800 - y), 2 * (x + width), 2 * (800 - y + height)), fill=0)
    (found,) = zxingcpp.read_barcodes(image)
    return found.text


def letters_in(pdf: bytes) -> set[str]:
    told = b"".join(
        zlib.decompress(stream) if b"beginbfchar" not in stream else stream
        for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
        if b"beginbfchar" in stream or b"beginbfchar" in _unpacked(stream)
    )
    return {chr(int(code, 16)) for code in re.findall(rb"<[0-9A-F]{4}> <([0-9A-F]{4})>", told.upper())}


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_paper_has_a_page_for_each_of_the_party_with_a_code_of_its_own():
    event = decided()
    tickets = tickets_of(event, 3, "Bo Chen")

    answer = got(tickets[0], ".pdf")

    assert answer["Content-Type"] == "application/pdf"
    pages = pages_of(answer.content)
    assert [code_on(page) for page in pages] == [code_for(each) for each in tickets]
    assert read(code_on(pages[1]), public_keys(event.pk)).serial.hex() == tickets[1].serial


def test_others_of_the_party_print_their_own_alone():
    _, second, third = tickets_of(decided(), 3)
    offer_ticket(third, "zoe@friends.example", third.issued_at)
    theirs = take_ticket(PendingPass.objects.get(), "Zoë", third.issued_at)

    assert len(pages_of(got(second, ".pdf").content)) == 1
    assert len(pages_of(got(theirs, ".pdf").content)) == 1


def test_a_chinese_ticket_carries_its_letters_along():
    event = event_of(stage=Stage.INVITING, title="Fan Day", translations={"zh-hans": {"title": "粉丝见面会"}})
    ticket = ticket_of(decided(event, venue="铸造厂"), name="王小明", language="zh-hans")

    pdf = got(ticket, ".pdf").content

    assert [char for char in "粉丝见面会铸造厂王小明" if char not in letters_in(pdf)] == []
    assert len(pdf) < 150_000


@pytest.mark.parametrize("title", ["W" * 120, "你" * 119 + "🎉"])
def test_any_title_and_place_fit_on_the_page(title: str):
    event = decided(
        event_of(stage=Stage.INVITING, title=title), venue="V " * 90, address="A" * 300, access="x y " * 400
    )

    (page,) = pages_of(got(ticket_of(event, name="N" * 120), ".pdf").content)

    assert code_on(page)


def test_calendar_file_is_what_later_mails_move():
    ticket = ticket_of()

    answer = got(ticket, ".ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar: Any = Calendar.from_ical(answer.content)
    (entry,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], entry["DTSTART"].dt) == ("PUBLISH", STARTS)
    assert ticket.interest
    assert entry["UID"] == f"claim-{ticket.interest.pk}@127.0.0.1"
    Decision.objects.all().delete()
    got(ticket, ".ics", status=404)


def test_without_certificates_no_wallet_is_offered():
    ticket = ticket_of()

    got(ticket, ".pkpass", status=404)
    got(ticket, "/google/", status=404)
    assert "Wallet" not in got(ticket, "/").content.decode()


def test_apple_pass_is_signed_with_the_organisers_certificate(settings: Settings, tmp_path: Path):
    settings.TURNOUT_APPLE_PASS = pass_file()
    ticket = ticket_of(name="Ada Okafor")
    assert "Add to Apple Wallet" in got(ticket, "/").content.decode()

    answer = got(ticket, ".pkpass")

    assert answer["Content-Type"] == "application/vnd.apple.pkpass"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest, signature = files.pop("manifest.json"), files.pop("signature")
    assert json.loads(manifest) == {name: hashlib.sha1(body).hexdigest() for name, body in files.items()}
    _verify(manifest, signature, tmp_path)
    told = json.loads(files["pass.json"])
    assert (told["passTypeIdentifier"], told["teamIdentifier"]) == ("pass.org.example.nimbus", "NIMBUS1234")
    assert told["barcodes"][0]["message"] == code_for(ticket)
    assert told["relevantDate"] == "2126-12-08T23:00:00+00:00"
    assert told["voided"] is False
    assert told["eventTicket"]["primaryFields"][0]["value"] == "Nimbus Fan Day"
    assert {Image.open(io.BytesIO(files[f"icon{size}.png"])).size for size in ("", "@2x", "@3x")} == {
        (29, 29),
        (58, 58),
        (87, 87),
    }


def _verify(manifest: bytes, signature: bytes, folder: Path) -> None:
    """By another program, as a phone does."""
    (folder / "manifest").write_bytes(manifest)
    (folder / "signature").write_bytes(signature)
    (folder / "ca.pem").write_bytes(pass_file())
    command = "openssl smime -verify -inform DER -binary -in signature -content manifest -CAfile ca.pem"
    options = ["-purpose", "any", "-partial_chain", "-out", "said"]
    done = subprocess.run([*command.split(), *options], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (folder / "manifest").write_bytes(manifest + b" ")
    done = subprocess.run([*command.split(), *options], cwd=folder, capture_output=True, check=False)
    assert done.returncode != 0


def test_google_link_carries_the_ticket_signed(settings: Settings):
    settings.TURNOUT_GOOGLE_WALLET = google_account()
    settings.TURNOUT_GOOGLE_WALLET_ISSUER = "3388000000022000000"
    ticket = ticket_of(name="Ada Okafor")
    page = got(ticket, "/").content.decode()
    assert "Add to Google Wallet" in page
    assert "google.com" not in page

    answer = got(ticket, "/google/", status=302)

    start, token = answer["Location"].rsplit("/", 1)
    assert start == "https://pay.google.com/gp/v/save"
    assert len(token) < 1800
    head, body, signature = token.split(".")
    rsa_key().public_key().verify(_plain(signature), f"{head}.{body}".encode(), PKCS1v15(), SHA256())
    claims = json.loads(_plain(body))
    assert json.loads(_plain(head)) == {"alg": "RS256", "typ": "JWT"}
    assert (claims["iss"], claims["aud"], claims["typ"]) == (
        "tickets@nimbus.example.org",
        "google",
        "savetowallet",
    )
    (of_ticket,), (of_event,) = (
        claims["payload"]["eventTicketObjects"],
        claims["payload"]["eventTicketClasses"],
    )
    assert of_ticket["barcode"] == {"type": "QR_CODE", "value": code_for(ticket)}
    assert of_ticket["classId"] == of_event["id"]
    assert of_ticket["id"] == f"3388000000022000000.{ticket.serial}-0"
    assert of_event["dateTime"]["start"] == "2126-12-08T23:00:00+00:00"


def _plain(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
