"""Submissions as people, scripts and enemies send them: for the property tests."""

from typing import Any

from hypothesis import strategies as st

QUESTIONS: list[dict[str, Any]] = [
    {"id": 1, "kind": "short", "required": True, "choices": [], "limits": {"longest": 30}, "show_if": {}},
    {"id": 2, "kind": "long", "required": False, "choices": [], "limits": {}, "show_if": {}},
    {"id": 3, "kind": "one", "required": True, "choices": ["a", "b"], "limits": {}, "show_if": {}},
    {
        "id": 4,
        "kind": "several",
        "required": False,
        "choices": ["a", "b", "c"],
        "limits": {"most": 2},
        "show_if": {"question": 3, "is": ["a"]},
    },
    {
        "id": 5,
        "kind": "number",
        "required": False,
        "choices": [],
        "limits": {"least": 0, "greatest": 9.5},
        "show_if": {"question": 4, "is": ["b", "c"]},
    },
    {
        "id": 6,
        "kind": "date",
        "required": False,
        "choices": [],
        "limits": {"least": "2026-01-01"},
        "show_if": {},
    },
    {"id": 7, "kind": "yesno", "required": False, "choices": [], "limits": {}, "show_if": {}},
]
PLAIN: dict[str, Any] = {
    "event": 12,
    "version": 3,
    "party_max": 4,
    "least_age": 16,
    "option_ids": [5, 6],
    "questions": QUESTIONS,
}
CHANNELS = ("reddit", "youtube")
LANGUAGES = ("en", "es")

NASTY = st.sampled_from(
    [
        "",
        " ",
        "\u202egnp.exe",
        "\u200d\u200d",
        "\ufeff",
        "a" * 3_000,
        "e\u0301" * 50,
        "a" + "\u0301\u0323" * 300,
        "9" * 400,
        "1e309",
        "-0.0",
        "0x10",
        "\u0664\u0662",
        "2026-02-30",
        "20260101",
        "2026-W01-1",
        "\x7f\x1b[31m",
        "<script>",
        "'; DROP TABLE",
        "\U0001f600",
        "line\r\nline\x85line\u2028line",
        "None",
        "[]",
        "\ufb03",
        "\u0130",
    ]
)
ANYTHING = st.one_of(NASTY, st.text(max_size=60))


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "Mn"]), min_size=1, max_size=30)
ADDRESSES = st.one_of(
    st.builds("{}@{}.org".format, st.from_regex(r"[a-zA-Z0-9_-]{1,20}", fullmatch=True), st.just("Example")),
    st.builds(
        "{}@b\u00fccher.example".format,
        st.text(st.characters(categories=["Ll", "Lu"]), min_size=1, max_size=9),
    ),
    st.emails(),
)
FIELDS: dict[str, st.SearchStrategy[str]] = {
    "name": WORDS.map(lambda name: f"Ada {name}"),
    "email": ADDRESSES,
    "likelihood": st.sampled_from(["definitely", "probably", "maybe"]),
    "party": st.sampled_from(["1", "4", " 2 "]),
    "country": st.sampled_from(["US", "es", "CN"]),
    "postcode": st.sampled_from(["", "10001", "SW1A  1AA"]),
    "option": st.sampled_from(["5", "6"]),
    "via": st.sampled_from(["reddit", "youtube", "elsewhere", ""]),
    "lang": st.sampled_from(["en", "es", "fr"]),
    "form": st.sampled_from(["3", ""]),
    "age": st.just("yes"),
    "consent": st.just("yes"),
    "submission": st.uuids().map(str),
    "source": st.sampled_from(["", "news.example.org", "Spring", "a b"]),
    "news": st.sampled_from(["yes", ""]),
    "q1": WORDS.map(lambda text: f"so {text}"),
    "q2": WORDS,
    "q3": st.sampled_from(["a", "b"]),
    "q4": st.sampled_from(["a", "b", "c"]),
    "q5": st.sampled_from(["0", "3", "9.5", "1e0"]),
    "q6": st.sampled_from(["2026-12-08", ""]),
    "q7": st.sampled_from(["yes", "no", ""]),
    "unknown": WORDS,
}
GOOD = st.fixed_dictionaries(
    {name: st.lists(value, min_size=1, max_size=1) for name, value in FIELDS.items()}
)
# Left out, sent twice, or nonsense: a few fields only, or nothing would ever be accepted.
SPOILT = st.dictionaries(
    st.sampled_from(list(FIELDS)),
    st.one_of(st.just([]), st.lists(ANYTHING, min_size=1, max_size=2), st.just(["5", "6"])),
    max_size=2,
)


def _merged(good: dict[str, list[str]], spoilt: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: values for name, values in {**good, **spoilt}.items() if values}


SUBMISSIONS = st.builds(_merged, GOOD, SPOILT)
