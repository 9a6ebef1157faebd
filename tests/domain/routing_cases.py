"""The routing table as readable cases: who is complained about, of what, and which office must get it.

Every expectation was derived by hand from the policy table (rows R1 to R26, modifiers M1 to M8), not from the
evaluator. Offices stand by the keys of `demonstration.yaml`; those that were passed over stand as `key:why`,
in the order in which they were asked. One line a case, so that it reads as a table.
"""
# ruff: noqa: E501

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.domain.facts import Facts
from tests.domain.routing_directories import AT, JUST_BEFORE_UNTIL, LAPSED_SINCE, UNTIL, office_id


@dataclass(frozen=True)
class Case:
    """Facts, and where they lead: the primary office and the co-recipients, by key."""

    name: str
    facts: Facts
    row: str
    primary: str | None
    copies: tuple[str, ...] = ()
    assistance: str | None = None
    page: str | None = None
    urgent: bool = False
    child_page: bool = False
    inquiry: bool = False
    over: tuple[str, ...] = ()
    directory: str = "demonstration"
    at: str = AT


def about(accused: str, *categories: str, **facts: Any) -> Facts:
    """Facts about a person of this affiliation; no child, unless said."""
    return Facts(**({"accused": accused, "categories": categories, "child": "no"} | facts))


def staff(entity: str | None, *categories: str, **facts: Any) -> Facts:
    """Facts about staff or related personnel of an entity."""
    return about("un_staff", *categories, entity=entity, **facts)


def conflict(*named: str) -> tuple[str, ...]:
    """A conflict with offices, by key."""
    return tuple(map(office_id, named))


OIOS = ("oios",)
INSIDE = ("unicef-investigations",)

# fmt: off
# R1 to R7: staff and related personnel of a Secretariat entity.
SECRETARIAT = (
    Case("R1 sea goes to the entity's PSEA focal point, a copy to OIOS", staff("un-habitat", "sea"), "R1", "habitat-psea", OIOS),
    Case("R2 sexual harassment goes to conduct and discipline, a copy to OIOS", staff("un-habitat", "sexual_harassment"), "R2", "habitat-conduct", OIOS),
    Case("R3 harassment goes to conduct and discipline alone", staff("un-habitat", "harassment"), "R3", "habitat-conduct"),
    Case("R3 a formal report of harassment is copied to OIOS", staff("un-habitat", "harassment", formal=True), "R3", "habitat-conduct", OIOS),
    Case("R3 discrimination", staff("un-habitat", "discrimination"), "R3", "habitat-conduct"),
    Case("R3 discrimination, formal", staff("un-habitat", "discrimination", formal=True), "R3", "habitat-conduct", OIOS),
    Case("R3 abuse of authority", staff("un-habitat", "abuse_of_authority"), "R3", "habitat-conduct"),
    Case("R4 fraud is always copied to OIOS", staff("un-habitat", "fraud"), "R4", "habitat-conduct", OIOS),
    Case("R4 damage is not copied", staff("un-habitat", "damage"), "R4", "habitat-conduct"),
    Case("R5 retaliation goes to the Ethics Office where the entity has nobody", staff("un-habitat", "retaliation"), "R5", "ethics-office", over=("habitat-ethics:vacant",)),
    Case("R5 retaliation goes to the entity's own ethics adviser", staff("un-women", "retaliation"), "R5", "women-ethics"),
    Case("R5 retaliation in a mission goes to the Ethics Office", about("mission_civilian", "retaliation", entity="mission", country="CD"), "R5", "ethics-office"),
    Case("R5 retaliation by an unknown person", about("unknown", "retaliation"), "R5", "ethics-office"),
    Case("R6 who asks about an own conflict of interest asks the own legal unit", about("self", "conflict_of_interest", own_entity="un-habitat"), "R6", "habitat-legal", inquiry=True),
    Case("R6 who prefers the Ethics Office asks it", about("self", "conflict_of_interest", own_entity="un-habitat", prefer="ethics_office"), "R6", "ethics-office", inquiry=True),
    Case("R6 who prefers the entity asks it", about("self", "inquiry", own_entity="un-habitat", prefer="entity"), "R6", "habitat-legal", inquiry=True),
    Case("R6 the own ethics adviser answers where there is no legal unit", about("self", "inquiry", own_entity="un-women"), "R6", "women-ethics", inquiry=True),
    Case("R6 without an own entity the Ethics Office answers", about("self", "inquiry"), "R6", "ethics-office", inquiry=True),
    Case("R6 a question about somebody else's entity goes to that entity", staff("un-habitat", "inquiry"), "R6", "habitat-legal", inquiry=True),
    Case("R6 the own entity comes before that of the other person", staff("un-habitat", "inquiry", own_entity="un-women"), "R6", "women-ethics", inquiry=True),
    Case("R7 another person's conflict of interest is copied to OIOS", staff("un-habitat", "conflict_of_interest"), "R7", "habitat-conduct", OIOS),
)

