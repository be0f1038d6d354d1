import pytest

from tests.factories import ACTOR, published
from turnout.events.edit_event import edit_event
from turnout.events.hosts import MOST
from turnout.events.models import Event
from turnout.events.refusals import Unfit

pytestmark = pytest.mark.django_db


def kept(*given: str) -> list[str]:
    found: list[str] = edit_event(published(), ACTOR, embed_hosts=list(given)).embed_hosts
    return found


def test_hosts_are_kept_as_headers_write_them():
    assert kept(
        " News.example.org ", "", "https://www.example.com:8443/a?b", "news.example.org", "localhost"
    ) == [
        "news.example.org",
        "www.example.com:8443",
        "localhost",
    ]


def test_names_in_other_letters_are_written_in_plain_ones():
    assert kept("müller.example.org") == ["xn--mller-kva.example.org"]


@pytest.mark.parametrize(
    "given",
    [
        "*",
        "*.example.org",
        "'self'",
        "a b.example.org",
        "example.org; script-src *",
        "user@example.org",
        "http://",
        "//[",
        "a..b",
        "-a.example.org",
        "a" * 64 + ".example.org",
        ("a" * 60 + ".") * 5 + "example.org",
    ],
)
def test_what_is_no_host_is_refused(given: str):
    with pytest.raises(Unfit) as refusal:
        kept(given)

    assert [(each.field, each.code) for each in refusal.value.problems] == [("embed_hosts", "not_a_host")]
    assert Event.objects.get().embed_hosts == []


def test_there_is_a_bound():
    with pytest.raises(Unfit) as refusal:
        kept(*(f"a{number}.example.org" for number in range(MOST + 1)))

    assert refusal.value.problems[0].code == "too_many"
