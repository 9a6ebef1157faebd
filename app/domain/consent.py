"""What a reporter allows now: said with the report, changed by later messages (policy §4.4).

Three consents stand apart: may the office write here, may helpers learn who the reporter is, may
investigators. A later message overrides what it names and nothing else. Texts are ordered by day only,
and a report stands before the messages of its day; where two texts of one day differ, what both allow
counts, so that a withdrawal never loses to a permission by chance of arrival.

Must never: read silence as a yes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.payloads import Consent, Message, Report
from app.domain.texts import Text

# Who may learn who the reporter is, as the payload's word and as the groups that it means.
IDENTITY: dict[str, frozenset[str]] = {
    "none": frozenset(),
    "helpers": frozenset({"helpers"}),
    "investigators": frozenset({"investigators"}),
    "helpers_and_investigators": frozenset({"helpers", "investigators"}),
}


@dataclass(frozen=True)
class Standing:
    """What is allowed now; empty means never said. `changed` is the day of the last change, if any."""

    contact: str = ""
    identity: str = ""
    changed: str | None = None


def standing(texts: Iterable[Text]) -> Standing:
    """What the reporter of these texts allows now; the order of `texts` does not matter."""
    return standing_of(sayings(texts))


def sayings(texts: Iterable[Text]) -> Iterator[tuple[str, bool, Consent]]:
    """What texts say of it: the day, whether a message says it, which comes after a report, and what."""
    for text in texts:
        consent = said(text)
        if consent is not None:
            yield text.day, isinstance(text.payload, Message), consent


def standing_of(sayings: Iterable[tuple[str, bool, Consent]]) -> Standing:
    """The same, of what texts said; each must name something."""
    groups: dict[tuple[str, bool], list[Consent]] = defaultdict(list)
    for day, later, consent in sayings:
        groups[day, later].append(consent)
    now = Standing()
    for (day, later), consents in sorted(groups.items()):
        contact = both_contact([each.contact for each in consents if each.contact])
        identity = both_identity([each.identity for each in consents if each.identity])
        changed = day if later else now.changed
        now = Standing(contact or now.contact, identity or now.identity, changed)
    return now


def said(text: Text) -> Consent | None:
    """The consent that a text names; None when it names none."""
    consent = text.payload.consent if isinstance(text.payload, Report | Message) else None
    return consent if consent and (consent.contact or consent.identity) else None


def both_contact(values: list[str]) -> str:
    """Yes only if all say so."""
    return "no" if "no" in values else "yes" if values else ""


def both_identity(values: list[str]) -> str:
    """What all of them allow."""
    if not values:
        return ""
    shared = frozenset.intersection(*(IDENTITY[value] for value in values))
    return next(word for word, groups in IDENTITY.items() if groups == shared)
