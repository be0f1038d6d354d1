from ipaddress import ip_network

import pytest

from tests.rush.asking import scope_of
from turnout.rush.address import Networks, Visitors

PROXIES = tuple(map(ip_network, ("10.0.0.0/8", "127.0.0.1/32", "fd00::/8")))


def key_of(*forwarded: str, peer: str | None = "127.0.0.1", proxies: Networks = PROXIES) -> str | None:
    lines = [("X-Forwarded-For", line) for line in forwarded]
    client = Visitors(proxies).client(scope_of("GET", "/", [("Host", "x"), *lines], client=peer))
    return client.key if client else None


@pytest.mark.parametrize(
    ("forwarded", "key"),
    [
        ((), "127.0.0.1"),
        (("203.0.113.7",), "203.0.113.7"),
        (("198.51.100.1, 203.0.113.7",), "203.0.113.7"),
        (("203.0.113.7, 10.1.2.3",), "203.0.113.7"),
        (("198.51.100.1, 203.0.113.7", "10.1.2.3"), "203.0.113.7"),
        (("203.0.113.7, nonsense",), "127.0.0.1"),
        (("203.0.113.7, " + "9" * 100,), "127.0.0.1"),
        (("10.9.9.9",), "10.9.9.9"),
        (("2001:db8:1:2:3:4:5:6",), "2001:db8:1:2::/64"),
        (("::ffff:203.0.113.7",), "203.0.113.7"),
    ],
)
def test_client_is_the_nearest_that_no_trusted_proxy_vouches_for(forwarded: tuple[str, ...], key: str):
    assert key_of(*forwarded) == key


def test_what_a_stranger_forwards_counts_for_nothing():
    assert key_of("203.0.113.7", peer="198.51.100.5") == "198.51.100.5"


def test_without_trusted_proxies_the_peer_is_the_client():
    assert key_of("203.0.113.7", proxies=()) == "127.0.0.1"


def test_made_up_chain_of_proxies_is_followed_only_so_far():
    hops = ", ".join(["203.0.113.7", *["10.0.0.1"] * 50])

    assert key_of(hops) == "10.0.0.1"


@pytest.mark.parametrize("peer", [None, "not an address"])
def test_peer_without_an_address_is_nobody(peer: str | None):
    assert key_of(peer=peer) is None


def test_neighbours_of_one_household_are_counted_as_one():
    assert key_of("2001:db8::1") == key_of("2001:db8::ffff:1") != key_of("2001:db8:0:1::1")