# R8 and R9: agencies with their own oversight, UN-Women.
AGENCIES = (
    Case("R8 sea goes to the agency's PSEA focal point, a copy to its investigators", staff("unicef", "sea"), "R8", "unicef-psea", INSIDE),
    Case("R8 harassment goes to the PSEA focal point where there is no other", staff("unicef", "harassment"), "R8", "unicef-psea", INSIDE),
    Case("R8 retaliation", staff("unicef", "retaliation"), "R8", "unicef-psea", INSIDE),
    Case("R8 fraud goes to the agency's conduct focal point", staff("unicef", "fraud"), "R8", "unicef-conduct", INSIDE, directory="more"),
    Case("R8 sea does not go to the agency's conduct focal point", staff("unicef", "sea"), "R8", "unicef-psea", INSIDE, directory="more"),
    Case("R9 sea at UN-Women", staff("un-women", "sea"), "R9", "women-conduct", OIOS),
    Case("R9 harassment at UN-Women", staff("un-women", "harassment"), "R9", "women-conduct", OIOS),
    Case("R9 OIOS comes before an internal function", staff("un-women", "fraud"), "R9", "women-conduct", OIOS, directory="more"),
    Case("R9 the internal function gets the copy while nobody is at OIOS", staff("un-women", "fraud"), "R9", "women-conduct", over=("oios:vacant",), directory="no oversight"),
)

# R10 to R12: peace operations.
MISSIONS = (
    Case("R10 sea by a mission's civilian", about("mission_civilian", "sea", entity="mission", country="CD"), "R10", "mission-team", OIOS),
    Case("R10 the country finds the team where no mission was named", about("mission_civilian", "fraud", country="CF"), "R10", "mission-team", OIOS),
    Case("R10 staff of a mission", staff("mission", "harassment"), "R10", "mission-team", OIOS),
    Case("R10 then M4: sea in a country without a team", about("mission_civilian", "sea", country="KE"), "M4", "psea-kenya", OIOS),
    Case("R10 then M4: fraud in a country without a team", about("mission_civilian", "fraud", country="KE"), "M4", "oios"),
    Case("R11 sea by a soldier of a contingent", about("contingent", "sea", country="CD"), "R11", "mission-team", OIOS),
    Case("R11 fraud by a soldier of a contingent", about("contingent", "fraud", country="SS"), "R11", "mission-team", OIOS),
    Case("R11 the named mission's team, from whichever country", about("contingent", "sea", entity="mission", country="KE"), "R11", "mission-team", OIOS),
    Case("R11 retaliation by a soldier", about("contingent", "retaliation", country="CD"), "R11", "mission-team", OIOS),
    Case("R12 sea by a police officer of the UN", about("un_police", "sea", country="SS"), "R12", "mission-team", OIOS),
    Case("R12 harassment by a police officer of the UN", about("un_police", "harassment", entity="mission"), "R12", "mission-team", OIOS),
)

