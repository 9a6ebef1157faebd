"""`speakup org policy`: the numbers that every client obeys, read and changed without an editor."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.commands.org import group
from app.domain.errors import BadInput
from app.services import ceremony
from app.services.policy import NUMBERS, number, rule, schema
from app.services.retention import UNCLAIMED_DAYS
from app.services.workspace import Workspace
from tests.services.founding import NOW, staffed

Policy = Callable[..., Result]
TYPED = "secret-looking-input"


@pytest.fixture
def folder(tmp_path: Path) -> Workspace:
    return staffed(tmp_path / "org")[0]


@pytest.fixture
def policy(folder: Workspace) -> Policy:
    """The command in a folder that is ready for its first version."""
    return lambda *arguments: CliRunner().invoke(
        group, ["--folder", str(folder.folder), "policy", *arguments]
    )


def test_every_number_of_the_schema_is_listed_and_none_that_it_does_not_know() -> None:
    named = [name for name in schema()["properties"] if name != "batch"]
    batch = [f"batch.{name}" for name in schema()["properties"]["batch"]["properties"]]

    assert sorted(each.name for each in NUMBERS) == sorted(named + batch)
    assert all(each.most <= rule(each.name).get("maximum", each.most) for each in NUMBERS)


def test_the_numbers_are_listed_with_what_they_mean(policy: Policy) -> None:
    said = policy().output

    assert "batch.timeout = 21600 seconds (6 hours)\n" in said
    assert "batch.deadline = 86400 seconds (1 day)\n    however few there are" in said
    assert "retaliation_days = 30,90,180 days\n" in said
    assert policy("batch.timeout").output.startswith("batch.timeout = 21600 seconds (6 hours)\n")


def test_a_changed_number_stands_in_the_next_version(folder: Workspace, policy: Policy) -> None:
    said = policy("batch.timeout", "3600").output
    policy("retaliation_days", "90, 30")
    number = ceremony.prepare(folder, NOW + timedelta(hours=1), 90)

    signed = json.loads(folder.document(number))["policy"]
    assert said.startswith("batch.timeout = 3600 seconds (1 hour) in the draft; it was 21600. It counts when")
    assert signed["batch"] == {"min": 5, "timeout": 3_600, "deadline": 86_400}
    assert signed["retaliation_days"] == [30, 90]


def test_a_report_that_would_be_filed_alone_is_spoken_of(policy: Policy) -> None:
    assert "CAUTION" in policy("batch.min", "1").output
    assert "CAUTION" not in policy("batch.min", "2").output


@pytest.mark.parametrize("value", ["-1", "1.5", "", "٣", "9" * 30, TYPED, "1,2,x"])
def test_what_a_number_may_not_be_is_refused_and_not_repeated(
    folder: Workspace, policy: Policy, value: str
) -> None:
    before = folder.draft()

    for each in NUMBERS:
        refused = policy("--", each.name, value)

        assert isinstance(refused.exception, BadInput)
        assert f"{each.name}: must be" in str(refused.exception)
        assert TYPED not in str(refused.exception)
    assert folder.draft() == before


def test_a_draft_with_the_most_or_the_least_of_every_number_can_be_signed(
    folder: Workspace, policy: Policy
) -> None:
    most = [(each.name, str(each.most)) for each in reversed(NUMBERS) if each.name != "min_devices"]
    least = [(each.name, str(rule(each.name)["minimum"])) for each in NUMBERS]

    for values in (most, least):
        assert [policy(*value).exit_code for value in values] == [0] * len(values)
        assert ceremony.prepare(folder, NOW + timedelta(hours=1), 90) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("batch.timeout", "86401"), ("batch.deadline", "3"), ("unopened_oversight_days", "1")]
)
def test_numbers_that_do_not_fit_to_each_other_are_refused(
    folder: Workspace, policy: Policy, name: str, value: str
) -> None:
    before = folder.draft()

    assert "does not fit" in str(policy(name, value).exception)
    assert folder.draft() == before


def test_no_report_waits_for_its_batch_until_its_files_have_gone(policy: Policy) -> None:
    days = 86_400

    assert isinstance(policy("batch.deadline", str(11 * days)).exception, BadInput)
    assert policy("batch.deadline", str(10 * days)).exit_code == 0
    assert number("batch.deadline").most / days + 4 <= UNCLAIMED_DAYS, "a long weekend at the office as well"


def test_a_name_that_is_none_is_refused(policy: Policy) -> None:
    refused = policy(TYPED, "3")

    assert isinstance(refused.exception, BadInput)
    assert TYPED not in str(refused.exception)
