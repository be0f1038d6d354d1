import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from tests.factories import user_of
from turnout.desk.devices import device_of

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def forgotten() -> None:
    cache.clear()


def signed_in(user: object, agent: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": agent})
    client.force_login(user)  # type: ignore[arg-type]
    client.get("/account/")
    return client


def test_name_and_language_are_saved_and_used_at_once() -> None:
    ada = user_of(email="ada@example.org")
    client = signed_in(ada)

    answer = client.post("/account/", {"name": "Ada Lovelace", "language": "es"})

    ada.refresh_from_db()
    assert (answer.status_code, ada.name, ada.language) == (302, "Ada Lovelace", "es")
    assert '<html lang="es">' in client.get("/account/").content.decode()


def test_an_unknown_language_is_refused_and_what_was_typed_stays() -> None:
    answer = signed_in(user_of()).post("/account/", {"name": "Ada L.", "language": "tlh"})

    assert answer.status_code == 422
    assert 'value="Ada L."' in answer.content.decode()


@pytest.mark.parametrize("places", [1, 3])
def test_places_and_passkeys_cost_the_same_queries(places: int, django_assert_num_queries: object) -> None:
    ada = user_of()
    client, *_ = [signed_in(ada) for _ in range(places)]
    for number in range(places):
        Authenticator.objects.create(
            user=ada, type=Authenticator.Type.WEBAUTHN, data={"name": f"Key {number}"}
        )

    with django_assert_num_queries(4):  # type: ignore[operator]
        page = client.get("/account/").content.decode()

    assert page.count("Firefox · Linux") == 2 * places
    assert [f"Key {number}" in page for number in range(places)] == [True] * places


def test_another_place_is_signed_out_and_this_one_stays() -> None:
    ada = user_of()
    here, there = signed_in(ada), signed_in(ada)
    place = UserSession.objects.get(session_key=there.session.session_key)

    here.post(f"/account/places/{place.pk}/end/")

    assert there.get("/account/")["Location"] == "/account/login/?next=/account/"
    assert here.get("/account/").status_code == 200


def test_signing_out_here_ends_this_session() -> None:
    here = signed_in(user_of())
    place = UserSession.objects.get()

    answer = here.post(f"/account/places/{place.pk}/end/")

    assert answer["Location"] == "/account/login/"
    assert here.get("/account/").status_code == 302


def test_nobody_ends_another_persons_session() -> None:
    there = signed_in(user_of())
    place = UserSession.objects.get()

    answer = signed_in(user_of()).post(f"/account/places/{place.pk}/end/")

    assert answer.status_code == 404
    assert there.get("/account/").status_code == 200


def test_a_session_is_noted_again_only_after_ten_minutes() -> None:
    client = signed_in(user_of())
    first = UserSession.objects.get().last_seen_at

    client.get("/account/")

    assert UserSession.objects.get().last_seen_at == first


def test_nobody_sees_another_persons_passkey() -> None:
    key = Authenticator.objects.create(
        user=user_of(), type=Authenticator.Type.WEBAUTHN, data={"name": "Theirs"}
    )
    client = signed_in(user_of())

    paths = [f"/account/2fa/webauthn/keys/{key.pk}/{verb}/" for verb in ("edit", "remove")]

    assert [client.get(path).status_code for path in paths] == [404, 404]


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox · Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        ("curl/8.14.1", "curl/8.14.1"),
        ("x" * 200, "x" * 60),
        ("", ""),
    ],
)
def test_a_device_is_named_as_people_know_it(agent: str, device: str) -> None:
    assert device_of(agent) == device