# R13 to R15: implementing partners.
PARTNERS = (
    Case("R13 sea goes to the PSEA focal point of the only entity that engages the partner", about("partner", "sea", entity="partner"), "R13", "habitat-psea", OIOS),
    Case("R13 the entity that was told, and its investigators", about("partner", "sea", entity="partner", contracting="unicef"), "R13", "unicef-psea", INSIDE),
    Case("R13 an unlisted partner of a known entity", about("partner", "sea", contracting="un-habitat"), "R13", "habitat-psea", OIOS),
    Case("R13 conduct and discipline where the entity has no PSEA focal point", about("partner", "sea", contracting="un-women"), "R13", "women-conduct", OIOS),
    Case("R13 one of several entities was told", about("partner", "sea", entity="partner-of-two", contracting="unicef"), "R13", "unicef-psea", INSIDE, directory="more"),
    Case("R13 an unlisted contracting entity leaves the listed one", about("partner", "sea", entity="partner", contracting="no-such-entity"), "R13", "habitat-psea", OIOS),
    Case("R14 sea by an unknown partner goes to the country's coordinator", about("partner", "sea", country="KE"), "R14", "psea-kenya"),
    Case("R14 sea by an unknown partner in a country without a coordinator", about("partner", "sea", country="CD"), "R14", "psea-global"),
    Case("R14 sea by an unknown partner, no country", about("partner", "sea"), "R14", "psea-global"),
    Case("R14 several entities engage the partner and none was told", about("partner", "sea", entity="partner-of-two", country="KE"), "R14", "psea-kenya", directory="more"),
    Case("R14 nobody is known to engage the partner", about("partner", "sea", entity="partner-of-none"), "R14", "psea-global", directory="more"),
    Case("R14 several engage the partner and an unlisted one was told", about("partner", "sea", entity="partner-of-two", contracting="no-such-entity"), "R14", "psea-global", directory="more"),
    Case("R15 fraud goes to the contracting entity's conduct focal point", about("partner", "fraud", entity="partner"), "R15", "habitat-conduct", OIOS),
    Case("R15 the contracting entity's own investigators", about("partner", "fraud", contracting="unicef"), "R15", "unicef-conduct", INSIDE, directory="more"),
    Case("R15 the PSEA focal point where the contracting entity has no other", about("partner", "fraud", contracting="unicef"), "R15", "unicef-psea", INSIDE),
    Case("R15 sexual harassment", about("partner", "sexual_harassment", entity="partner"), "R15", "habitat-conduct", OIOS),
    Case("R15 a partner that does not keep its duties", about("partner", "partner_noncompliance", entity="partner"), "R15", "habitat-conduct", OIOS),
    Case("R15 retaliation by a partner", about("partner", "retaliation", entity="partner"), "R15", "habitat-conduct", OIOS),
    Case("R26 fraud by a partner of nobody known goes to the own entity", about("partner", "fraud", own_entity="un-habitat"), "R26", "habitat-conduct"),
    Case("R26 then M4: fraud by a partner of nobody known", about("partner", "fraud", country="KE"), "M4", "oios"),
)

# R16 to R20: others.
OTHERS = (
    Case("R16 sea by a force with a mandate goes to human rights", about("mandated_force", "sea", country="KE"), "R16", "ohchr"),
    Case("R16 sexual harassment by a force with a mandate", about("mandated_force", "sexual_harassment"), "R16", "ohchr"),
    Case("R17 sea by another force: the page says that the UN has no authority", about("other_force", "sea", country="KE"), "R17", None, page="outside_un_authority"),
    Case("R17 fraud by another force", about("other_force", "fraud", entity="un-habitat"), "R17", None, page="outside_un_authority"),
    Case("R17 fraud by a force with a mandate", about("mandated_force", "fraud"), "R17", None, page="outside_un_authority"),
    Case("R17 a question about another force", about("other_force", "inquiry", own_entity="un-habitat"), "R17", None, page="outside_un_authority"),
    Case("R17 and M3: help does not depend on the complaint", about("other_force", "sea", country="CD", assistance=True), "R17", None, assistance="victims-rights", page="outside_un_authority"),
    Case("R17 while nobody holds any office", about("other_force", "sea"), "R17", None, page="outside_un_authority", directory="everything vacant"),
    Case("R18 sea by a vendor", about("vendor", "sea", entity="un-habitat"), "R18", "habitat-psea", OIOS),
    Case("R18 the contracting entity comes first", about("vendor", "sea", entity="un-habitat", contracting="unicef"), "R18", "unicef-psea", OIOS),
    Case("R18 conduct and discipline where there is no PSEA focal point", about("vendor", "sea", entity="un-women"), "R18", "women-conduct", OIOS),
    Case("R19 fraud by a vendor", about("vendor", "fraud", contracting="un-habitat"), "R19", "habitat-conduct", OIOS),
    Case("R19 the own entity where no other was named", about("vendor", "fraud", own_entity="un-habitat"), "R19", "habitat-conduct", OIOS),
    Case("R20 the organizer's office for events", about("event_participant", "sexual_harassment", entity="un-habitat"), "R20", "habitat-events", directory="more"),
    Case("R20 conduct and discipline where the organizer has no office for events", about("event_participant", "harassment", entity="un-habitat"), "R20", "habitat-conduct"),
    Case("R20 the own entity where no organizer was named", about("event_participant", "harassment", own_entity="un-women"), "R20", "women-conduct"),
)

