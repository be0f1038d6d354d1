import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnout.rules.search_words import (
    LONGEST_WORD,
    MOST_WORDS_ASKED,
    Term,
    marked,
    score,
    terms,
    words,
)


def stored(text: str) -> str:
    return " ".join(words(text))


def scored(query: str, title: str = "", text: str = "") -> float:
    return score(terms(query), stored(title), stored(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "cafe"),
        ("STRASSE", "straße"),
        ("\uff2e\uff29\uff2d", "nim"),
        ("Ångström", "angstrom"),
        ("ﬁne", "fine"),
        ("Ёлка", "елка"),
    ],
)
def test_the_same_word_written_otherwise_is_the_same_word(one: str, other: str):
    assert words(one) == words(other)


def test_words_are_in_the_order_of_the_text_and_nothing_else_is():
    assert words("Nimbus comes, to New-York (8 Dec)!") == ["nimbus", "comes", "to", "new", "york", "8", "dec"]


def test_chinese_is_kept_by_character_and_by_pair():
    assert len(words("纽约见面会")) == 5 + 4
    assert set(words("纽约")) <= set(words("在纽约见"))


def test_what_is_stored_is_ascii_letters_and_digits():
    assert all(word.isascii() and word.isalnum() for word in words("纽约 Ünïcode русский 한국어 ひらがな"))


def test_a_word_without_end_is_cut():
    assert words("a" * 5000) == ["a" * LONGEST_WORD]


def test_a_query_asks_for_each_word_once_and_for_chinese_in_pairs():
    assert terms("Fan fan to") == [Term("fan", True), Term("to", False)]
    assert terms("纽约") == [Term("xe7babde7baa6", False)]
    assert terms("约") == [Term("xe7baa6", False)]


def test_a_query_without_end_is_cut():
    assert len(terms(" ".join(f"word{number}" for number in range(9000)))) == MOST_WORDS_ASKED


@pytest.mark.parametrize("query", ["", "   ", "'; --", '%_*()"', "\x00", "\u200b\u202e"])
def test_a_query_without_a_word_asks_for_nothing(query: str):
    assert terms(query) == []


def test_a_word_in_the_title_counts_more_than_one_in_the_text():
    assert scored("nimbus", "Nimbus", "") > scored("nimbus", "", "Nimbus") > 0


def test_all_words_must_be_there():
    assert scored("nimbus berlin", "Nimbus", "New York") == 0


def test_the_beginning_of_a_word_finds_it_and_counts_less():
    assert scored("phone", text="phone") > scored("phone", text="phones") > 0
    assert scored("ph", text="phones") == 0


def test_a_short_text_about_it_comes_before_a_long_one_that_names_it():
    assert scored("nimbus", text="Nimbus came") > scored("nimbus", text="Nimbus came " + "and " * 900)


def test_matches_are_marked_as_they_are_written():
    assert marked("Ein Café in Köln", terms("cafe koln")) == [
        ("Ein ", False),
        ("Café", True),
        (" in ", False),
        ("Köln", True),
    ]


def test_of_chinese_what_was_asked_for_is_marked_and_not_the_whole_sentence():
    assert marked("我们在纽约见面", terms("纽约")) == [("我们在", False), ("纽约", True), ("见面", False)]
    assert marked("纽约", terms("纽约")) == [("纽约", True)]


def test_a_long_text_is_cut_around_the_first_match():
    pieces = marked("word " * 100 + "nimbus " + "word " * 100, terms("nimbus"), longest=60)

    assert pieces[0] == ("…", False)
    assert ("nimbus", True) in pieces
    assert pieces[-1][0].endswith("…")
    assert sum(len(piece) for piece, _ in pieces) <= 62


def test_a_long_word_is_cut_where_it_has_no_space():
    assert marked("我" * 200 + "纽约" + "我" * 200, terms("纽约"), longest=40)[0] == ("…", False)


def test_a_match_beyond_the_cut_is_not_shown():
    assert marked("Nimbus " + "word " * 50 + "nimbus", terms("nimbus"), longest=40)[0] == ("Nimbus", True)


def test_a_short_text_is_shown_whole():
    assert marked("In the end: Nimbus", terms("nimbus"), longest=20)[0] == ("In the end: ", False)


def test_a_text_without_a_match_begins_at_its_beginning():
    assert marked("Nothing here", terms("nimbus")) == [("Nothing here", False)]


@given(st.text(max_size=60), st.text(max_size=300))
def test_marking_keeps_the_text_whatever_is_asked(query: str, text: str):
    pieces = marked(text, terms(query), longest=1000)

    assert "".join(piece for piece, _ in pieces) == text


@given(st.text(max_size=200))
def test_whatever_is_written_becomes_words_without_spaces(text: str):
    assert all(word and word.isascii() and word.isalnum() for word in words(text))
