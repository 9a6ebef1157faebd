"""Drawn facts and drawn directories: offices vacant or lapsed, chains that lead anywhere, circles too."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from app.domain.facts import ACCUSED, CATEGORIES, CHILD, CONFLICTS, PREFER, Facts
from tests.domain.routing_directories import (
    AT,
    JUST_BEFORE_UNTIL,
    LAPSED_SINCE,
    UNTIL,
    Json,
    child_protection,
    more,
)

MOMENTS = (AT, AT, AT, JUST_BEFORE_UNTIL, LAPSED_SINCE, UNTIL, "2025-12-31T23:59:59Z")


def everybody() -> Json:
    """A fresh copy of the directory below."""
    return deepcopy(EVERYBODY)


def all_offices() -> Json:
    """All offices and entities of all variations."""
    document = more()
    listed = {each["id"] for each in document["offices"]}
    document["offices"] += [each for each in child_protection()["offices"] if each["id"] not in listed]
    return document


EVERYBODY = all_offices()
OFFICES = tuple(each["id"] for each in EVERYBODY["offices"])
ENTITIES = (*(each["id"] for each in EVERYBODY["entities"]), "no-such-entity", None)
facts = st.builds(
    Facts,
    accused=st.sampled_from(ACCUSED),
    entity=st.sampled_from(ENTITIES),
    contracting=st.sampled_from(ENTITIES),
    own_entity=st.sampled_from(ENTITIES),
    categories=st.lists(st.sampled_from(CATEGORIES), max_size=3).map(tuple),
    country=st.sampled_from(("KE", "CD", "FR", None)),
    child=st.sampled_from(CHILD),
    danger=st.booleans(),
    assistance=st.booleans(),
    formal=st.booleans(),
    conflict=st.one_of(
        st.just(()), st.lists(st.sampled_from((*CONFLICTS, *OFFICES, "0" * 32)), max_size=2).map(tuple)
    ),
    prefer=st.sampled_from(PREFER),
)
moments = st.sampled_from(MOMENTS)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A directory in which some offices cannot receive and the chains are other ones."""
    document = everybody()
    for office in document["offices"]:
        state = draw(st.sampled_from(("held", "held", "held", "vacant", "marked", "lapsed")))
        if state == "vacant":
            office["members"] = []
        elif state == "marked":
            office["vacant"] = True
        elif state == "lapsed" and office["members"]:
            office["members"][1]["devices"][0]["seal"][0]["until"] = LAPSED_SINCE
        office["alternate"] = draw(st.lists(st.sampled_from((*OFFICES, "0" * 32)), max_size=3))
    return document
