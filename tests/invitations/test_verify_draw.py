"""`turnout verify-draw`: from the file alone, and for each fault a sentence."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.rules.draws import SIGNATURE, altered, entries_of, frozen_of, record_bytes
from tests.rules.test_draw_record import BY_NUMBERS, DRAWN, UNREADABLE, UNTRUE
from turnout.invitations import verify_command
from turnout.invitations.verify_command import verify_draw
from turnout.rules.draw_reading import Unreadable, read_frozen, read_record
from turnout.rules.draw_record import Proof, commitment_of

HERE = Path(__file__).parents[2]


def verified(tmp_path: Path, record: bytes, *options: str) -> Result:
    file = tmp_path / "record.json"
    file.write_bytes(record)
    return CliRunner().invoke(verify_draw, [str(file), *options])


def test_a_true_record_is_said_to_be_true_step_by_step(tmp_path: Path):
    said = verified(tmp_path, DRAWN)

    assert said.exit_code == 0
    assert said.output.count("  ok  ") == 6
    assert said.output.splitlines()[-1] == "True. 2 entries got their seats."


def test_a_draw_that_waits_is_true_as_far_as_it_goes(tmp_path: Path):
    said = verified(tmp_path, record_bytes(frozen_of(entries_of(1))))

    assert said.output.splitlines()[-1] == "True as far as it goes. The result is still to come."


def test_an_entry_is_told_its_fate(tmp_path: Path):
    outcome = read_record(BY_NUMBERS).outcome
    assert outcome is not None

    said = [verified(tmp_path, BY_NUMBERS, "--code", code.lower()).output for code in outcome.order]

    fates = [each.splitlines()[-1] for each in said]
    won = {place.code for place in outcome.places}
    assert [f"number {rank} of 4" in fate for rank, fate in enumerate(fates, 1)] == [True] * 4
    assert ["and got its" in fate for fate in fates] == [code in won for code in outcome.order]
    assert verified(tmp_path, BY_NUMBERS, "--code", "ZZZZZ-ZZZZZ").exit_code == 1


def test_the_hash_of_the_mail_is_compared(tmp_path: Path):
    commitment = read_record(DRAWN).commitment

    assert verified(tmp_path, DRAWN, "--commitment", commitment.upper()).exit_code == 0
    said = verified(tmp_path, DRAWN, "--commitment", "00" * 32)
    assert (said.exit_code, said.output.splitlines()) == (
        1,
        ["This is another draw, or an altered one: the hash in your mail is not this record's."],
    )


@pytest.mark.parametrize("case", [*UNTRUE, *UNREADABLE])
def test_each_fault_is_one_sentence(tmp_path: Path, case: str):
    if case in UNTRUE:
        record, way, value, _what = UNTRUE[case]
        record = altered(record, *way, to=value)
    else:
        record = UNREADABLE[case][0]

    said = verified(tmp_path, record)

    assert said.exit_code == 1
    assert len(said.output.strip().splitlines()) == 1
    assert re.match(r"[A-Z].*\.$", said.output.strip())


def test_a_file_cannot_write_to_the_terminal(tmp_path: Path):
    record = record_bytes(frozen_of(entries_of(1), event="\x1b[2J\x07", host="x" * 500))

    said = verified(tmp_path, record).output

    assert "\x1b" not in said
    assert "\x07" not in said
    assert max(map(len, said.splitlines())) < 260


def test_every_code_of_a_fault_has_its_sentence():
    sources = "".join(
        (HERE / f"turnout/rules/{name}.py").read_text() for name in ("draw_reading", "draw_check")
    )

    assert set(re.findall(r'Unreadable\("([^"]+)"', sources)) == set(verify_command.UNREADABLE)
    assert set(re.findall(r'Untrue\("([^"]+)"', sources)) == set(verify_command.UNTRUE)


def test_the_example_of_the_document_comes_out_as_it_says():
    document = (HERE / "docs/draw.md").read_text()
    (written,) = re.findall(r'^\{"algorithm".*\}$', document, re.MULTILINE)
    frozen = read_frozen(written.encode())

    record = read_record(record_bytes(frozen, Proof(signature=SIGNATURE)))

    assert record.canonical.decode() == written
    outcome = record.outcome
    assert outcome is not None
    for value in (
        f"| commitment | `{commitment_of(record.canonical).hex()}` |",
        f"| seed | `{record.seed}` |",
        f"| order | {', '.join(f'`{code}`' for code in outcome.order)} |",
        f"| places | {', '.join(f'`{place.code}`' for place in outcome.places)} |",
    ):
        assert value in document


def test_the_frozen_part_alone_must_be_one():
    with pytest.raises(Unreadable):
        read_frozen(b"[]")
