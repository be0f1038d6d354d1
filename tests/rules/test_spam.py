"""The filter: what it sees of a comment, what it learns, and how it gives its reasons."""

import subprocess
import sys

import pytest

from turnout.rules.spam import HELD_FROM, Learned, Row, Sample, Verdict, features_of, learn


def traits(text: str, **more: object) -> set[str]:
    return {each for each in features_of(Sample(text, **more)) if each.startswith("~")}  # type: ignore[arg-type]


def test_words_are_seen_by_their_beginnings_and_chinese_by_pairs():
    assert features_of(Sample("Organised meetings, I see", "Maya")) == [
        "organi",
        "meetin",
        "see",
        "name:maya",
        "~links-0",
    ]
    assert features_of(Sample("\u770b\u76f4\u64ad \u6765"))[:3] == ["\u770b\u76f4", "\u76f4\u64ad", "\u6765"]


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("see https://a.example", "~links-1"),
        ("http://a.example http://b.example www.c.example http://d.example", "~links-3"),
        ("on cheap-pills.top now", "~cheap-domain"),
        ("on cheap-pills.com now", "~host"),
        ("write to a.b@example.org", "~mail-address"),
        ("call +44 7700 900123", "~phone"),
        ("only $29", "~money"),
        ("on Telegram", "~messenger"),
        ("v\u200bi\u200ba", "~hidden"),
        ("p\u0430ypal", "~mixed-scripts"),
        ("BUY THE BEST PRICE", "~capitals"),
        ("wow!!!", "~exclaims"),
        ("\U0001f680\U0001f680\U0001f680\U0001f680 moon", "~pictures"),
        ("cheap shoes " * 8, "~same-again"),
        ("[url=x]y", "~markup"),
        ("really?", "~asks"),
    ],
)
def test_what_is_no_word_is_seen_as_well(text: str, trait: str):
    assert trait in traits(text)
    assert trait not in traits("a plain remark about the hall")


def test_how_it_was_sent_and_under_which_name_counts():
    assert {"~recent-some", "~sign-young"} <= traits("hi there", signs="young proven", recent=3)
    assert {"~recent-many", "~name-is-link"} <= traits("hi there", name="www.shop.example", recent=10)
    assert "~sign-proven" not in traits("hi there", signs="proven")


def test_what_was_learned_gives_a_score_with_its_reasons():
    learned = Learned({"casino": 3.0, "~links-1": 1.5, "hall": -2.0, "the": 0.1})

    assert learned.judge(["the", "casino", "~links-1", "unknown"]) == Verdict(0.9900, ("casino", "~links-1"))
    assert learned.judge(["hall"]) == Verdict(0.1192, ())
    assert learned.judge([]) == Verdict(0.5, ())


def test_it_learns_from_rows_of_both_kinds():
    rows = [
        Row(features_of(Sample("free casino bonus")), True),
        Row(features_of(Sample("will there be a stream")), False),
    ]

    learned = learn(rows)

    assert learned.judge(features_of(Sample("casino bonus tonight"))).score > HELD_FROM
    assert learned.judge(features_of(Sample("a stream would be nice"))).score < HELD_FROM
    assert learned.rows == 2
    with pytest.raises(ValueError, match="both kinds"):
        learn(rows[:1])


def test_a_row_that_weighs_more_is_believed_more():
    word = ["merch"]
    doubtful = [Row(word, True), Row(word, False), Row(["casino"], True), Row(["hall"], False)]

    once = learn(doubtful).judge(word).score
    trusted = learn([*doubtful[:1], Row(word, False, 3.0), *doubtful[2:]]).judge(word).score

    assert trusted < once


def test_nobody_who_only_scores_loads_scikit_learn():
    told = subprocess.run(
        [sys.executable, "-c", "import sys, turnout.rules.spam; print('sklearn' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout == "False\n"
