"""The QR code of a ticket: big modules, and a quarter of them may be lost on a cracked screen."""

import segno

# Modules of white around it, which the standard asks for.
QUIET_ZONE = 4


def qr_of(code: str) -> segno.QRCode:
    return segno.make_qr(code, error="q", mode="alphanumeric", boost_error=False)


def qr_svg(code: str) -> str:
    """Black on white in every scheme, without any style of its own, to stand within a page."""
    return str(
        qr_of(code).svg_inline(
            border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
        )
    )
