from PIL import Image


def pixel(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    """A pixel's colour, of a picture that has several channels."""
    colour = image.getpixel(at)
    assert isinstance(colour, tuple)
    return colour
