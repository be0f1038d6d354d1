"""The QR code of a ticket: big modules, and a quarter of them may be lost on a cracked screen."""

import segno
from django.utils.safestring import SafeString, mark_safe

# Modules of white around it, which the standard asks for.
QUIET_ZONE = 4


def qr_of(code: str) -> segno.QRCode:
    return segno.make_qr(code, error="q", mode="alphanumeric", boost_error=False)


def qr_svg(code: str) -> SafeString:
    """Black on white in every scheme, without any style of its own, to stand within a page."""
    svg = qr_of(code).svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    # Drawn from capital letters and digits, and holding none of them.
    return mark_safe(svg)  # noqa: S308
