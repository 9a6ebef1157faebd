"""Disposal by two: nobody closes a case alone, nobody something else than was looked at; a proof stays.

What the worker then destroys, and what it does not: tests/services/test_destroying.py.
"""

from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.disposal import PROPOSE, PURPOSE, digest, signed
from app.sealing.envelope import ctx_of
from app.sealing.signatures import sign
from app.storage import waiting
from app.storage.tables import disposals as rows
from app.storage.tables import marks as marks_table
from tests.api.conftest import Site
from tests.api.disposing import (
    FILES,
    ID,
    OTHER_FILES,
    URL,
    confirm,
    destroy,
    filed_case,
    left,
    name_of,
    ours,
    proposal,
    propose,
    second,
    shown,
    signature,
    today,
)
from tests.api.test_desk import file
from tests.organisation import Office, device


@pytest.fixture
def case(open_site: Site) -> dict[int, bytes]:
    """What the proposals below are about."""
    return filed_case(open_site)


def test_what_one_member_proposes_and_another_confirms_is_gone_and_the_proof_stays(
    open_site: Site, case: dict[int, bytes]
) -> None:
    body = proposal(open_site, case, 4, 1, 2)

    answers = [propose(open_site, open_site.desk(0), body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert left(open_site) == [1, 2, 3, 4, 5], "nothing goes before somebody else has looked"
    done = [confirm(open_site, second(open_site), body["digest"]) for _ in range(2)]

    assert [answer.status_code for answer in done] == [204, 204]
    assert shown(open_site) == [3, 5]
    assert left(open_site) == [1, 2, 3, 4, 5], "the web process deletes nothing"
    (row,) = open_site.client.get(URL, headers=open_site.desk(0)).json["disposals"]
    assert (row["approver"], row["done"]) == (device(2).id.hex(), None)
    assert [destroy(open_site) for _ in range(2)] == [3, 0]
    assert left(open_site) == [3, 5]
    with open_site.database.read() as view:
        assert view.execute(select(marks_table)).all() == []
    (proof,) = open_site.client.get(URL, headers=open_site.desk(0)).json["disposals"]
    del body["signature"], body["day"]
    assert proof == {
        **body,
        "positions": [1, 2, 4],
        "proposer": device(1).id.hex(),
        "proposed": today(open_site),
        "approver": device(2).id.hex(),
        "done": today(open_site),
    }
    file(open_site, 0, 1)
    assert left(open_site) == [3, 5, 6], "no position is used again"


def test_what_is_confirmed_nobody_gets_any_more_though_the_worker_has_not_come(
    open_site: Site, case: dict[int, bytes]
) -> None:
    headers, body = open_site.desk(0), proposal(open_site, case, 1, 2, 4)
    for position, letter in ((2, b"a"), (3, b"b")):
        grant = {"position": position, "device": device(1).id.hex()}
        grant["grant"] = b64encode(letter * 160).decode()
        open_site.client.post("/api/v1/desk/grants", json=grant, headers=headers)
    propose(open_site, headers, body)
    confirm(open_site, second(open_site), body["digest"])

    def got(path: str) -> Any:
        return open_site.client.get(f"/api/v1/desk/{path}", headers=headers)

    def sent(path: str, body: dict[str, Any]) -> int:
        return open_site.client.post(f"/api/v1/desk/{path}", json=body, headers=headers).status_code

    pages = [got(f"envelopes?after={after}&limit=1") for after in (0, 1, 3, 4, 5)]
    assert [int.from_bytes(page.data[:8], "little") for page in pages] == [3, 3, 5, 5, 0]
    assert got("envelopes").data.count(case[1]) == got("envelopes").data.count(case[4]) == 0
    assert pages[0].headers["SpeakUp-Newest"] == "5"
    assert got("marks").json == {"marks": []}
    assert [each["position"] for each in got("grants").json["grants"]] == [3]
    assert sent("marks", {"position": 1, "mark": "opened"}) == 404
    one = {"position": 4, "grant": b64encode(bytes(160)).decode()}
    assert sent("grants", {**one, "device": device(2).id.hex()}) == 404
    assert sent("grants/batch", {"device": device(2).id.hex(), "grants": [one]}) == 200
    assert [each["position"] for each in got("grants").json["grants"]] == [3]
    said = digest(ours(open_site), b"w" * 16, [(1, ctx_of(case[1]))]).hex()
    again = {"id": (b"w" * 16).hex(), "digest": said, "positions": [1], "day": today(open_site)}
    again["signature"] = signature(open_site, said, PROPOSE, 1, b"w" * 16)
    assert sent("disposals", again) == 404, "it goes with the other one"


def test_what_is_confirmed_waits_for_nobody_and_nobody_is_told_of_it(
    open_site: Site, case: dict[int, bytes]
) -> None:
    today, office = open_site.clock().date(), ours(open_site)
    with open_site.database.begin() as tx:
        found = waiting.unopened(tx, today, today)
        waiting.tell(tx, found, "alternate", today)
        assert [each.position for each in found] == [1, 3, 4, 5]
    body = proposal(open_site, case, 1, 3, 4, 5)
    propose(open_site, open_site.desk(0), body)
    confirm(open_site, second(open_site), body["digest"])

    with open_site.database.read() as view:
        assert [each for each in waiting.unopened(view, today, today) if each.office == office] == []
        assert waiting.told(view) == []


@pytest.mark.parametrize(
    "signs", [{"by": 1}, {"by": 3}, {"step": PROPOSE}, {"ago": 1}, *({"ids": other} for other in OTHER_FILES)]
)
def test_a_confirmation_that_the_device_has_not_signed_is_refused(
    open_site: Site, case: dict[int, bytes], signs: dict[str, Any]
) -> None:
    body = proposal(open_site, case, 1)
    propose(open_site, open_site.desk(0), body)

    refused = confirm(open_site, second(open_site), body["digest"], FILES, **signs)

    assert (refused.status_code, refused.json["field"]) == (400, "signature")
    assert shown(open_site) == [1, 2, 3, 4, 5]


def test_nobody_confirms_what_they_proposed_not_even_with_another_device(
    open_site: Site, case: dict[int, bytes]
) -> None:
    body = proposal(open_site, case, 1)
    alone = Office(ours(open_site), (device(1), device(2)))
    two_devices = TwoOfOne(alone.id, alone.devices)
    offices = (two_devices, *open_site.organisation.offices[1:])
    propose(open_site, open_site.desk(0), body)

    by_herself = confirm(open_site, open_site.desk(0), body["digest"], by=1)
    open_site.publish(open_site.organisation.next(offices=offices))
    with_another = confirm(open_site, second(open_site), body["digest"])

    assert [answer.status_code for answer in (by_herself, with_another)] == [400, 400]
    assert with_another.json["field"] == "device"
    assert left(open_site) == [1, 2, 3, 4, 5]


class TwoOfOne(Office):
    """An office in which one member has both devices."""

    def entry(self, until: Any) -> dict[str, Any]:
        whole = super().entry(until)
        devices = [each for member in whole["members"] for each in member["devices"]]
        return {**whole, "members": [{"id": "m0", "title": "Focal point 0", "devices": devices}]}


def test_a_proposer_who_is_listed_no_more_counts_for_nobody(open_site: Site, case: dict[int, bytes]) -> None:
    body = proposal(open_site, case, 1)
    propose(open_site, open_site.desk(0), body)
    changed = Office(ours(open_site), (device(2), device(5)))
    open_site.publish(open_site.organisation.next(offices=(changed, *open_site.organisation.offices[1:])))

    assert confirm(open_site, second(open_site), body["digest"]).status_code == 400
    assert left(open_site) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"digest": "00" * 32}, 400, "digest"),
        ({"positions": [1, 2, 3]}, 400, "digest"),
        ({"positions": [1, 2, 99]}, 404, None),
        ({"positions": []}, 400, "positions"),
        ({"positions": [0]}, 400, "positions"),
        ({"positions": list(range(1, 1026))}, 400, "positions"),
        ({"positions": "1"}, 400, "positions"),
        ({"id": "xx"}, 400, "id"),
        ({"signature": "00" * 64}, 400, "signature"),
        ({"signature": "00" * 63}, 400, "signature"),
        ({"day": "yesterday"}, 400, "day"),
        ({"day": "2026-01-01"}, 400, "day"),
    ],
)
def test_a_proposal_that_does_not_say_what_stands_there_is_refused(
    open_site: Site, case: dict[int, bytes], changes: dict[str, Any], status: int, field: str | None
) -> None:
    body = {**proposal(open_site, case, 1, 2), **changes}
    if "digest" in changes:
        body["signature"] = signature(open_site, body["digest"], PROPOSE, 1)
    refused = propose(open_site, open_site.desk(0), body)

    assert (refused.status_code, refused.json.get("field")) == (status, field)
    assert open_site.client.get(URL, headers=open_site.desk(0)).json == {"disposals": []}


