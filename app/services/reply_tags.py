"""All reply tags of a server, over HTTP (protocol §7): whoever looks for theirs asks for everybody's.

Must never: ask for less than whole pages; what is asked for would tell which are ours.
"""

from collections.abc import Iterator, Mapping

import httpx

from app.domain.errors import Unavailable
from app.sealing.tags import TAG_BYTES

API = "/api/v1/replies"
PAGE_TAGS = 1024


def all_tags(http: httpx.Client) -> Iterator[bytes]:
    """All tags, in order of filing; `http` has the server as its base address.

    Raises:
        Unavailable: the server does not give them now.
    """
    start = 0
    while True:
        page = fetched(http, "/tags", {"from": start})
        yield from (page[at : at + TAG_BYTES] for at in range(0, len(page), TAG_BYTES))
        if len(page) < PAGE_TAGS * TAG_BYTES:
            return
        start += PAGE_TAGS


def fetched(http: httpx.Client, path: str, params: Mapping[str, int]) -> bytes:
    """Bytes of the replies' part of the API.

    Raises:
        Unavailable: the server cannot be reached, or answers something else.
    """
    try:
        answer = http.get(API + path, params=dict(params))
    except httpx.HTTPError:
        raise Unavailable from None
    if not answer.is_success:
        raise Unavailable
    return answer.content
