"""Invitations end after thirty days; a suspension ends when the directory no longer lists the device."""

import secrets
from datetime import date, timedelta
from pathlib import Path

from app.services import ceremony
from app.services.retention import Retention
from app.services.trusted_directory import TrustedDirectory
from app.storage import joins, suspensions
from app.storage.database import Database
from app.storage.suspensions import Suspension
from tests.installation import CHEAP, install, now

TODAY = now().date()


def test_what_has_had_its_time_goes_and_the_rest_stays(
    tmp_path: Path, database_url: str, database: Database
) -> None:
    installed = install(tmp_path / "installed", database_url)
    office = bytes.fromhex(installed.offices[0])
    members = ceremony.office_in(installed.workspace.draft(), installed.offices[0])["members"]
    stays, goes = (bytes.fromhex(each["devices"][0]["id"]) for each in members)
    spare = ceremony.add_member(installed.workspace, installed.offices[0], "Focal point C")
    year = (now(), now() + timedelta(days=365))
    ceremony.add_device(installed.workspace, installed.offices[0], spare, "try", year, CHEAP)
    jobs = Retention(database, TrustedDirectory(database, installed.workspace.pins()))
    with database.begin() as tx:
        for age in (0, 30, 31):
            joins.add(tx, bytes([age]) * 16, office, TODAY - timedelta(days=age))
        for device in (stays, goes):
            suspensions.put(
                tx, Suspension(device, office, secrets.token_bytes(16), b"signed", date(2026, 1, 1))
            )
    assert jobs.delete_joins(now()) == 1

    ceremony.revoke_device(installed.workspace, goes.hex())
    installed.publish(timedelta(0))

    assert jobs.delete_joins(now()) == 1
    with database.read() as view:
        assert {each.device for each in suspensions.listed(view)} == {stays}
        assert len(joins.listed(view, date.min)) == 2
