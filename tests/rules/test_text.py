import time

import pytest

from turnout.rules.text import is_visible, lines, one_line


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\tLove\r\nlace", "Ada Love lace"),
        ("e\u0301", "\u00e9"),
        ("\u202eAda\u2066\ufeff", "Ada"),
        ("A\x00d\x1b[31ma\x7f\x9f", "Ad[31ma"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("\u5f20\u3000\u4f1f", "\u5f20 \u4f1f"),
    ],
)
def test_one_line_keeps_letters_and_single_spaces(given: str, kept: str):
    assert one_line(given) == kept


def test_lines_keep_their_breaks():
    assert lines("\n one\r\ntwo  words\r\rthree\u2028four \n") == "one\ntwo words\n\nthree\nfour"


def test_piled_up_marks_are_cut_off():
    assert len(one_line("a" + "\u0301\u0323" * 5_000)) <= 31


def test_normalizing_what_is_made_to_be_slow_is_quick():
    started = time.process_time()

    one_line("a" + "\u0345" * 5_000 + "\u0301" * 5_000 + "\u0323" * 5_000)

    assert time.process_time() - started < 0.2


@pytest.mark.parametrize(
    ("text", "seen"),
    [("Ada", True), ("\u5f20", True), ("\U0001f600", True), ("\u200d\u200c", False), ("", False)],
)
def test_nothing_and_joiners_alone_are_not_visible(text: str, seen: bool):
    assert is_visible(text) is seen
