from collections.abc import Iterator

import pytest

from tests.mail_server import MailServer
from turnout.outbox.deliver import connection


@pytest.fixture
def mail_server(mail_server: MailServer) -> Iterator[MailServer]:
    """The connection to it is kept from mail to mail, but not from test to test."""
    yield mail_server
    connection.close()
