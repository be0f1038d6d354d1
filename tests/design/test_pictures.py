import io
import struct
import threading
import zipfile
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from tests.design.pixel import pixel
from turnout.design.picture_refusals import Animated, Damaged, NotAPicture, TooLarge, TooManyPixels
from turnout.design.pictures import MOST_BYTES, Picture, is_kept, keep, keep_figure, keep_logo, variants


@pytest.fixture(autouse=True)
def own_media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def file_of(image: Image.Image, kind: str = "PNG", **options) -> io.BytesIO:
    into = io.BytesIO()
    image.save(into, kind, **options)
    return io.BytesIO(into.getvalue())


def halves(size: tuple[int, int] = (1600, 900), left: str = "red", right: str = "blue") -> Image.Image:
    image = Image.new("RGB", size, left)
    image.paste(right, (size[0] // 2, 0, *size))
    return image


def picture_of(name: str) -> Picture:
    picture = Picture.of(name)
    assert picture is not None
    return picture


def stored(name: str, width: int, suffix: str) -> Image.Image:
    with default_storage.open(picture_of(name).path(width, suffix)) as file:
        image = Image.open(io.BytesIO(file.read()))
    image.load()
    return image


def near(colour: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(given - want) <= 12 for given, want in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_is_kept_in_the_sizes_and_formats_that_a_page_needs(kind):
    name = keep(file_of(halves(), kind))

    assert [(each.width, each.height, each.format) for each in variants(name)] == [
        (width, height, format)
        for format in ("image/avif", "image/webp", "image/jpeg")
        for width, height in ((480, 270), (800, 450), (1280, 720))
    ]
    for each in variants(name):
        with default_storage.open(each.path) as file:
            image = Image.open(file)
            assert (image.size, image.get_format_mimetype()) == ((each.width, each.height), each.format)
    assert is_kept(name)


def test_a_picture_in_a_text_is_kept_as_a_cover_is_under_a_name_of_its_own():
    cover, figure = keep(file_of(halves())), keep_figure(file_of(halves()))

    assert figure == cover.replace("cover-", "figure-")
    assert [each.path for each in variants(figure)] == [
        each.path.replace("cover-", "figure-") for each in variants(cover)
    ]
    assert is_kept(figure)


def test_its_name_says_its_shape_before_it_is_there():
    picture = picture_of(keep(file_of(Image.new("RGB", (1600, 900), "#b83a12"))))

    assert (picture.width, picture.height, picture.colour) == (1280, 720, "#b83a12")


def test_a_small_picture_is_not_blown_up():
    name = keep(file_of(halves((600, 300))))

    assert {(each.width, each.height) for each in variants(name)} == {(480, 240), (600, 300)}


def test_the_address_is_below_media():
    name = keep(file_of(halves()))

    assert variants(name)[0].url == f"/media/pictures/{name}/480.avif"


@pytest.mark.parametrize("name", ["", "../secret-key", "cover-x", "cover-" + "a" * 32 + "-0x5-ffffff"])
def test_what_is_no_pictures_name_has_no_variants(name):
    assert variants(name) == []
    assert not is_kept(name)


def test_the_same_picture_twice_is_stored_once():
    sent = file_of(halves())

    assert keep(sent) == keep(sent)
    assert len(default_storage.listdir("pictures")[0]) == 1


def test_identical_uploads_at_once_leave_one_whole_picture():
    sent = file_of(halves((1000, 500))).getvalue()
    names: list[str] = []
    threads = [threading.Thread(target=lambda: names.append(keep(io.BytesIO(sent)))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(names) == 4
    assert len(set(names)) == 1
    assert sorted(default_storage.listdir(f"pictures/{names[0]}")[1]) == sorted(
        each.path.rsplit("/", 1)[1] for each in variants(names[0])
    )


def test_what_a_crash_left_half_written_is_mended():
    sent = file_of(halves())
    path = picture_of(keep(sent)).path(480, "webp")
    with open(default_storage.path(path), "r+b") as file:
        file.truncate(100)

    name = keep(sent)

    assert stored(name, 480, "webp").size == (480, 270)


def test_a_phones_rotation_is_applied_and_its_position_is_gone():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Nimbus"
    exif.get_ifd(0x8825)[2] = (40.0, 42.0, 46.0)
    sent = file_of(halves((1600, 900)), "JPEG", exif=exif, comment=b"taken at home")

    name = keep(sent)

    for each in variants(name):
        with default_storage.open(each.path) as file:
            content = file.read()
            image = Image.open(io.BytesIO(content))
        assert image.height > image.width
        assert not image.getexif()
        assert not {"exif", "comment", "xmp", "icc_profile"} & set(image.info)
        assert b"Nimbus" not in content
        assert b"home" not in content
    # Turned clockwise, what was on the left is on top.
    assert near(pixel(stored(name, 480, "jpg"), (240, 20)), (254, 0, 0))


def test_text_in_a_png_is_gone():
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_text("Author", "Ada", zip=True)
    name = keep_logo(file_of(halves((300, 300)), "PNG", pnginfo=text))

    assert stored(name, 300, "png").info == {}


def test_colours_of_another_profile_are_turned_into_srgb():
    # A profile in which what is called red is green.
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")

    name = keep(file_of(Image.new("RGB", (600, 400), (160, 90, 60)), "JPEG", icc_profile=profile))

    assert near(pixel(stored(name, 600, "jpg"), (5, 5)), (90, 160, 60))


def test_a_broken_profile_is_passed_over():
    name = keep(file_of(Image.new("RGB", (600, 400), (120, 90, 60)), "JPEG", icc_profile=b"nonsense"))

    assert near(pixel(stored(name, 600, "jpg"), (5, 5)), (120, 90, 60))


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_print_and_grey_jpegs_are_kept(mode):
    name = keep(file_of(halves((600, 400), "white", "black").convert(mode), "JPEG"))

    image = stored(name, 600, "jpg").convert("RGB")
    assert near(pixel(image, (5, 5)), (255, 255, 255))
    assert near(pixel(image, (595, 5)), (0, 0, 0))


def test_sixteen_bits_are_scaled_and_not_cut_off():
    name = keep(file_of(Image.new("I;16", (600, 400), 32768)))

    assert near(pixel(stored(name, 600, "jpg").convert("RGB"), (5, 5)), (128, 128, 128))


def test_a_transparent_cover_stands_on_white():
    name = keep(file_of(Image.new("RGBA", (600, 400), (255, 0, 0, 0))))

    assert near(pixel(stored(name, 600, "avif").convert("RGB"), (5, 5)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_a_logo_stays_transparent(mode):
    image = Image.new("RGBA", (500, 250), (0, 0, 0, 0))
    image.paste((200, 30, 30, 255), (250, 0, 500, 250))

    name = keep_logo(file_of(image.convert(mode)))

    assert [(each.width, each.format) for each in variants(name)] == [
        (width, format) for format in ("image/webp", "image/png") for width in (96, 192, 384)
    ]
    for suffix in ("webp", "png"):
        logo = stored(name, 384, suffix).convert("RGBA")
        assert pixel(logo, (5, 100))[3] == 0
        assert pixel(logo, (380, 100))[3] == 255


def test_a_picture_by_another_name_is_told_by_its_content():
    sent = file_of(halves(), "PNG")
    sent.name = "photo.exe"

    assert is_kept(keep(sent))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def zip_after(picture: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("run.class", "x")
    return picture + into.getvalue()


def jpeg() -> bytes:
    return file_of(halves((600, 400)), "JPEG").getvalue()


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (b"", ""),
        (b"no picture", ""),
        (SVG, "SVG"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- -->' + SVG, "SVG"),
        (b"<!doctype html><html><body>", "HTML"),
        (b"%PDF-1.7\n", "PDF"),
        (file_of(halves((60, 40)), "GIF").getvalue(), ""),
        (file_of(halves((60, 40)), "TIFF").getvalue(), ""),
        (file_of(halves((60, 40)), "BMP").getvalue(), ""),
        (file_of(halves((60, 40)), "ICO").getvalue(), ""),
        (zip_after(jpeg()), "ZIP"),
        (file_of(halves((600, 400)), "JPEG", comment=b"%PDF-1.4 1 0 obj").getvalue(), "PDF"),
        (file_of(halves((600, 400)), "JPEG", comment=b"<script>alert(1)</script>").getvalue(), "HTML"),
        (file_of(halves((60, 40)), "PNG").getvalue() + b"<?php system($_GET[0]);", "PHP"),
        (file_of(halves((60, 40)), "WEBP").getvalue() + b"#!/bin/sh rm -rf /", ""),
        (file_of(halves((60, 40)), "PNG").getvalue() + b"#!/bin/sh rm -rf /", ""),
    ],
)
def test_what_is_no_picture_or_more_than_one_is_refused(sent, found):
    with pytest.raises(NotAPicture) as refusal:
        keep(io.BytesIO(sent))

    assert refusal.value.found == found
    assert not default_storage.exists("pictures")


@pytest.mark.parametrize(("kind", "options"), [("PNG", {}), ("WEBP", {}), ("AVIF", {})])
def test_what_moves_is_refused(kind, options):
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue")]
    sent = file_of(frames[0], kind, save_all=True, append_images=frames[1:], duration=100, **options)

    with pytest.raises(Animated):
        keep(sent)


def test_the_first_picture_of_a_phones_double_one_is_kept():
    first, second = halves((640, 480), "red", "red"), halves((640, 480), "blue", "blue")

    name = keep(file_of(first, "MPO", save_all=True, append_images=[second]))

    assert near(pixel(stored(name, 640, "jpg"), (5, 5)), (254, 0, 0))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.3, 0.7])
def test_what_ends_too_early_is_refused(kind, share):
    noise = Image.effect_noise((640, 480), 90).convert("RGB")
    whole = file_of(noise, kind).getvalue()

    with pytest.raises(Damaged):
        keep(io.BytesIO(whole[: int(len(whole) * share)]))


def test_more_than_twelve_megabytes_are_refused_unread():
    with pytest.raises(TooLarge) as refusal:
        keep(io.BytesIO(bytes(MOST_BYTES + 1)))

    assert refusal.value.most_bytes == MOST_BYTES


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def webp_that_claims(width: int, height: int) -> bytes:
    sent = bytearray(
        file_of(Image.new("RGBA", (8, 8), (1, 2, 3, 4)), "WEBP", exif=b"Exif\0\0II*\0").getvalue()
    )
    assert sent[12:16] == b"VP8X"
    sent[24:27], sent[27:30] = (width - 1).to_bytes(3, "little"), (height - 1).to_bytes(3, "little")
    return bytes(sent)


@pytest.mark.parametrize(
    "sent",
    [
        png_that_claims(8000, 5001),
        png_that_claims(60_000, 60_000),
        png_that_claims(1, 2**31 - 1),
        webp_that_claims(16_383, 16_383),
        webp_that_claims(8_000, 5_001),
    ],
)
def test_what_unpacks_to_too_many_pixels_is_refused_before_it_is_unpacked(sent):
    with pytest.raises(TooManyPixels) as refusal:
        keep(io.BytesIO(sent))

    assert refusal.value.most_pixels == 40_000_000


def test_a_text_that_unpacks_to_much_is_refused():
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    plain = file_of(halves((60, 40)), "PNG").getvalue()
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(80_000_000)))

    with pytest.raises(Damaged):
        keep(io.BytesIO(plain[:33] + bomb + plain[33:]))
