from collections.abc import Iterator

import pytest

from tests.databases import a_new_database
from tests.journeys.stage import announced
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
