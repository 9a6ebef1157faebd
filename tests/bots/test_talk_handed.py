"""What is added by text goes where the case is: an office that took over gets it as a report of its own."""

from app.desk.handover import office_named, pass_on
from app.domain.audience import Audience, Purpose
from app.domain.handing_over import Choice
from tests.bots.hotline import Line
from tests.bots.test_talk import OVERSIGHT, report
from tests.desk.world import World

MORE = "It happened again on Monday."
TRANSFER = Choice(purpose=Purpose.TRANSFER, audience=Audience.OTHERS, contact="moves", checked=True)


def test_what_is_added_after_a_hand_over_reaches_the_next_office_alone(
    organisation: World, sms: Line
) -> None:
    receipt = report(sms)
    sms.deliver()
    organisation.relay()
    desk = organisation.desk(OVERSIGHT)
    pass_on(desk, desk.cases[0], office_named(desk, "office a"), TRANSFER)

    assert "added" in sms.keys(f"ADD {receipt} {MORE}")
    sms.deliver()
    organisation.relay()

    next_desk = organisation.desk("Focal point A1")
    [case] = next_desk.cases
    assert [(text.payload.channel, text.payload.words) for text in case.reports] == [("sms", MORE)]
    assert case.unproven == ()
    desk.sync()
    assert MORE not in repr(desk.cases)
    next_desk.reply(case, "We have it now.")
    assert "We have it now." in sms.text(f"CHECK {receipt}")
