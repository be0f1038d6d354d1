from collections.abc import Iterator

import pytest

from tests.databases import a_new_database
from tests.journeys.stage import announced
from tests.mail_server import MailServer
from tests.server import Server


@pytest.fixture(scope="session")
def announcing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with published events, shared: each journey answers under an e-mail address of its own."""
    with a_new_database() as database:
        server = Server(tmp_path_factory.mktemp("announcing"), **database).start()
        try:
            announced(server)
            yield server
        finally:
            server.kill()


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    server = MailServer().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def mailing(post: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with published events, whose mails go to a real mail server."""
    with a_new_database() as database:
        folder = tmp_path_factory.mktemp("mailing")
        server = Server(folder, **database, TURNOUT_SMTP_URL=post.url).start()
        try:
            announced(server)
            yield server
        finally:
            server.kill()
