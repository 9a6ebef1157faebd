"""Who an office is to the reporter, and how much of a case it may be given.

The same as `refer/audience.ts` of the desk. A reporter says who may learn who they are: those who help, those
who investigate, both, nobody. Every office of the directory is one of the two by its role, or neither.

Must never: be asked of the officer where the directory says it.
"""

from enum import StrEnum

from app.domain.consent import IDENTITY
from app.domain.directory import Role


class Audience(StrEnum):
    """`HEAD` learns that there is a case, not what it says; `OTHERS` never who the reporter is."""

    HELPERS = "helpers"
    INVESTIGATORS = "investigators"
    HEAD = "head"
    OTHERS = "others"


class Purpose(StrEnum):
    """Why a case is passed on."""

    TRANSFER = "transfer"
    REFERRAL = "referral"
    RECUSAL = "recusal"
    LEAVER = "leaver"
    ASSISTANCE = "assistance"
    ESCALATION = "escalation"


class Level(StrEnum):
    """The whole case, only what help is wanted, or only that there is a case."""

    WHOLE = "whole"
    NEEDS = "needs"
    EXISTENCE = "existence"


AUDIENCE_OF: dict[Role, Audience] = {
    Role.CONDUCT_DISCIPLINE: Audience.INVESTIGATORS,
    Role.CONDUCT_DISCIPLINE_TEAM: Audience.INVESTIGATORS,
    Role.PSEA: Audience.INVESTIGATORS,
    Role.ETHICS_LEGAL: Audience.INVESTIGATORS,
    Role.INVESTIGATIONS: Audience.INVESTIGATORS,
    Role.ETHICS_OFFICE: Audience.INVESTIGATORS,
    Role.ETHICS_ADVISER: Audience.INVESTIGATORS,
    Role.EVENT_FOCAL: Audience.INVESTIGATORS,
    Role.INTER_AGENCY_PSEA: Audience.HELPERS,
    Role.VICTIMS_RIGHTS: Audience.HELPERS,
    Role.HUMAN_RIGHTS: Audience.HELPERS,
    Role.CHILD_PROTECTION: Audience.HELPERS,
    Role.HEAD_OFFICE: Audience.HEAD,
}


def audience_of(role: Role) -> Audience:
    """Who an office of that role is; a role that came later is nobody's who may learn a name."""
    return AUDIENCE_OF.get(role, Audience.OTHERS)


def level_of(purpose: Purpose, audience: Audience) -> Level:
    """How much of a case goes."""
    if purpose is Purpose.ASSISTANCE:
        return Level.NEEDS
    return Level.EXISTENCE if audience is Audience.HEAD else Level.WHOLE


def may_learn(identity: str, audience: Audience) -> bool:
    """Whether what the reporter said lets that audience learn who they are; not said means nobody."""
    return audience in IDENTITY.get(identity, frozenset())
