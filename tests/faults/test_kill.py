"""What was answered 202 survives `kill -9` of web or relay at any moment and is filed exactly once."""

import random
from pathlib import Path

import pytest

from tests.faults.campaign import Campaign
from tests.installation import install
from tests.processes import Server

SHORT, LONG = 5.0, 90.0  # seconds of killing


def attack(folder: Path, database_url: str, server: Server, seconds: float) -> None:
    """Run a campaign and hold its promises against the store; the seed is in the message of a failure."""
    campaign = Campaign(install(folder / "installed", database_url), server, seed=random.randrange(10**6))
    campaign.run(seconds)

    said = campaign.log.read_text()
    assert campaign.broken_promises() == [], f"seed {campaign.seed}, {dict(campaign.kills)}"
    assert len(campaign.promised) > seconds, "hardly anything was sent"
    assert campaign.kills["web"], campaign.seed
    assert campaign.kills["relay"], campaign.seed
    assert "Traceback" not in said, said[-3000:]


def test_what_was_accepted_is_filed_once_whatever_is_killed(tmp_path: Path, database_url: str) -> None:
    attack(tmp_path, database_url, Server.GUNICORN, SHORT)


@pytest.mark.slow
@pytest.mark.parametrize("server", list(Server))
def test_what_was_accepted_is_filed_once_in_a_long_campaign(
    tmp_path: Path, database_url: str, server: Server
) -> None:
    attack(tmp_path, database_url, server, LONG)
