"""The public randomness of drand's chain "quicknet": which round comes when, and whether it is genuine.

A round is one BLS signature by the network over the round's number. The signature is on G1 and the key on
G2, both compressed; RFC 9380 says how the number becomes a point.
"""

import sys
from hashlib import sha256
from typing import Any

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
GENESIS = 1_692_803_367
PERIOD = 3
PUBLIC_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
    "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
    "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
# So far ahead the round is named at least, in seconds.
LEAST_LEAD = 600

_DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_SIGNATURE_BYTES = 48
_FIELD_BYTES = 64  # of which an element of the field is made


def round_after(closed: int, lead: int) -> int:
    """The first round that comes `lead` seconds or more after the closing time (seconds since 1970)."""
    return -(-(closed + lead - GENESIS) // PERIOD) + 1


def time_of(number: int) -> int:
    """When the round comes out, in seconds since 1970."""
    return GENESIS + (number - 1) * PERIOD


def randomness_of(signature: bytes) -> bytes:
    return sha256(signature).digest()


def is_genuine(number: int, signature: bytes) -> bool:
    """Whether the network signed this round: whoever brings the signature. Takes a good part of a second."""
    point = _point_of(signature)
    if point is None:
        return False
    curve = _curve()
    if not curve.is_inf(curve.multiply(point, curve.curve_order)):
        return False
    message = _hashed(sha256(number.to_bytes(8, "big")).digest())
    both = curve.pairing(curve.G2, curve.neg(point), False) * curve.pairing(_public_key(), message, False)
    return bool(curve.final_exponentiate(both) == curve.FQ12.one())


def _curve() -> Any:
    """The arithmetic, which takes a moment to be loaded and which only this needs.

    The library lets Python recurse a hundred times deeper, for all that this process does afterwards: a
    nested file would then end it. What is used here needs a few hundred calls.
    """
    limit = sys.getrecursionlimit()
    from py_ecc import optimized_bls12_381

    sys.setrecursionlimit(limit)
    return optimized_bls12_381


def _point_of(signature: bytes) -> Any:
    """A point of the curve, or None where the bytes are none (or the one at infinity)."""
    curve = _curve()
    if len(signature) != _SIGNATURE_BYTES or signature[0] & 0xC0 != 0x80:
        return None
    prime = curve.field_modulus
    x = int.from_bytes(signature, "big") % 2**381
    square = (pow(x, 3, prime) + 4) % prime
    y = pow(square, (prime + 1) // 4, prime)
    if x >= prime or y * y % prime != square:
        return None
    if (2 * y > prime) != bool(signature[0] & 0x20):
        y = prime - y
    return curve.FQ(x), curve.FQ(y), curve.FQ(1)


def _public_key() -> Any:
    """The key's x with its y, which is spelled out: to compute it would be a root in the larger field."""
    curve = _curve()
    key = bytes.fromhex(PUBLIC_KEY)
    x = [int.from_bytes(key[48:], "big"), int.from_bytes(key[:48], "big") % 2**381]
    return curve.FQ2(x), curve.FQ2(_PUBLIC_KEY_Y), curve.FQ2([1, 0])


def _hashed(message: bytes) -> Any:
    """RFC 9380, BLS12381G1_XMD:SHA-256_SSWU_RO_."""
    curve = _curve()
    stretched = _expanded(message, 2 * _FIELD_BYTES)
    halves = (stretched[:_FIELD_BYTES], stretched[_FIELD_BYTES:])
    points = [
        curve.iso_map_G1(*curve.optimized_swu_G1(curve.FQ(int.from_bytes(half, "big")))) for half in halves
    ]
    return curve.multiply_clear_cofactor_G1(curve.add(*points))


def _expanded(message: bytes, length: int) -> bytes:
    """RFC 9380, 5.3.1."""
    tag = _DST + bytes([len(_DST)])
    first = sha256(bytes(64) + message + length.to_bytes(2, "big") + b"\0" + tag).digest()
    blocks = [sha256(first + b"\1" + tag).digest()]
    while len(blocks) * 32 < length:
        mixed = bytes(a ^ b for a, b in zip(first, blocks[-1], strict=True))
        blocks.append(sha256(mixed + bytes([len(blocks) + 1]) + tag).digest())
    return b"".join(blocks)[:length]


_PUBLIC_KEY_Y = (
    int(
        "0e5db2b6bfbb01c867749cadffca88b36c24f3012ba09fc4d3022c5c37dce0f977d3adb5d183c7477c442b1f04515273",
        16,
    ),
    int(
        "01a714f2edb74119a2f2b0d5a7c75ba902d163700a61bc224ededd8e63aef7be1aaf8e93d7a9718b047ccddb3eb5d68b",
        16,
    ),
)