def test_an_id_stands_for_one_proposal(open_site: Site, case: dict[int, bytes]) -> None:
    headers = open_site.desk(0)
    propose(open_site, headers, proposal(open_site, case, 1))

    assert propose(open_site, headers, proposal(open_site, case, 2)).status_code == 409


def test_another_digest_confirms_nothing(open_site: Site, case: dict[int, bytes]) -> None:
    propose(open_site, open_site.desk(0), proposal(open_site, case, 1))

    refused = confirm(open_site, second(open_site), name_of(open_site, case, 1, 2))

    assert (refused.status_code, refused.json["field"]) == (400, "digest")
    assert left(open_site) == [1, 2, 3, 4, 5]


def test_another_office_sees_and_confirms_nothing(open_site: Site, case: dict[int, bytes]) -> None:
    body = proposal(open_site, case, 1)
    propose(open_site, open_site.desk(0), body)
    theirs = open_site.desk(1)

    assert open_site.client.get(URL, headers=theirs).json == {"disposals": []}
    assert confirm(open_site, theirs, body["digest"], by=3).status_code == 404
    assert open_site.client.delete(f"{URL}/{ID.hex()}", headers=theirs).status_code == 404
    assert propose(open_site, theirs, body).status_code == 400, "signed for our office"
    said, day = bytes.fromhex(body["digest"]), open_site.clock().date()
    name = signed(open_site.organisation.offices[1].id, ID, said, PROPOSE, day)
    own = {**body, "signature": sign(device(3).signing, PURPOSE, name).hex()}
    assert propose(open_site, theirs, own).status_code == 409
    assert left(open_site) == [1, 2, 3, 4, 5]


