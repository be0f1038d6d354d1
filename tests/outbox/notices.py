"""Delivery status notifications as mail servers write them."""

from turnout.outbox.envelope import envelope_sender
from turnout.outbox.message import message_id
from turnout.outbox.models import Mail

NOTICE = """\
From: MAILER-DAEMON@mx.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{recipient}>: no such
    person here

--b
Content-Type: {returned}

From: turnout@127.0.0.1
Message-ID: {message_id}

--b--
"""


def notice_of(mail: Mail, **changes: str) -> bytes:
    """That this mail came back, said in every way; `changes` says otherwise."""
    facts = {
        "to": envelope_sender(mail),
        "recipient": mail.recipient,
        "action": "failed",
        "status": "5.1.1",
        "returned": "message/rfc822",
        "message_id": message_id(mail),
    }
    return NOTICE.format(**facts | changes).encode()