# R21 to R24: conflicts of interest.
RECIPIENT = (
    Case("R21 the recipient gets nothing, OIOS does", staff("un-habitat", "harassment", conflict=("recipient",)), "R21", "oios"),
    Case("R21 the agency's investigators come before OIOS", staff("unicef", "sea", conflict=("recipient",)), "R21", "unicef-investigations"),
    Case("R21 the contracting entity's investigators", about("partner", "sea", contracting="unicef", conflict=("recipient",)), "R21", "unicef-investigations"),
    Case("R21 a partner of an entity without investigators", about("partner", "sea", entity="partner", conflict=("recipient",)), "R21", "oios"),
    Case("R21 the coordinator of the country", about("unknown", "sea", country="KE", conflict=("recipient",)), "R21", "oios"),
    Case("R21 the Ethics Office as recipient", staff("un-habitat", "retaliation", conflict=("recipient",)), "R21", "oios"),
    Case("R21 by id: the conduct focal point", staff("un-habitat", "harassment", conflict=conflict("habitat-conduct")), "R21", "oios"),
    Case("R21 by id: one person may hold the other office as well", staff("un-habitat", "fraud", conflict=conflict("habitat-psea")), "R21", "oios"),
    Case("R21 by id: human rights", about("mandated_force", "sea", conflict=conflict("ohchr")), "R21", "oios"),
    Case("R21 by id: UN-Women's focal point, whose internal function stands nearer", staff("un-women", "fraud", conflict=conflict("women-conduct")), "R21", "women-investigations", directory="more"),
    Case("R21 a formal report is copied to nobody", staff("un-habitat", "harassment", formal=True, conflict=("recipient",)), "R21", "oios"),
    Case("R21 further categories add nobody", staff("un-habitat", "sea", "retaliation", conflict=("recipient",)), "R21", "oios"),
    Case("R21 help is not arranged by the recipient or by its entity", staff("un-habitat", "sea", country="KE", assistance=True, conflict=("recipient",)), "R21", "oios", assistance="psea-kenya", over=("habitat-psea:conflict", "habitat-conduct:conflict")),
    Case("R21 and M1: nor does its entity's office for children get a copy", staff("un-habitat", "sea", child="yes", conflict=("recipient",)), "R21", "oios", urgent=True, child_page=True, over=("habitat-child:conflict",), directory="agency with child protection"),
    Case("R21 then M4: nobody investigates", staff("un-habitat", "harassment", conflict=("recipient",)), "M4", "psea-global", over=("oios:vacant", "ethics-office:vacant"), directory="no oversight"),
    Case("R21 the office of last resort gets nothing either when it is the recipient", staff("ohchr", "harassment", conflict=("recipient",)), "M4", None, page="no_office", over=("oios:vacant", "ethics-office:vacant", "psea-global:conflict"), directory="no oversight"),
    Case("R21 with OIOS in conflict too: the Ethics Office", staff("un-habitat", "harassment", conflict=("recipient", "oios")), "R21", "ethics-office", over=("oios:conflict",)),
)
OTHER_CONFLICTS = (
    Case("R22 the head of an entity: OIOS alone", staff("un-habitat", "fraud", conflict=("head_of_entity",)), "R22", "oios"),
    Case("R22 the head of an agency: OIOS before the agency's own investigators", staff("unicef", "sea", conflict=("head_of_entity",)), "R22", "oios"),
    Case("R22 the agency's investigators while nobody is at OIOS", staff("unicef", "sea", conflict=("head_of_entity",)), "R22", "unicef-investigations", over=("oios:vacant",), directory="no oversight"),
    Case("R22 the head of an entity without offices", staff("ohchr", "harassment", conflict=("head_of_entity",)), "R22", "oios"),
    Case("R22 help is not arranged beneath the head", staff("un-habitat", "sea", assistance=True, conflict=("head_of_entity",)), "R22", "oios", assistance="psea-kenya", over=("habitat-psea:conflict", "habitat-conduct:conflict")),
    Case("R22 help is not arranged beneath the head, whoever else would get the report", staff("un-habitat", "retaliation", assistance=True, conflict=("head_of_entity",)), "R22", "oios", assistance="psea-kenya", over=("habitat-psea:conflict", "habitat-conduct:conflict")),
    Case("R22 and M1: the head's office for children gets no copy, whoever else would get the report", staff("un-habitat", "retaliation", child="yes", conflict=("head_of_entity",)), "R22", "oios", urgent=True, child_page=True, over=("habitat-child:conflict",), directory="agency with child protection"),
    Case("R21 by id: help is not arranged by the other office of one person, whoever else would get the report", staff("un-habitat", "retaliation", assistance=True, conflict=conflict("habitat-psea")), "R21", "oios", assistance="psea-kenya", over=("habitat-psea:conflict", "habitat-conduct:conflict")),
    Case("R23 a soldier: the mission's team, not the Ethics Office", about("contingent", "sea", entity="mission", conflict=("oios",)), "R23", "mission-team"),
    Case("R23 a police officer of the UN: the team of the country", about("un_police", "sea", country="CD", conflict=("oios",)), "R23", "mission-team"),
    Case("R23 staff of OIOS in the country of a mission: not its team", staff("oios", "harassment", country="CD"), "R23", "ethics-office"),
    Case("R23 a partner: the conduct focal point of the entity that engages it", about("partner", "fraud", entity="partner", conflict=("oios",)), "R23", "habitat-conduct"),
    Case("R23 a partner of an agency without a conduct focal point", about("partner", "sea", contracting="unicef", conflict=("oios",)), "R23", "unicef-psea"),
    Case("R23 a vendor: the conduct focal point of who engages it", about("vendor", "fraud", contracting="un-habitat", conflict=("oios",)), "R23", "habitat-conduct"),
    Case("R23 a force with a mandate: human rights", about("mandated_force", "sea", conflict=("oios",)), "R23", "ohchr"),
    Case("R23 sea by an unknown person: the country's coordinator", about("unknown", "sea", country="KE", conflict=("oios",)), "R23", "psea-kenya"),
    Case("R20 sea at an event goes to the organizer's PSEA focal point", about("event_participant", "sea", entity="un-habitat"), "R20", "habitat-psea"),
    Case("R23 somebody at OIOS: the entity's conduct focal point", staff("un-habitat", "harassment", conflict=("oios",)), "R23", "habitat-conduct"),
    Case("R23 no copy for OIOS of what is copied otherwise", staff("un-habitat", "fraud", conflict=("oios",)), "R23", "habitat-conduct"),
    Case("R23 retaliation is copied to the Ethics Office", staff("un-habitat", "retaliation", conflict=("oios",)), "R23", "habitat-conduct", ("ethics-office",)),
    Case("R23 by id", staff("un-habitat", "harassment", conflict=conflict("oios")), "R23", "habitat-conduct"),
    Case("R23 the agency's PSEA focal point where there is no other", staff("unicef", "sea", conflict=("oios",)), "R23", "unicef-psea"),
    Case("R23 staff of OIOS: the own entity of who reports", staff("oios", "harassment", own_entity="un-habitat"), "R23", "habitat-conduct"),
    Case("R23 staff of OIOS: the office above it", staff("oios", "fraud"), "R23", "head-office", directory="more"),
    Case("R23 staff of OIOS: the Ethics Office at last", staff("oios", "sea"), "R23", "ethics-office"),
    Case("R23 a vacant office does not pass it to OIOS", staff("un-habitat", "harassment", conflict=("oios",)), "R23", "habitat-psea", over=("habitat-conduct:vacant", "oios:conflict"), directory="vacant focal point"),
    Case("R23 with the Ethics Office in conflict too", staff("un-habitat", "retaliation", conflict=("oios", "ethics_office")), "R23", "habitat-conduct", over=("ethics-office:conflict", "oios:conflict")),
    Case("R24 retaliation by somebody of the Ethics Office", staff("un-habitat", "retaliation", conflict=("ethics_office",)), "R24", "oios"),
    Case("R24 by id", staff("un-habitat", "retaliation", conflict=conflict("ethics-office")), "R24", "oios"),
    Case("R24 staff of the Ethics Office", staff("ethics-office", "retaliation"), "R24", "oios"),
    Case("R3 a conflict with the Ethics Office does not matter for harassment", staff("un-habitat", "harassment", conflict=("ethics_office",)), "R3", "habitat-conduct"),
    Case("R3 then M4: harassment by staff of the Ethics Office", staff("ethics-office", "harassment"), "M4", "oios"),
    Case("R14 by id: the coordinator of the country, so another one", about("partner", "sea", country="KE", conflict=conflict("psea-kenya")), "R14", "psea-global", over=("psea-kenya:conflict",)),
    Case("R8 by id: the agency's investigators get no copy", staff("unicef", "sea", conflict=conflict("unicef-investigations")), "R8", "unicef-psea", over=("unicef-investigations:conflict",)),
    Case("M3 by id: the officer for victims' rights does not arrange help", staff("un-habitat", "sea", country="CD", assistance=True, conflict=conflict("victims-rights")), "R1", "habitat-psea", OIOS, assistance="psea-global", over=("victims-rights:conflict",)),
    Case("a conflict with an office that is not listed changes nothing", staff("un-habitat", "harassment", conflict=("0" * 32,)), "R3", "habitat-conduct"),
)

