"""Which addresses may be fetched, and from which machines."""

import pytest

from turnout.rules.web_address import NotAWebAddress, is_public, is_usual, web_address


def test_address_is_taken_apart_without_its_fragment():
    found = web_address("HTTPS://Tech.Example.org.:443/a?b=c#d")

    assert found.text == "https://Tech.Example.org.:443/a?b=c"
    assert (found.scheme, found.host, found.port) == ("https", "tech.example.org", 443)
    assert found.place == "tech.example.org:443"


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("http://a.example/", True),
        ("https://a.example", True),
        ("http://a.example:443/", True),
        ("http://a.example:8080/", False),
        ("http://a.example:22/", False),
    ],
)
def test_ports_of_websites_are_usual(text: str, usual: bool):
    assert is_usual(web_address(text)) is usual


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tech.example.org",
        "//tech.example.org/",
        "ftp://tech.example.org/",
        "file:///etc/passwd",
        "gopher://a.example/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://user@a.example/",
        "http://user:word@a.example/",
        "http://a.example:0/",
        "http://a.example:99999/",
        "http://a.example:x/",
        "http://[::1/",
        "http://a.example/ b",
        "http://a.example/\r\nHost: x",
        "http://a.example\\@b.example/",
        "http://bücher.example/",
        "http://a.example/" + "a" * 1_000,
    ],
)
def test_what_is_no_address_on_the_web_is_refused(text: str):
    with pytest.raises(NotAWebAddress):
        web_address(text)


@pytest.mark.parametrize("machine", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "2a00:1450:4001::1"])
def test_machines_that_everybody_reaches_are_public(machine: str):
    assert is_public(machine)


@pytest.mark.parametrize(
    "machine",
    [
        "127.0.0.1",
        "127.255.255.254",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "fe80::1%eth0",
        "2606:2800:220:1::1%eth0",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "not an address",
        "",
    ],
)
def test_machines_that_not_everybody_reaches_are_not_public(machine: str):
    assert not is_public(machine)
