import io
from typing import Any

from PIL import Image, ImageCms

_PLAIN = {"RGB", "RGBA", "L", "CMYK"}


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA, with the colours that the picture's own profile means; without one sRGB is taken."""
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    if profile and image.mode in _PLAIN:
        image = _converted(image.convert("RGB") if alpha else image, profile)
    elif image.mode.startswith("I"):
        # 16 bits a channel; `convert` would cut off instead of scaling.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    image = image.convert("RGB")
    if alpha:
        image.putalpha(alpha)
    return image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    srgb: Any = ImageCms.createProfile("sRGB")
    try:
        made = ImageCms.profileToProfile(image, io.BytesIO(profile), srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A broken profile says nothing about the pixels.
        return image
    return made or image
