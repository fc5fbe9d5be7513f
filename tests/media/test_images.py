"""Images are what their bytes say; whatever else a server sends is refused with a sentence."""

from __future__ import annotations

import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import imagehash
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from arrtui.media.images import (
    MOST_PIXELS,
    NEAR_DUPLICATE,
    ImageRefusedError,
    inspect_image,
    sniff_extension,
)
from arrtui.media.perceptual_hash import perceptual_hash, similarity
from tests.media.pictures import animation, bomb, draw, encode, png_of

LIMIT = 25_000_000


@pytest.mark.parametrize(
    ("format", "extension"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("GIF", ".gif")]
)
def test_the_type_is_that_of_the_content(format: str, extension: str) -> None:
    data = draw(220, 330, format=format)
    facts = inspect_image(data, most_bytes=LIMIT)
    assert facts[:3] == (extension, 220, 330) and len(facts.perceptual_hash) == 16
    assert sniff_extension(data) == extension


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize(
    "data",
    [
        draw(mode="L"),
        draw(mode="CMYK"),
        draw(mode="RGBA", format="PNG"),
        draw(mode="P", format="PNG", transparency=0),
        draw(mode="LA", format="PNG"),
        draw(mode="I;16", format="PNG"),
        encode(Image.new("1", (90, 90)), "PNG"),
        draw(progressive=True, quality=95),
        draw(width=1, height=1),
        draw(exif=b"Exif\0\0MM\0*garbage"),
        draw(exif=b"Exif\0\0II*\0\xff\xff\xff\x7f"),
        animation(3),
        animation(3, format="WEBP"),
        animation(3, format="PNG"),
    ],
    ids=count(),
)
def test_every_usual_kind_of_image_is_read(data: bytes) -> None:
    facts = inspect_image(data, most_bytes=LIMIT)
    assert facts.width >= 1 and len(facts.perceptual_hash) == 16


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><p>Not found", "web page"),
        (b"\n<?xml version='1.0'?><svg onload='alert(1)'/>", "SVG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        (b"<script>alert(1)</script>", "script"),
        (b'{"status_code": 34}', "JSON"),
        (b"\0\0\0 ftypavif\0\0\0\0", "AVIF"),
        (b"BM" + bytes(60), "BMP"),
        (b"../../etc/passwd", "no JPEG"),
        ("\u202egnp.x".encode(), "no JPEG"),
        (b"\x89PNG\r\n\x1a\n", "cut"),
        (b"\xff\xd8\xff\xe0" + b"<svg>" * 99, "decoded"),
        (draw()[:-400], "cut"),
        (draw(format="PNG")[:-400], "cut"),
        (draw(format="WEBP")[:-400], "cut"),
        (b"\x89PNG\r\n\x1a\n" + draw(), "decoded"),
        (png_of(200, 200, b"not packed"), "decoded"),
        (png_of(200, 200, zlib.compress(bytes(100))), "cut"),
        (png_of(0, 0, zlib.compress(b"")), "decoded"),
        (png_of(2**31 - 1, 2**31 - 1, zlib.compress(b"")), "memory"),
        (png_of(9_000, 9_000, zlib.compress(b"")), "pixels"),
    ],
    ids=count(),
)
def test_what_is_no_image_is_refused_with_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(ImageRefusedError) as refused:
        inspect_image(data, most_bytes=LIMIT)
    assert why in str(refused.value)


def test_an_animation_is_measured_by_all_its_frames() -> None:
    with pytest.raises(ImageRefusedError, match="at least 51 frames"):
        inspect_image(animation(51, 1_000, 1_000), most_bytes=LIMIT)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = bomb()
    assert len(data) < 100_000
    with pytest.raises(ImageRefusedError, match=r"memory|pixels"):
        inspect_image(data, most_bytes=LIMIT)


def test_an_image_larger_than_allowed_is_not_looked_at() -> None:
    with pytest.raises(ImageRefusedError, match="is the most"):
        inspect_image(draw() + bytes(5_000_000), most_bytes=5_000_000)


def test_large_images_are_decoded_one_at_a_time_in_threads_and_all_are_read() -> None:
    image = encode(Image.new("L", (5_000, 4_000), 7), "PNG")
    assert MOST_PIXELS > 5_000 * 4_000
    with ThreadPoolExecutor(4) as pool:
        sizes = [facts[1:3] for facts in pool.map(lambda _: inspect_image(image, most_bytes=LIMIT), range(4))]
    assert sizes == [(5_000, 4_000)] * 4 and threading.active_count() >= 1


def test_the_same_picture_in_other_clothes_is_a_near_duplicate_and_another_is_not() -> None:
    first = inspect_image(draw(600, 900, quality=95), most_bytes=LIMIT).perceptual_hash
    smaller = inspect_image(draw(600, 900, format="WEBP", quality=40), most_bytes=LIMIT).perceptual_hash
    other = inspect_image(draw(600, 900, seed=5), most_bytes=LIMIT).perceptual_hash
    assert similarity(first, smaller) >= NEAR_DUPLICATE > similarity(first, other)


def test_white_logos_on_nothing_differ_by_their_shape() -> None:
    def logo(box: tuple[int, int, int, int]) -> str:
        image = Image.new("RGBA", (800, 310), (255, 255, 255, 0))
        image.paste((255, 255, 255, 255), box)
        return inspect_image(encode(image, "PNG"), most_bytes=LIMIT).perceptual_hash

    assert similarity(logo((0, 0, 200, 310)), logo((100, 100, 700, 200))) < NEAR_DUPLICATE


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=48, max_size=48))
def test_the_hash_is_the_one_of_imagehash(pixels: bytes) -> None:
    picture = Image.frombytes("RGB", (4, 4), pixels).resize((90, 135), Image.Resampling.BICUBIC)
    assert similarity(perceptual_hash(picture), str(imagehash.phash(picture))) >= 63 / 64


def test_an_image_that_was_not_seen_is_like_no_other() -> None:
    assert similarity("", "") == similarity("0" * 16, "") == 0.0


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_similarity_is_symmetric_and_between_nothing_and_all(first: int, second: int) -> None:
    left, right = f"{first:016x}", f"{second:016x}"
    assert 0 <= similarity(left, right) == similarity(right, left) <= 1
    assert similarity(left, left) == 1


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.data())
def test_damaged_bytes_are_read_or_refused_and_nothing_else(format: str, data: st.DataObject) -> None:
    image = bytearray(draw(60, 90, format=format))
    for place in data.draw(st.lists(st.integers(0, len(image) - 1), max_size=8)):
        image[place] = data.draw(st.integers(0, 255))
    try:
        inspect_image(bytes(image[: data.draw(st.integers(0, len(image)))]), most_bytes=LIMIT)
    except ImageRefusedError as refused:
        assert refused.why
