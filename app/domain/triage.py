"""The triage checklist: what an office settles about a case first; the same as the desk's `case/triage.ts`.

An answer is a value of the table, so that it can be counted and passed on; an entity is an id of the
directory. Source: the checklist that focal points work by. Must never decide anything: a person acts.
"""

from collections.abc import Mapping

YES_NO_UNKNOWN = ("yes", "no", "unknown")
CATEGORIES = (
    "sea",
    "sexual_harassment",
    "harassment",
    "discrimination",
    "abuse_of_authority",
    "fraud",
    "damage",
    "retaliation",
    "conflict_of_interest",
    "partner_noncompliance",
    "inquiry",
    "other",
)
ENTITY = "entity"  # any id of the directory, or `unknown`
MANY = frozenset({"category"})  # several values may hold

# In the order in which they are asked: safety first.
TRIAGE: Mapping[str, tuple[str, ...]] = {
    "safety": ("safe", "danger", "unknown"),
    "child": YES_NO_UNKNOWN,
    "assistance": ("wanted", "arranged", "not_wanted", "unknown"),
    "authority": YES_NO_UNKNOWN,
    ENTITY: (),
    "conflict": ("none", "mine", "head", "colleague"),
    "category": CATEGORIES,
    "duplicate": ("no", "maybe", "yes"),
    "enough": ("yes", "ask", "no"),
    "consent": ("read", "ask"),
    "inquiry": ("no", "yes"),
}


def fits(question: str, value: str) -> bool:
    """Whether a value may answer a question."""
    return question in TRIAGE and (question == ENTITY or value in TRIAGE[question])
