import subprocess
import sys

import pytest

from tests.rules.draws import RANDOMNESS, ROUND, SIGNATURE
from turnout.rules import drand


def test_a_round_that_the_network_signed_is_genuine():
    signature = bytes.fromhex(SIGNATURE)

    assert drand.is_genuine(ROUND, signature)
    assert drand.randomness_of(signature).hex() == RANDOMNESS


def test_a_signature_of_another_round_is_not():
    assert not drand.is_genuine(ROUND + 1, bytes.fromhex(SIGNATURE))


@pytest.mark.parametrize(
    "bytes_",
    [
        "",
        SIGNATURE[:-2],
        SIGNATURE.replace("b7", "97"),  # the other root
        SIGNATURE.replace("b7", "37"),  # not marked as compressed
        SIGNATURE[:-1] + "c",  # not on the curve
        "c0" + "00" * 47,  # the point at infinity
        "9f" + "ff" * 47,  # beyond the field
        "80" + "00" * 47,  # on the curve, not of its group
    ],
)
def test_what_is_no_signature_of_the_network_is_refused(bytes_: str):
    assert not drand.is_genuine(ROUND, bytes.fromhex(bytes_))


def test_rounds_come_every_three_seconds_from_the_first():
    assert drand.time_of(1) == drand.GENESIS
    assert drand.time_of(ROUND) == drand.GENESIS + 3 * (ROUND - 1)


@pytest.mark.parametrize("second", range(4))
def test_the_round_is_the_first_that_comes_so_long_after_closing(second: int):
    closed = drand.GENESIS + 1_000_000 + second

    named = drand.round_after(closed, 600)

    assert drand.time_of(named) >= closed + 600 > drand.time_of(named - 1)


def test_the_spelled_out_key_is_the_chain_s():
    point_compression = _compression()
    key = bytes.fromhex(drand.PUBLIC_KEY)
    point = point_compression.decompress_G2(
        (int.from_bytes(key[:48], "big"), int.from_bytes(key[48:], "big"))
    )

    assert drand._public_key()[:2] == point[:2]


def test_checking_a_signature_loads_little_and_leaves_python_s_depth_as_it_is():
    program = (
        "import sys; from turnout.rules import drand; before = 'py_ecc' in sys.modules;"
        f"drand.is_genuine({ROUND}, bytes.fromhex('80' + '00' * 47));"
        "heavy = {'pydantic', 'eth_utils', 'cytoolz', 'py_ecc.bls'} & set(sys.modules);"
        "print(before, sorted(heavy), sys.getrecursionlimit())"
    )

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False [] 1000"


def _compression():
    limit = sys.getrecursionlimit()
    from py_ecc.bls import point_compression

    sys.setrecursionlimit(limit)
    return point_compression
