"""Who does not hear from an office by the day that was named goes past it, with the same receipt."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner, Result

from app.cli import speakup
from tests.desk.world import World

WORDS = "They shout at us."


def report(organisation: World, *options: str, typed: str) -> Result:
    asked = ["report", "--server", organisation.address, "--entity", "un-habitat", "--category", "harassment"]
    return CliRunner().invoke(speakup, [*asked, *options], input=typed)


def receipt_in(said: str) -> str:
    return re.findall(r"Or: +([\d ]+)", said)[0]


def test_another_office_gets_it_under_the_same_receipt_and_the_silent_one_does_not(
    organisation: World,
) -> None:
    silent = organisation.offices["conduct"]
    sent = report(organisation, typed=WORDS).output
    receipt = receipt_in(sent)
    assert f"--past {silent}" in sent

    assert "--past" in report(organisation, "--check", typed=receipt).output
    again = report(organisation, "--past", silent, typed=f"{receipt}\n{WORDS} Nobody answered.").output
    organisation.relay()

    assert receipt_in(again) == receipt
    [known] = organisation.desk("Focal point A1").cases
    other = organisation.desk("Focal point B1")
    [found] = other.cases
    assert known.thread == found.thread
    assert [text.payload.words for text in known.reports] == [WORDS]
    assert [text.payload.words for text in found.reports] == [f"{WORDS} Nobody answered."]
    other.reply(found, "We have it now.")
    assert "We have it now." in report(organisation, "--check", typed=receipt).output


def test_the_day_by_which_to_hear_is_named_at_sending(organisation: World) -> None:
    by = datetime.now(UTC).date() + timedelta(days=3 + 2 + 1)  # working days, a weekend, the relay's second

    assert f"You should hear by {by}." in report(organisation, typed=WORDS).output


@pytest.mark.parametrize("typed", ["only one line", "{receipt}", "{receipt}\n  "])
def test_without_a_receipt_or_words_nothing_is_sent(organisation: World, typed: str) -> None:
    receipt = receipt_in(report(organisation, typed=WORDS).output)

    refused = report(
        organisation, "--past", organisation.offices["conduct"], typed=typed.format(receipt=receipt)
    )

    assert refused.exit_code == 1
    assert "Sent" not in refused.output


def test_an_office_that_nobody_lists_cannot_be_gone_past(organisation: World) -> None:
    refused = report(organisation, "--past", "00" * 16, typed=f"{'0' * 20}\n{WORDS}")

    assert refused.exit_code == 1
    assert "Sent" not in refused.output