# R25 and R26: unknown persons.
UNKNOWN = (
    Case("R25 sea goes to the country's coordinator", about("unknown", "sea", country="KE"), "R25", "psea-kenya"),
    Case("R25 sea goes to the own entity where the country has none", about("unknown", "sea", country="CD", own_entity="un-habitat"), "R25", "habitat-psea"),
    Case("R25 the country's coordinator comes before the own entity", about("unknown", "sea", country="KE", own_entity="un-habitat"), "R25", "psea-kenya"),
    Case("R25 neither country nor entity", about("unknown", "sea"), "R25", "psea-global"),
    Case("R25 the own entity has no PSEA focal point", about("unknown", "sea", own_entity="un-women"), "R25", "psea-global"),
    Case("R25 the entity is known though the person is not", about("unknown", "sea", entity="un-habitat", country="KE"), "R25", "habitat-psea"),
    Case("R25 the mission is known though the person is not", about("unknown", "sea", entity="mission", country="CD"), "R25", "mission-team"),
    Case("R25 staff of an entity that nobody named", staff(None, "sea", country="KE"), "R25", "psea-kenya"),
    Case("R25 staff of an entity that is not listed", staff("no-such-entity", "sea", country="KE"), "R25", "psea-kenya"),
    Case("R26 the selected entity's conduct focal point", about("unknown", "harassment", entity="un-habitat"), "R26", "habitat-conduct"),
    Case("R26 an agency without one", about("unknown", "harassment", entity="unicef"), "R26", "unicef-psea"),
    Case("R26 a mission", about("unknown", "fraud", entity="mission"), "R26", "mission-team"),
    Case("R26 the own entity", about("unknown", "fraud", own_entity="un-habitat"), "R26", "habitat-conduct"),
    Case("R26 no category counts as other", about("unknown", entity="un-habitat"), "R26", "habitat-conduct"),
    Case("R26 then M4: nothing is known", about("unknown", "other"), "M4", "oios"),
    Case("R26 then M4: the entity is not listed", staff("no-such-entity", "harassment"), "M4", "oios"),
)

