"""A stranger's page is fetched from public machines alone, and never for long."""

import time
from collections.abc import Iterator, Sequence

import pytest
from pytest_django import Settings

from tests.newsroom.sites import Site, site
from turnout.newsroom.fetch_page import MOST_BYTES, MOST_REDIRECTS, Fetched, NotFetched, fetch_page


@pytest.fixture
def there(settings: Settings) -> Iterator[Site]:
    """A site that is let through, though it is on this machine."""
    with site() as found:
        settings.TURNOUT_WEBMENTION_HOSTS = frozenset({found.place})
        yield found


@pytest.fixture
def within() -> Iterator[Site]:
    """What must not be reached: a site on this machine that nobody let through."""
    with site() as found:
        found.page("/secret", "<title>Secret</title>")
        yield found


def test_page_is_read(there: Site):
    address = there.page("/a", "<title>Grüße</title>")

    assert fetch_page(f"{address}#part") == Fetched(200, "<title>Grüße</title>", address)
    (_path, headers), *_ = there.asked
    assert headers["Host"] == there.place
    assert headers["Accept-Encoding"] == "identity"
    assert headers["User-Agent"].startswith("Turnout (Webmention; http")


@pytest.mark.parametrize("status", [404, 410, 500])
def test_other_answers_have_a_status_and_no_text(there: Site, status: int):
    address = there.page("/a", "<title>Gone</title>", status=status)

    assert fetch_page(address) == Fetched(status, "", address)


def test_charset_is_the_pages_own(there: Site):
    there.pages["/gbk"] = lambda request: _bytes(request, "新品".encode("gbk"), "text/html; charset=GBK")
    there.pages["/odd"] = lambda request: _bytes(request, "新品".encode(), "text/html; charset=none-such")

    assert fetch_page(f"{there.url}/gbk").html == "新品"
    assert fetch_page(f"{there.url}/odd").html == "新品"


def _bytes(request, body: bytes, kind: str) -> None:
    request.send_response(200)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def test_redirects_are_followed_a_few_times(there: Site):
    last = there.page("/0", "<p>here")
    for number in range(1, MOST_REDIRECTS + 2):
        there.page(f"/{number}", "", status=302, Location=f"/{number - 1}")

    assert fetch_page(f"{there.url}/{MOST_REDIRECTS}").address == last
    assert refused(f"{there.url}/{MOST_REDIRECTS + 1}") == "too many redirects"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1.2.3",
        "127.1",
        "0177.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0.0.0.0",
        "0",
        "169.254.169.254",
        "10.0.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "224.0.0.1",
        "[::1]",
        "[::]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[fe80::1]",
        "[ff02::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "localhost",
    ],
)
def test_machines_behind_the_wall_are_not_asked(there: Site, host: str):
    there.page("/hop", "", status=302, Location=f"http://{host}/secret")

    assert refused(f"http://{host}/secret") == "not a machine that everybody reaches"
    assert refused(f"{there.url}/hop") == "not a machine that everybody reaches"


def test_another_port_of_a_host_that_is_let_through_is_refused(there: Site, within: Site):
    there.page("/hop", "", status=307, Location=f"{within.url}/secret")

    assert refused(f"{within.url}/secret") == "a port that websites do not have"
    assert refused(f"{there.url}/hop") == "a port that websites do not have"
    assert within.asked == []


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "gopher://a.example/", "http://u:p@a.example/", ""]
)
def test_redirects_lead_to_the_web_alone(there: Site, location: str):
    address = there.page("/hop", "", status=302, Location=location)

    why = refused(address)

    assert why == ("no address on the web" if location else "too many redirects")


def test_a_name_is_refused_if_one_of_its_machines_is_behind_the_wall():
    assert refused("http://half.example/", lambda host, port: ["93.184.216.34", "127.0.0.1"]) == (
        "not a machine that everybody reaches"
    )


def test_a_name_that_means_another_machine_the_second_time_is_not_asked_there(
    settings: Settings, within: Site
):
    """Resolved once for each connection; what was looked at is what is connected to."""
    settings.TURNOUT_WEBMENTION_HOSTS = frozenset()
    names = Rebinding()

    # What tests may not reach stops them by its name: it is the machine that was looked at.
    with pytest.raises(RuntimeError, match=r"a test wants to reach 93\.184\.216\.34"):
        fetch_page("http://rebind.example/secret", resolve=names)
    assert names.asked == 1
    assert refused("http://rebind.example/secret", names) == "not a machine that everybody reaches"
    assert names.asked == 2
    assert within.asked == []


def test_a_name_that_means_another_machine_after_a_redirect_is_not_asked_there(settings: Settings):
    with site() as there:
        settings.TURNOUT_WEBMENTION_HOSTS = frozenset({f"first.example:{there.port}"})
        there.page("/hop", "", status=302, Location="http://rebind.example/secret")
        names = Rebinding(first="127.0.0.1")

        assert (
            refused(f"http://first.example:{there.port}/hop", names) == "not a machine that everybody reaches"
        )
        assert [path for path, _headers in there.asked] == ["/hop"]


class Rebinding:
    """A name server that says something else from the second time on."""

    def __init__(self, first: str = "93.184.216.34") -> None:
        self.first, self.asked = first, 0

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return [self.first] if self.asked == 1 else ["127.0.0.1"]


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "text/plain", "application/octet-stream"])
def test_what_is_no_page_is_not_read(there: Site, kind: str):
    assert refused(there.page("/a", "x", kind=kind)) == "not a page of HTML"


def test_what_is_compressed_is_not_unpacked(there: Site):
    assert (
        refused(there.page("/a", "x", Content_Encoding="gzip")) == "compressed, though that was not asked for"
    )


def test_what_is_larger_than_a_page_is_not_read_to_its_end(there: Site):
    assert fetch_page(there.page("/just", "a" * MOST_BYTES)).status == 200
    assert refused(there.page("/more", "a" * (MOST_BYTES + 1))) == "larger than a page"


def test_a_site_that_dawdles_is_left(there: Site):
    def dawdle(request) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.end_headers()
        for _ in range(60):
            request.wfile.write(b"a")
            request.wfile.flush()
            time.sleep(0.05)

    there.pages["/slow"] = dawdle

    assert refused(f"{there.url}/slow", seconds=0.5) == "ReadTimeout"


def test_a_name_server_that_dawdles_is_left():
    def dawdle(host: str, port: int) -> Sequence[str]:
        time.sleep(1)
        return []

    assert refused("http://slow.example/", dawdle, seconds=0.1) == "ConnectError"
    assert refused("http://slow.example/", lambda host, port: [], seconds=0.1) == "ConnectError"


def test_second_machine_of_a_name_is_asked_where_the_first_does_not_answer(there: Site, settings: Settings):
    settings.TURNOUT_WEBMENTION_HOSTS = frozenset({f"two.example:{there.port}"})
    there.page("/a", "<p>here")

    found = fetch_page(f"http://two.example:{there.port}/a", lambda host, port: ["127.0.0.2", "127.0.0.1"])

    assert found.html == "<p>here"


def refused(address: str, resolve=None, seconds: float = 5) -> str:
    more = {"resolve": resolve} if resolve else {}
    with pytest.raises(NotFetched) as stopped:
        fetch_page(address, seconds=seconds, **more)
    return str(stopped.value)
