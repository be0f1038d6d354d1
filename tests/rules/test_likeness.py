import subprocess
import sys

import pytest

from tests.newsroom.labelled import labelled, precision_at_3
from turnout.rules.likeness import Text, features, nearest


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The Hall, a hall!", ["the", "hall", "hall"]),
        ("Día 8 de 2026", ["día", "de", "2026"]),
        ("纽约见", ["纽", "约", "见", "纽约", "约见"]),
        ("Nimbus在纽约", ["nimbus", "在", "纽", "约", "在纽", "纽约"]),
        ("see https://example.org/hall and figure-0-1x1", ["see", "and"]),
        ("…", []),
    ],
)
def test_words_are_counted_and_characters_where_no_spaces_part_words(words: str, found: list[str]) -> None:
    assert features(Text(words)) == found


def test_a_tag_counts_as_several_words() -> None:
    assert features(Text("", ("Fans",))) == ["#fans"] * 4


def test_the_likest_come_first_and_never_a_text_itself() -> None:
    texts = [Text("hall seats stage"), Text("hall seats"), Text("hall"), Text("pizza")]

    found = nearest(texts, 2)

    assert [[index for index, _likeness in others] for others in found] == [[1, 2], [0, 2], [1, 0], []]
    assert all(0 < likeness <= 1 for others in found for _index, likeness in others)


def test_the_same_text_is_wholly_alike_and_ties_go_by_their_order() -> None:
    found = nearest([Text("hall"), Text("hall"), Text("hall")], 3)

    assert found == [[(1, 1.0), (2, 1.0)], [(0, 1.0), (2, 1.0)], [(0, 1.0), (1, 1.0)]]


def test_what_is_hardly_alike_is_left_out() -> None:
    assert nearest([Text("hall seats"), Text("hall pizza")], 3, least=0.99) == [[], []]


@pytest.mark.parametrize("texts", [[], [Text("")], [Text(""), Text("…")]])
def test_without_words_nothing_is_alike(texts: list[Text]) -> None:
    assert nearest(texts, 3) == [[] for _ in texts]


def test_more_than_are_compared_at_once_are_all_compared() -> None:
    texts = [Text(f"word{number // 2}") for number in range(600)]

    found = nearest(texts, 1)

    assert [others[0][0] for others in found] == [number ^ 1 for number in range(600)]


def test_of_200_labelled_posts_nine_in_ten_of_the_three_likest_are_of_their_topic() -> None:
    posts = labelled()

    found = nearest([post.text for post in posts], 3)

    assert len(posts) == 200
    assert len({post.topic for post in posts}) == 10
    assert precision_at_3(posts, found) >= 0.9


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_they_are_found_in_each_language_without_tags_too(language: str) -> None:
    posts = [post for post in labelled() if post.language == language]

    found = nearest([Text(post.text.words) for post in posts], 3)

    assert precision_at_3(posts, found) >= 0.9


def test_what_serves_pages_never_imports_scikit_learn() -> None:
    asks = "import sys, turnout.asgi; print([name for name in sys.modules if name.startswith('sklearn')])"
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
