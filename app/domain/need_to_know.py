"""Who is told what of a case, and who may be; the same as the desk's `case/needToKnow.ts`.

The register says what happened, right or wrong: an entry that goes beyond the table is recorded and marked,
never refused, or nobody would ever learn of it. Source: the need-to-know rule that focal points work by.
"""

from dataclasses import dataclass

WHATS = ("allegation", "identity", "needs", "existence", "facts")
BOTH = "helpers_and_investigators"


@dataclass(frozen=True)
class Rule:
    """What a role may be told, and which permission of the reporter lets it learn who they are."""

    what: tuple[str, ...] = ()
    identity: str | None = None


MAY = {
    "oios": Rule(("allegation", "identity"), "investigators"),
    "assistance": Rule(("needs", "identity"), "helpers"),  # needs and a safe contact, never the narrative
    "head_of_entity": Rule(("existence",)),
    "supervisor": Rule(),
    "statistics": Rule(("facts",)),
    "other_office": Rule(("allegation", "identity"), "investigators"),
    "other": Rule(),
}


def beyond(role: str, what: str, identity: bool, allows: str) -> str | None:
    """What goes beyond the rule, given what the reporter allows: `identity`, `what`, or nothing."""
    rule = MAY.get(role, Rule())
    if (identity or what == "identity") and (rule.identity is None or allows not in (rule.identity, BOTH)):
        return "identity"
    return None if what in rule.what else "what"
