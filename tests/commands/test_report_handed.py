"""Who is told that another office has their report writes there, with the same receipt, and there alone."""

from datetime import timedelta

from app.desk.handover import office_named, pass_on
from app.domain.audience import Audience, Purpose
from app.domain.handing_over import Choice
from app.services import ceremony
from tests.commands.test_report_past import WORDS, receipt_in, report
from tests.desk.world import World

TRANSFER = Choice(purpose=Purpose.TRANSFER, audience=Audience.OTHERS, contact="moves", checked=True)


def handed_over(organisation: World) -> str:
    """A report that the first office handed to the second; its receipt."""
    receipt = receipt_in(report(organisation, typed=WORDS).output)
    organisation.relay()
    desk = organisation.desk("Focal point A1")
    [case] = desk.cases
    pass_on(desk, case, office_named(desk, "office b"), TRANSFER)
    return receipt


def test_what_is_added_goes_to_the_office_that_took_over_and_to_no_other(organisation: World) -> None:
    receipt = handed_over(organisation)

    read = report(organisation, "--check", typed=receipt).output
    added = report(organisation, "--add", typed=f"{receipt}\nIt goes on.").output
    organisation.relay()

    assert "From now on another office has this: Office B" in read
    assert added == "Sent, sealed to: Office B\n"
    [case] = organisation.desk("Focal point B1").cases
    assert [text.payload.words for text in case.reports] == ["It goes on."]
    assert case.handovers[0].body is not None
    assert case.reporter == case.handovers[0].body.reporter
    [before] = organisation.desk("Focal point A1").cases
    assert [text.payload.words for text in before.reports] == [WORDS]


def test_once_the_next_office_has_answered_it_gets_messages(organisation: World) -> None:
    receipt = handed_over(organisation)
    report(organisation, "--add", typed=f"{receipt}\nIt goes on.")
    organisation.relay()
    desk = organisation.desk("Focal point B1")
    desk.reply(desk.cases[0], "We have it now.")

    report(organisation, "--add", typed=f"{receipt}\nThank you.")
    organisation.relay()
    desk.sync()

    [case] = desk.cases
    assert [text.payload.text for text in case.messages] == ["Thank you."]
    assert case.unproven == ()


def test_an_office_that_cannot_receive_is_not_followed_to(organisation: World) -> None:
    receipt = handed_over(organisation)
    ceremony.vacate_office(organisation.workspace, organisation.offices["oversight"])
    organisation.publish(timedelta(days=1))

    read = report(organisation, "--check", typed=receipt).output
    added = report(organisation, "--add", typed=f"{receipt}\nIt goes on.").output

    assert "It cannot receive now" in read
    assert added == "Sent, sealed to: Office A\n"


def test_nothing_is_added_before_an_office_has_answered(organisation: World) -> None:
    receipt = receipt_in(report(organisation, typed=WORDS).output)

    refused = report(organisation, "--add", typed=f"{receipt}\nMore.")

    assert refused.exit_code == 1
    assert "Sent" not in refused.output
