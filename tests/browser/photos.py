"""Photos as phones take them: with the place, the time and the device in them."""

import base64
import struct

from playwright.sync_api import Page

MAKE = b"MarkerPhone 7b1c\0"
TAKEN = b"2026:11:21 09:30:00\0"
ASCII, SHORT, LONG, RATIONAL = 2, 3, 4, 5


def photo(page: Page, width: int, height: int) -> bytes:
    """A JPEG of random dots, so that it stays large, lying on its side, with a place in it."""
    made = page.evaluate(
        """([width, height]) => {
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [width, height];
            const pen = canvas.getContext("2d");
            const image = pen.createImageData(width, height);
            for (let at = 0; at < image.data.length; at += 4) {
                const grey = Math.random() * 255;
                image.data.set([grey, grey, Math.random() * 255, 255], at);
            }
            pen.putImageData(image, 0, 0);
            return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
        }""",
        [width, height],
    )
    return with_exif(base64.b64decode(made))


def with_exif(jpeg: bytes) -> bytes:
    """The photo with an EXIF segment: maker, time, turned by a quarter, and where it was taken."""
    data = b"Exif\0\0" + tiff()
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data + jpeg[2:]


def tiff() -> bytes:
    """Two tables: of the picture, and of the place (1 degree 17 minutes south, 36 degrees 49 east)."""
    main_at, gps_at = 8, 8 + 2 + 12 * 4 + 4
    values_at = gps_at + 2 + 12 * 4 + 4
    latitude, longitude = (
        struct.pack("<6I", degrees, 1, minutes, 1, 0, 1) for degrees, minutes in ((1, 17), (36, 49))
    )
    places = [values_at, values_at + len(MAKE), values_at + len(MAKE) + len(TAKEN)]
    main = [
        entry(0x010F, ASCII, len(MAKE), places[0]),
        entry(0x0112, SHORT, 1, 6),
        entry(0x0132, ASCII, len(TAKEN), places[1]),
        entry(0x8825, LONG, 1, gps_at),
    ]
    gps = [
        entry(1, ASCII, 2, ord("S")),
        entry(2, RATIONAL, 3, places[2]),
        entry(3, ASCII, 2, ord("E")),
        entry(4, RATIONAL, 3, places[2] + len(latitude)),
    ]
    return (
        b"II*\0" + struct.pack("<I", main_at) + table(main) + table(gps) + MAKE + TAKEN + latitude + longitude
    )


def entry(tag: int, kind: int, count: int, value: int) -> bytes:
    return struct.pack("<HHII", tag, kind, count, value)


def table(entries: list[bytes]) -> bytes:
    return struct.pack("<H", len(entries)) + b"".join(entries) + struct.pack("<I", 0)


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Width and height."""
    at = 2
    while True:
        marker, length = jpeg[at + 1], struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        if marker in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack(">HH", jpeg[at + 5 : at + 9])
            return width, height
        at += 2 + length


def markers(jpeg: bytes) -> set[int]:
    """The kinds of segments before the picture."""
    found, at = set(), 2
    while jpeg[at + 1] != 0xDA:
        found.add(jpeg[at + 1])
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    return found
