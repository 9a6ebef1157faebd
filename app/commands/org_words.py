"""What the kinds of entities and the roles of offices mean, as the help of `speakup org` says it."""

from collections.abc import Mapping

from app.domain.directory import EntityKind, Role

KINDS: Mapping[EntityKind, str] = {
    EntityKind.SECRETARIAT: "a body of the Secretariat: investigations are made outside it",
    EntityKind.OWN_OVERSIGHT: "has investigators of its own, such as a fund or an agency",
    EntityKind.UN_WOMEN: "UN-Women, which has rules of its own",
    EntityKind.MISSION: "a peace mission, with civilians, soldiers and police",
    EntityKind.PARTNER: "an NGO or a firm that works with the people helped",
    EntityKind.INTER_AGENCY: "what several bodies run together in a country",
    EntityKind.OVERSIGHT: "investigates for others, such as OIOS",
}
ROLES: Mapping[Role, str] = {
    Role.PSEA: "focal point for sexual exploitation and abuse",
    Role.CONDUCT_DISCIPLINE: "harassment, fraud, misconduct of staff",
    Role.CONDUCT_DISCIPLINE_TEAM: "the same in a peace mission",
    Role.INVESTIGATIONS: "investigates; of an entity of kind oversight: for all",
    Role.INTER_AGENCY_PSEA: "coordinator for all bodies of a country",
    Role.ETHICS_OFFICE: "protection from retaliation, questions of ethics",
    Role.ETHICS_ADVISER: "answers questions of ethics within an entity",
    Role.ETHICS_LEGAL: "answers them where lawyers do so",
    Role.VICTIMS_RIGHTS: "arranges help for those who were harmed",
    Role.CHILD_PROTECTION: "gets a copy where a child may be concerned",
    Role.HUMAN_RIGHTS: "forces that are sent with a mandate of the United Nations",
    Role.EVENT_FOCAL: "what happened at an event",
    Role.HEAD_OFFICE: "of the head: where those who investigate are complained about",
}


def table(head: str, rows: Mapping[EntityKind, str] | Mapping[Role, str]) -> str:
    """The end of a help page: each word with its line, not wrapped."""
    width = max(len(word) for word in rows)
    return "\b\n" + "\n".join([head, *(f"  {word:{width}}  {said}" for word, said in rows.items())])
