"""A renewal that nobody took within thirty days goes."""

from datetime import date, timedelta
from pathlib import Path

from app.services.retention import Retention
from app.services.trusted_directory import TrustedDirectory
from app.storage import renewals
from app.storage.database import Database
from app.storage.renewals import Renewal
from tests.installation import install, now


def test_a_renewal_goes_after_thirty_days(tmp_path: Path, database_url: str, database: Database) -> None:
    installed = install(tmp_path / "installed", database_url)
    jobs = Retention(database, TrustedDirectory(database, installed.workspace.pins()))
    office, today = bytes.fromhex(installed.offices[0]), now().date()
    with database.begin() as tx:
        for age in (0, 30, 31):
            renewals.put(tx, Renewal(bytes([age]) * 16, office, b"signed", today - timedelta(days=age)))

    assert jobs.delete_joins(now()) == 1

    with database.read() as view:
        assert [each.device[0] for each in renewals.listed(view, date.min)] == [30, 0]
