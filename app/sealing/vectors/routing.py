"""Vectors of the routing table (policy in data, evaluated alike in every implementation)."""

from collections.abc import Mapping

from app.domain.directory import parse_directory
from app.domain.facts import Facts
from app.domain.routing import route
from app.sealing import timestamps
from app.sealing.vectors.material import Checks, Mismatch, Vector, checks_of, claims


def routing_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of a routing file."""
    yield from checks_of(file, "positive", lambda vector: routed(vector, file["directories"]))


def routed(vector: Vector, directories: Mapping[str, Vector]) -> None:
    """The facts lead to the route that the vector names; what it does not name is free."""
    at = timestamps.read(vector["at"])
    if at is None:
        raise Mismatch("at should be a time, cannot be read")
    directory = parse_directory(directories[vector["directory"]])
    found = route(directory, Facts.from_json(vector["facts"]), at).to_json()
    claims(vector["route"], dict.fromkeys(vector["route"]) | found)
