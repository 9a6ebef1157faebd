"""Cutting a text that is too long for one envelope into parts (protocol §5).

A part is filled, then the next begins. Texts are cut between two code points; a list stands whole in one
part. `app.domain.texts` puts them together again. Bytes are counted as the JSON on the wire has them.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.errors import TooLong
from app.domain.payload_fields import MAX_PARTS

NUMBERS = 2 * len("64")  # room for `part` and `parts`, beyond the digits that the frame has
LIST_COMMA = 1
NAME_MARKS = len(',"":"",')  # around a text under a name, at most
LEAST_ROOM = 16  # bytes; in less than this a cut is not worth its marks


def size(value: Any) -> int:
    """Bytes of `value` in compact JSON."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def split(frame: Mapping[str, Any], content: Mapping[str, Any], capacity: int) -> list[dict[str, Any]]:
    """The payloads that carry `content` in envelopes of `capacity` bytes of JSON.

    `frame` is what every part repeats. `content` holds texts, lists, and objects of texts and lists
    (answers). Each result is `frame` with its share of `content`, `part` and `parts`.

    Raises:
        TooLong: one list is larger than an envelope, or there would be more than 64 parts.
    """
    empty = {name: type(value)() for name, value in content.items()}
    room = capacity - size({**frame, **empty, "part": 1, "parts": 1}) - NUMBERS
    if room < 2 * LEAST_ROOM:
        raise TooLong(capacity)
    shares: list[dict[str, Any]] = [fresh(empty)]
    left = room
    for path, value, cost in pieces(content, room):
        if cost > left:
            shares.append(fresh(empty))
            left = room
        if cost > left:
            raise TooLong(capacity)
        left -= cost
        put(shares[-1], path, value)
    if len(shares) > MAX_PARTS:
        raise TooLong(capacity)
    return [{**frame, **s, "part": n, "parts": len(shares)} for n, s in enumerate(shares, 1)]


def fresh(empty: Mapping[str, Any]) -> dict[str, Any]:
    """New empty values of the same types."""
    return {name: type(value)() for name, value in empty.items()}


def pieces(content: Mapping[str, Any], room: int) -> Iterator[tuple[tuple[str, ...], Any, int]]:
    """What cannot be cut further for our purpose: path, value, bytes.

    Texts come in slices of an eighth of an envelope, so that parts are well filled, each as
    a piece of its own that `put` appends.
    """
    for path, value in leaves(content):
        marks = size(path[-1]) + NAME_MARKS
        if isinstance(value, str):
            for slice_ in slices(value, max(LEAST_ROOM, room // 8)):
                yield path, slice_, size(slice_) + marks
        elif len(path) == 1:
            for element in value:
                yield path, [element], size(element) + LIST_COMMA
        else:
            yield path, value, size(value) + marks


def leaves(content: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Texts and lists in `content`, with where they stand; empty ones are left out."""
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from (((name, key), part) for key, part in value.items() if part)
        elif value:
            yield (name,), value


def slices(text: str, most: int) -> Iterator[str]:
    """`text` in pieces of at most `most` bytes of JSON, cut between code points."""
    start, used = 0, 0
    for place, character in enumerate(text):
        cost = size(character) - 2
        if used + cost > most:
            yield text[start:place]
            start, used = place, 0
        used += cost
    yield text[start:]


def put(share: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Add a piece to a share, after what stands there."""
    parent = share if len(path) == 1 else share[path[0]]
    name = path[-1]
    parent[name] = parent[name] + value if name in parent else value
