import pytest

from turnout.rules.email_address import NotAnAddress, key_of


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("ada@example.org", "ada@example.org"),
        ("Ada.Lovelace+fan@Example.ORG", "ada.lovelace+fan@example.org"),
        ("ada@b\u00fccher.example", "ada@xn--bcher-kva.example"),
        ("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
        ("\u59d3\u540d@\u4f8b\u5b50.\u6d4b\u8bd5", "\u59d3\u540d@xn--fsqu00a.xn--0zwm56d"),
        ("stra\u00dfe@example.org", "strasse@example.org"),
        ("e\u0301@example.org", "\u00e9@example.org"),
        ("a--b@sub.a--b.example.museum", "a--b@sub.a--b.example.museum"),
        ("!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~@example.org"),
    ],
)
def test_spellings_of_one_mailbox_have_one_key(address: str, key: str):
    assert key_of(address) == key


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@localhost",
        "ada@example",
        "ada@example.123",
        "ada@127.0.0.1",
        "ada@[127.0.0.1]",
        "ada lovelace@example.org",
        "ada@exa mple.org",
        "ada@-example.org",
        "ada@example-.org",
        "ada@example..org",
        ".ada@example.org",
        "ada.@example.org",
        "a..da@example.org",
        '"ada"@example.org',
        "ada,bob@example.org",
        "ada@example.org\n",
        "a\u202eda@example.org",
        "\u0661\u00a0@example.org",
        "ada@\u200d.org",
        f"{'a' * 65}@example.org",
        "\u00e9" * 33 + "@example.org",
        f"ada@{'a' * 64}.org",
        f"ada@{'a.' * 130}org",
        "\u0149" * 32 + f"@{'a' * 63}.{'b' * 63}.{'c' * 61}.org",
    ],
)
def test_what_no_mail_could_reach_is_no_address(address: str):
    with pytest.raises(NotAnAddress):
        key_of(address)