# M1 to M3.
CHILD_AND_HELP = (
    Case("M1 a child makes it urgent", staff("un-habitat", "sea", child="yes"), "R1", "habitat-psea", OIOS, urgent=True, child_page=True),
    Case("M1 so does not knowing", staff("un-habitat", "sea", child="unknown"), "R1", "habitat-psea", OIOS, urgent=True, child_page=True),
    Case("M1 the agency's office for children gets a copy", staff("unicef", "sea", child="yes"), "R8", "unicef-psea", ("unicef-investigations", "unicef-child"), urgent=True, child_page=True, directory="agency with child protection"),
    Case("M1 also where it may be a child", staff("unicef", "sea", child="unknown"), "R8", "unicef-psea", ("unicef-investigations", "unicef-child"), urgent=True, child_page=True, directory="agency with child protection"),
    Case("M1 not where it is none", staff("unicef", "sea"), "R8", "unicef-psea", INSIDE, directory="agency with child protection"),
    Case("M1 that of the contracting entity", about("partner", "sea", entity="partner", child="yes"), "R13", "habitat-psea", ("oios", "habitat-child"), urgent=True, child_page=True, directory="agency with child protection"),
    Case("M2 danger makes it urgent, without the page for children", staff("un-habitat", "harassment", danger=True), "R3", "habitat-conduct", urgent=True),
    Case("M2 danger and a page", about("other_force", "sea", danger=True), "R17", None, page="outside_un_authority", urgent=True),
    Case("M3 victims' rights of the country arranges help", staff("un-habitat", "sea", country="CD", assistance=True), "R1", "habitat-psea", OIOS, assistance="victims-rights"),
    Case("M3 else the entity's PSEA focal point", staff("un-habitat", "harassment", country="KE", assistance=True), "R3", "habitat-conduct", assistance="habitat-psea"),
    Case("M3 else that of the contracting entity", about("partner", "fraud", contracting="unicef", country="KE", assistance=True), "R15", "unicef-psea", INSIDE, assistance="unicef-psea"),
    Case("M3 else the country's coordinator", staff("un-women", "sea", country="KE", assistance=True), "R9", "women-conduct", OIOS, assistance="psea-kenya"),
    Case("M3 else any coordinator", about("unknown", "other", assistance=True), "M4", "oios", assistance="psea-global"),
)

