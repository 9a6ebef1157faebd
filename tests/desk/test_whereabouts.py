"""A server that has something no more, or counts anew, or sends pages backwards, makes no desk forget it."""

from datetime import date
from pathlib import Path
from secrets import token_bytes
from shutil import copytree

import httpx
import pytest

from app.desk.session import Session
from app.desk.store import EPOCH, Store
from app.desk.whereabouts import look_around, newest_in
from app.domain.errors import Unavailable

DAY = date(2026, 11, 21)


class Server:
    """The stream of one office, as a server tells it; `page` may be made to lie."""

    def __init__(self) -> None:
        self.filed: dict[int, bytes] = {}
        self.newest = 0
        self.session = Session(
            httpx.Client(transport=httpx.MockTransport(self.answer), base_url="http://test"), "", None
        )

    def file(self, envelope: bytes | None = None) -> bytes:
        self.newest += 1
        self.filed[self.newest] = envelope or token_bytes(16_384)
        return self.filed[self.newest]

    def answer(self, request: httpx.Request) -> httpx.Response:
        after, headers = int(request.url.params["after"]), {"SpeakUp-Newest": str(self.newest)}
        wanted = [position for position in sorted(self.filed) if position > after]
        if request.url.path.endswith("/positions"):
            return httpx.Response(
                200, headers=headers, content=b"".join(at.to_bytes(8, "little") for at in wanted)
            )
        limit = int(request.url.params["limit"])
        return httpx.Response(200, content=b"".join(self.record(at) for at in wanted[:limit]))

    def record(self, position: int) -> bytes:
        day = (DAY - EPOCH).days.to_bytes(4, "little")
        return position.to_bytes(8, "little") + day + (16_384).to_bytes(4, "little") + self.filed[position]


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def store(tmp_path: Path, server: Server) -> Store:
    """A store that has fetched three envelopes."""
    made = Store(tmp_path / "desk")
    for _ in range(3):
        server.file()
    fetch(made, server)
    return made


def fetch(store: Store, server: Server) -> None:
    look_around(store, server.session)
    for filed in server.session.envelopes(store.newest):
        store.keep(filed)


def held(store: Store) -> set[bytes]:
    return {filed.envelope for filed in store.envelopes()}


def test_what_the_server_has_no_more_stays_apart_and_stands_in_its_place_when_it_comes_again(
    store: Store, server: Server
) -> None:
    all_three, second = held(store), server.filed.pop(2)

    fetch(store, server)
    assert held(store) == all_three
    assert [filed.position > 0 for filed in store.envelopes()] == [True, True, False]
    assert store.newest == 3

    server.filed[2] = second
    fetch(store, server)
    assert [filed.position for filed in store.envelopes()] == [1, 2, 3]

    server.filed.pop(2)
    fetch(store, server)
    server.file(second)
    fetch(store, server)
    assert [filed.position for filed in store.envelopes()] == [1, 3, 4]
    assert held(store) == all_three


def test_a_server_that_names_no_position_makes_no_store_forget(store: Store, server: Server) -> None:
    all_three = held(store)
    server.filed.clear()

    fetch(store, server)

    assert held(store) == all_three
    assert (store.positions(), store.newest) == ([], 0)


def test_a_server_that_was_set_back_loses_nothing_that_is_here_and_nothing_new_is_missed(
    store: Store, server: Server
) -> None:
    all_three = held(store)
    for position in (2, 3):
        del server.filed[position]
    server.newest = 1
    new = {server.file(), server.file(), server.file()}

    fetch(store, server)

    assert held(store) == all_three | new
    assert store.positions() == [1, 2, 3, 4]


def test_a_mark_and_a_grant_do_not_name_another_envelope_after_the_server_was_set_back(
    store: Store, server: Server
) -> None:
    second = server.filed[2]
    store.keep_grant({"id": 7, "position": 2, "grantor": "aa", "grant": "of the second"})
    store.put_out("mark", (2).to_bytes(8, "little"))
    store.put_out("event", b"said")
    del server.filed[2], server.filed[3]
    server.newest = 1
    server.file()

    fetch(store, server)

    (grant,) = store.grants()
    (lost,) = [filed.position for filed in store.envelopes() if filed.envelope == second]
    assert (grant["position"], store.newest_grant) == (lost, 0)
    assert [path.read_bytes() for path in store.outbox()] == [b"said"]

    forgotten = Store(Path(copytree(store.folder, store.folder.with_name("forgotten"))))
    forgotten.drop([lost])
    assert forgotten.grants() == [], "what opens an envelope goes with it"

    server.file(second)
    fetch(store, server)
    assert [grant["position"] for grant in store.grants()] == [3]


def test_a_page_that_goes_back_is_no_answer_and_nothing_is_written_over(store: Store, server: Server) -> None:
    all_three = held(store)
    lying = Server()
    for _ in range(3):
        lying.file()
    lying.session.http = httpx.Client(
        transport=httpx.MockTransport(lambda _: httpx.Response(200, content=lying.record(2))),
        base_url="http://test",
    )

    with pytest.raises(Unavailable):
        list(lying.session.envelopes(3))

    store.keep_grant({"id": 1, "position": 1, "grant": "the first"})
    store.keep_grant({"id": 1, "position": 1, "grant": "another"})
    assert held(store) == all_three
    assert [grant["grant"] for grant in store.grants()] == ["the first"]


def test_a_number_that_is_none_is_no_word_of_how_far_the_stream_goes() -> None:
    assert [newest_in(said, 3) for said in ("7", None, "", "-1", "\u0667", "9" * 5_000)] == [7, 3, 3, 3, 3, 3]