def test_a_proposal_is_taken_back_or_refused_but_not_what_is_done(
    open_site: Site, case: dict[int, bytes]
) -> None:
    body = proposal(open_site, case, 1)
    for headers in (open_site.desk(0), second(open_site)):
        propose(open_site, open_site.desk(0), body)
        assert open_site.client.delete(f"{URL}/{ID.hex()}", headers=headers).status_code == 204
        assert confirm(open_site, second(open_site), body["digest"]).status_code == 404
    propose(open_site, open_site.desk(0), body)
    confirm(open_site, second(open_site), body["digest"])

    assert open_site.client.delete(f"{URL}/{ID.hex()}", headers=open_site.desk(0)).status_code == 409
    assert len(open_site.client.get(URL, headers=open_site.desk(0)).json["disposals"]) == 1


def test_only_so_many_proposals_wait(open_site: Site, case: dict[int, bytes]) -> None:
    headers, office = open_site.desk(0), ours(open_site)
    statuses = []
    for number in range(65):
        name = bytes([number]) * 16
        said = digest(office, name, [(1, ctx_of(case[1]))]).hex()
        body = {"id": name.hex(), "digest": said, "positions": [1], "day": today(open_site)}
        body["signature"] = signature(open_site, said, PROPOSE, 1, name)
        statuses.append(propose(open_site, headers, body).status_code)

    assert statuses == [204] * 64 + [400]


def test_the_proof_tells_nothing_of_the_content(open_site: Site, case: dict[int, bytes]) -> None:
    body = proposal(open_site, case, 1, 2)
    propose(open_site, open_site.desk(0), body)
    confirm(open_site, second(open_site), body["digest"], [b"b" * 16])
    destroy(open_site)

    with open_site.database.read() as view:
        (row,) = view.execute(select(rows)).all()
    kept = b"".join(value for value in row if isinstance(value, bytes))
    assert len(kept) == 16 + 16 + 32 + 2 * 8 + 16 + 16 + 64 + 64 + 32, "of the bricks a hash stays"
    assert not any(case[1][at : at + 16] in kept for at in range(8, 16_368, 16))


def test_without_a_session_nothing_is_told(open_site: Site) -> None:
    assert open_site.client.get(URL).status_code == 401
    assert replace(device(1)).id not in open_site.client.get(URL).data
