"""What is done about a case outside of the office: with a partner organisation, towards a State.

The same values as in the desk's `refer/words.ts`. They are written down, never done by a program: nobody is
told anything automatically. Source: the partner checklist that focal points work by.
"""

from collections.abc import Mapping

YES_NO = ("yes", "no")
KNOWN = (*YES_NO, "unknown")

# In the order in which they are done; without values, a text.
PARTNER: Mapping[str, tuple[str, ...]] = {
    "told_entity": YES_NO,
    "clause": KNOWN,
    "prompt_action": (*YES_NO, "not_safe"),  # asked only when it puts nobody at risk
    "capacity": KNOWN,
    "investigates": ("partner", "entity", "oios", "nobody"),
    "corrective": (),
    "noncooperation": YES_NO,
}

AUTHORITIES = ("national_authority", "member_state")
AUTHORITY_STEPS = (
    "asked_person",
    "considered",
    "headquarters",
    "notified",
    "answered",
    "proceedings",
    "ended",
)
