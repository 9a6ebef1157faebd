"""The world that conversations in tests happen in: the real table and library, invented places."""

from dataclasses import replace

from app.content import forms, hotline, library, locales, words
from app.content.words import ROOT
from app.conversation.world import SMS, Channel, Way, World
from app.domain.directory import Entity, EntityId, EntityKind
from app.domain.facts import Facts
from app.domain.local_help import HelpKind, HelpService

FORM = forms.load()
CODE = "01234 56789 01234 56789"
OFFICE = "Conduct focal point"
ELSEWHERE = "Investigations"
LISTENER = "Human rights"


def way(facts: Facts, anyway: bool) -> Way:
    """A small routing: a conflict goes past the office, other soldiers are outside, retaliation to ethics."""
    if facts.accused == "other_force":
        return Way(LISTENER if anyway else "", outside=not anyway)
    if facts.conflict:
        return Way(ELSEWHERE)
    return Way("Ethics Office" if "retaliation" in facts.categories else OFFICE)


def nobody(_facts: Facts, _anyway: bool) -> Way:
    """A routing without offices."""
    return Way("")


def entity(name: str, kind: EntityKind, title: str, **names: str) -> Entity:
    """An entity as the directory has it."""
    return Entity(EntityId(name), title, names, kind, (), ())


ENTITIES = (
    entity("un-habitat", EntityKind.SECRETARIAT, "UN-Habitat", zh="人居署"),
    entity("un-women", EntityKind.UN_WOMEN, "UN-Women"),
    entity("blue-water", EntityKind.PARTNER, "Blue Water"),
)


def service(
    country: str | None, kind: HelpKind, name: str, contact: str, hours: str | None = None
) -> HelpService:
    """A place that helps."""
    return HelpService(country, kind, name, {"fr": f"{name} (fr)"}, contact, hours)


SERVICES = (
    service("KE", HelpKind.EMERGENCY, "Emergency", "000 111"),
    service("KE", HelpKind.SAFE_PLACE, "Shelter for women", "000 222", "day and night"),
    service("HT", HelpKind.MEDICAL, "Clinic", "000 333"),
    service(None, HelpKind.CHILD_HELPLINE, "Line for children", "000 444"),
)


def world(channel: Channel = SMS, country: str = "KE") -> World:
    """The world of most tests."""
    offered = locales.load(ROOT)
    questions = FORM.questions.values()
    return World(
        hotline=hotline.load(ROOT),
        library=library.load(ROOT),
        locales=tuple(offered.values()),
        translations={name: single(name) for name in offered},
        channel=channel,
        way=way,
        purposes={each.id: each.purpose.value for each in questions},
        several=frozenset(each.id for each in questions if each.kind is forms.Kind.CHOICES),
        entities=ENTITIES,
        services=SERVICES,
        country=country,
        app="speakup.example.org",
    )


def single(locale: str) -> dict[str, str]:
    """The translations of a language that have no plural."""
    return {text: said for text, said in words.translations(locale).items() if isinstance(said, str)}


WORLD = world()
ELSEWHERE_WORLD = replace(WORLD, country="")
