import random

import pytest

from turnout.rules.word_diff import Piece, shortened, word_diff


def told(old: str, new: str) -> str:
    marks = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in word_diff(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("", "", ""),
        ("same", "same", "same"),
        ("", "all new", "[+all new+]"),
        ("all gone", "", "[-all gone-]"),
        ("the small hall", "the large hall", "the [-small -][+large +]hall"),
        ("one\ntwo\nthree\n", "one\nthree\n", "one\n[-two\n-]three\n"),
        ("我们在纽约见", "我们在费城见", "我们在[-纽约-][+费城+]见"),
        ("Well, yes.", "Well, no.", "Well, [-yes-][+no+]."),
    ],
)
def test_words_that_differ_are_marked(old: str, new: str, shown: str) -> None:
    assert told(old, new) == shown


def test_both_texts_can_be_read_from_the_pieces() -> None:
    chance = random.Random(3)
    for _ in range(200):
        old, new = ("".join(chance.choices("ab \n，字.", k=chance.randint(0, 30))) for _ in range(2))

        pieces = word_diff(old, new)

        assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
        assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new


def test_long_paragraphs_are_put_one_for_the_other_instead_of_compared_for_minutes() -> None:
    old, new = "a " * 2_000, "b " * 2_000

    assert word_diff(old, new) == [Piece("gone", old), Piece("new", new)]


def test_the_middle_of_what_stayed_is_left_out() -> None:
    long = "x" * 300

    assert shortened([Piece("same", long)]) == [Piece("same", " … ")]
    assert shortened([Piece("same", long), Piece("new", "n")])[0].text == " … " + "x" * 80
    assert shortened([Piece("new", "n"), Piece("same", long)])[1].text == "x" * 80 + " … "
    assert shortened([Piece("new", "n"), Piece("same", long), Piece("gone", "g")])[1].text == (
        f"{'x' * 80} … {'x' * 80}"
    )
    assert shortened([Piece("same", "short"), Piece("gone", "g" * 300)]) == [
        Piece("same", "short"),
        Piece("gone", "g" * 300),
    ]
