"""From a conversation to the form's answers, and from those to what the routing table asks (policy §2.2).

The same as `client/src/speakup/form/facts.ts` and `plan.ts` do on the phone. Answers are standing by
themselves here: BACK takes an answer away together with all that followed from it.

Must never: read silence as a yes, or send an answer whose purpose is not to be sent.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from app.content.hotline import StepKind
from app.conversation.keywords import plain
from app.conversation.session import Said, Session
from app.conversation.world import Seal, World
from app.domain.directory import Entity, EntityKind
from app.domain.facts import Facts

Answers = Mapping[str, tuple[str, ...]]

URGENT = "urgent"
"""The value of a step at which the person took the short way by its word."""

WITHOUT_ENTITY = (None, "unknown", "other_force")
"""Whose organisation the form does not ask for."""


def chosen(session: Session, step: str) -> str:
    """The last answer to a step; empty when it was skipped or not asked."""
    return next((each.value for each in reversed(session.said) if each.step == step), "")


def is_short(session: Session) -> bool:
    """Whether the person takes the short way."""
    return chosen(session, "unsafe") == "2" or any(each.value == URGENT for each in session.said)


def answers_of(session: Session, world: World) -> Answers:
    """The form's answers, by question."""
    answers: dict[str, tuple[str, ...]] = {}
    for said in session.said:
        answers |= _answered(said, world)
    entity = entity_of(chosen(session, "org"), world.entities)
    return answers | _entity_answers(entity, answers.get("accused_affiliation", (None,))[0])


def facts_of(session: Session, world: World) -> Facts:
    """What the routing table wants to know. Skipped questions count as not known."""
    answers = answers_of(session, world)
    one = {name: values[0] for name, values in answers.items() if values}
    categories = answers.get("category", ("other",))
    known = entity_of(chosen(session, "org"), world.entities)
    facts = Facts(
        accused=one.get("accused_affiliation", "unknown"),
        # Whoever does not know whom to name may still know the letters on the car.
        entity=one.get("entity") or (known.id if known and "contracting" not in one else None),
        contracting=one.get("contracting"),
        categories=categories,
        country=world.country or session.country or None,
        child=one.get("child_involved", "unknown" if "sea" in categories else "no"),
        danger=one.get("safe_now") == "no" or is_short(session),
        assistance=any(value != "none" for value in answers.get("assistance", ())),
    )
    # Not sure counts as yes: an office too far away does less harm than the wrong one.
    conflicted = chosen(session, "conflict") in ("2", "3")
    return replace(facts, conflict=("recipient",)) if conflicted else facts


def anyway(session: Session) -> bool:
    """Whether the person tells it though nobody has authority."""
    return chosen(session, "outside") == "1"


def sayable(session: Session, world: World) -> bool:
    """Whether there is enough to send: something told, chosen or wished."""
    answers = answers_of(session, world)
    telling = ("category", "accused_desc", "where")
    return bool(session.words) or facts_of(session, world).assistance or any(map(answers.get, telling))


def report(session: Session, world: World) -> Seal:
    """The report as it is sealed: each answer where its purpose sends it."""
    answers = answers_of(session, world)
    sent: dict[str, str | tuple[str, ...]] = {
        name: values if name in world.several else values[0]
        for name, values in answers.items()
        if world.purposes[name] == "answer"
    }
    return Seal(
        facts=facts_of(session, world),
        answers=sent,
        words="\n\n".join(session.words),
        consent=consent_of(answers),
        help=tuple(value for value in answers.get("assistance", ()) if value != "none"),
        lang=world.locale(session.lang).tag,
        anyway=anyway(session),
        notify=chosen(session, "contact_text") == "1",
    )


def consent_of(answers: Answers) -> dict[str, str]:
    """What was agreed to. What was not answered is not; but it is no refusal to be written to either."""
    helpers = answers.get("identity_helpers") == ("yes",)
    both = helpers and answers.get("identity_investigators") == ("yes",)
    identity = "helpers_and_investigators" if both else "helpers" if helpers else "none"
    contact = answers.get("contact_ok", ())
    return ({"contact": "yes" if contact == ("yes",) else "no"} if contact else {}) | {"identity": identity}


def entity_of(text: str, entities: tuple[Entity, ...]) -> Entity | None:
    """The entity that a text names, by the longest of its names; None when none or two are named alike."""
    if not text:
        return None
    said = f" {plain(text)} "
    named = [
        (len(name), entity)
        for entity in entities
        for name in {_written(each) for each in (entity.id, entity.name, *entity.names.values())}
        if name and (f" {name} " in said or (not name.isascii() and name in said))
    ]
    longest = max((length for length, _ in named), default=0)
    best = {entity.id: entity for length, entity in named if length == longest}
    return next(iter(best.values())) if len(best) == 1 else None


@lru_cache(maxsize=4096)
def _written(name: str) -> str:
    """A public name in one writing. Only names of the directory come here: what is typed is never held."""
    return plain(name)


def _answered(said: Said, world: World) -> dict[str, tuple[str, ...]]:
    step = world.hotline.steps.get(said.step)
    if step is None or said.value in ("", URGENT):
        return {}
    if step.answer:
        return {step.answer: (said.value,)}
    keys = said.value if step.kind is StepKind.CHOICES else [said.value]
    answers: dict[str, tuple[str, ...]] = {}
    for key in keys:
        option = step.option(key)
        for name, values in option.answers.items() if option else ():
            answers[name] = (*answers.get(name, ()), *values)
    return answers


def _entity_answers(entity: Entity | None, accused: str | None) -> dict[str, tuple[str, ...]]:
    """For a partner the form asks for the partner, and apart for the United Nations body behind it."""
    if entity is None or accused in WITHOUT_ENTITY:
        return {}
    behind = accused == "partner" and entity.kind is not EntityKind.PARTNER
    return {"contracting" if behind else "entity": (entity.id,)}
