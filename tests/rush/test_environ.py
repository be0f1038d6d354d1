from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from tests.rush.asking import answer_to
from turnout.rush.address import Visitors
from turnout.rush.wsgi_bridge import WsgiBridge


def read_as_announced(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """As Django reads: no further than the announced length."""
    start_response("200 OK", [])
    return [environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))]


BRIDGE = WsgiBridge(read_as_announced, Visitors(()), threads=1)


def test_body_in_chunks_is_read_though_nobody_announced_its_length():
    answered = answer_to(BRIDGE, "POST", "/", b"name=", b"Ann", headers={"Transfer-Encoding": "chunked"})

    assert answered.body == b"name=Ann"