# M4: vacant and lapsed offices.
CHAINS = (
    Case("M4 a vacant office passes to its alternate", staff("un-habitat", "harassment"), "R3", "oios", over=("habitat-conduct:vacant",), directory="vacant focal point"),
    Case("M4 the alternate gets one envelope, not a copy as well", staff("un-habitat", "fraud"), "R4", "oios", over=("habitat-conduct:vacant",), directory="vacant focal point"),
    Case("M4 the agency's investigators stand in", staff("unicef", "sea"), "R8", "unicef-investigations", over=("unicef-psea:vacant",), directory="vacant focal point"),
    Case("M4 the Ethics Office stands in for a legal unit", about("self", "inquiry", own_entity="un-habitat"), "R6", "ethics-office", inquiry=True, over=("habitat-legal:vacant",), directory="vacant focal point"),
    Case("M4 another coordinator stands in for the country's", about("partner", "sea", country="KE"), "R14", "psea-global", over=("psea-kenya:vacant",), directory="vacant focal point"),
    Case("M4 a vacant oversight office leaves the primary alone", staff("un-habitat", "sea"), "R1", "habitat-psea", over=("oios:vacant",), directory="no oversight"),
    Case("M4 the chain of the office comes before the chains of those in it", staff("un-habitat", "sea"), "R1", "psea-kenya", OIOS, over=("habitat-psea:vacant", "habitat-conduct:vacant"), directory="nobody at the entity"),
    Case("M4 a circle of alternates ends: sea goes to a coordinator", staff("un-habitat", "sea"), "M4", "psea-global", OIOS, over=("habitat-psea:vacant", "habitat-conduct:vacant"), directory="circle"),
    Case("M4 a circle of alternates ends: harassment goes to OIOS", staff("un-habitat", "harassment"), "M4", "oios", over=("habitat-conduct:vacant", "habitat-psea:vacant"), directory="circle"),
    Case("M4 a circle of alternates ends: so does the search for help", staff("un-habitat", "sea", country="KE", assistance=True), "M4", "psea-kenya", OIOS, assistance="psea-kenya", over=("habitat-psea:vacant", "habitat-conduct:vacant"), directory="circle"),
    Case("M4 too few devices with a valid key: the alternate", staff("un-habitat", "sea"), "R1", "habitat-conduct", OIOS, over=("habitat-psea:lapsed",), directory="one lapsed"),
    Case("M4 a lapsed team passes to OIOS", about("contingent", "sea", country="CD"), "R11", "oios", over=("mission-team:lapsed",), directory="one lapsed"),
    Case("M4 a key lapses at its last moment", staff("un-habitat", "sea"), "R1", "habitat-conduct", OIOS, over=("habitat-psea:lapsed",), directory="one lapsed", at=LAPSED_SINCE),
    Case("M4 and not a second before", staff("un-habitat", "sea"), "R1", "habitat-psea", OIOS, directory="one lapsed", at="2026-05-31T23:59:59Z"),
    Case("M4 all keys are valid until their last second", staff("un-habitat", "harassment"), "R3", "habitat-conduct", at=JUST_BEFORE_UNTIL),
    Case("M4 all keys lapsed: a page says so", staff("un-habitat", "harassment"), "M4", None, page="no_office", over=("habitat-conduct:lapsed", "oios:lapsed", "psea-global:lapsed"), at=UNTIL),
    Case("M4 no key is valid yet", staff("un-habitat", "harassment"), "M4", None, page="no_office", over=("habitat-conduct:lapsed", "oios:lapsed", "psea-global:lapsed"), at="2025-12-31T23:59:59Z"),
    Case("M4 everything is vacant: a page says so", staff("un-habitat", "sea"), "M4", None, page="no_office", over=tuple(f"{key}:vacant" for key in ("habitat-psea", "habitat-conduct", "psea-kenya", "psea-global", "oios")), directory="everything vacant"),
    Case("M4 everything is vacant: nobody can help either", staff("un-habitat", "sea", country="CD", assistance=True), "M4", None, page="no_office", over=tuple(f"{key}:vacant" for key in ("habitat-psea", "habitat-conduct", "psea-kenya", "psea-global", "oios", "victims-rights")), directory="everything vacant"),
    Case("M4 everything is vacant: a question stays a question", about("self", "inquiry", own_entity="un-habitat"), "M4", None, page="no_office", inquiry=True, over=tuple(f"{key}:vacant" for key in ("habitat-legal", "ethics-office", "oios", "habitat-ethics", "psea-global")), directory="everything vacant"),
    Case("M4 everything is vacant and nothing is known", about("unknown"), "M4", None, page="no_office", over=("oios:vacant", "psea-global:vacant"), directory="everything vacant"),
)

# M6: mixed categories.
MIXED = (
    Case("M6 sea decides over fraud", staff("un-habitat", "fraud", "sea"), "R1", "habitat-psea", OIOS),
    Case("M6 sea and retaliation: the Ethics Office gets a copy", staff("un-habitat", "sea", "retaliation"), "R1", "habitat-psea", ("oios", "ethics-office"), over=("habitat-ethics:vacant",)),
    Case("M6 sea and retaliation at UN-Women", staff("un-women", "retaliation", "sea"), "R9", "women-conduct", ("oios", "women-ethics")),
    Case("M6 retaliation decides over harassment, whose office gets nothing", staff("un-habitat", "harassment", "retaliation"), "R5", "ethics-office", over=("habitat-ethics:vacant",)),
    Case("M6 retaliation and fraud: OIOS gets the copy of fraud", staff("un-habitat", "fraud", "retaliation"), "R5", "ethics-office", OIOS, over=("habitat-ethics:vacant",)),
    Case("M6 harassment and damage: damage adds nobody", staff("un-habitat", "harassment", "damage"), "R4", "habitat-conduct"),
    Case("M6 harassment and fraud: fraud adds OIOS", staff("un-habitat", "harassment", "fraud"), "R4", "habitat-conduct", OIOS),
    Case("M6 a question beside a complaint does not make it a question", staff("un-habitat", "inquiry", "harassment"), "R3", "habitat-conduct"),
    Case("M6 an agency's investigators once", staff("unicef", "sea", "fraud"), "R8", "unicef-psea", INSIDE),
    Case("M6 sea by a force with a mandate, and fraud that is outside the UN's authority", about("mandated_force", "sea", "fraud"), "R16", "ohchr"),
    Case("M6 the same category twice counts once", staff("un-habitat", "sea", "sea"), "R1", "habitat-psea", OIOS),
)

GROUPS = (
    SECRETARIAT,
    AGENCIES,
    MISSIONS,
    PARTNERS,
    OTHERS,
    RECIPIENT,
    OTHER_CONFLICTS,
    UNKNOWN,
    CHILD_AND_HELP,
    CHAINS,
    MIXED,
)
# fmt: on


def cases() -> Iterator[Case]:
    """Every case of the table."""
    for group in GROUPS:
        yield from group
