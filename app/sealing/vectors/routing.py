"""Vectors of the routing table (policy in data, evaluated alike in every implementation)."""

from collections.abc import Mapping

from app.domain.directory import parse_directory
from app.domain.facts import Facts
from app.domain.routing import route
from app.sealing import timestamps
from app.sealing.vectors.envelopes import bound
from app.sealing.vectors.material import Check, Checks, Mismatch, Vector, same


def routing_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of a routing file."""
    for vector in file.get("positive", []):
        yield Check(vector["name"], bound(routed, vector, file["directories"]))


def routed(vector: Vector, directories: Mapping[str, Vector]) -> None:
    """The facts lead to the route that the vector names."""
    at = timestamps.read(vector["at"])
    if at is None:
        raise Mismatch("the vector's time cannot be read")
    found = route(
        parse_directory(directories[vector["directory"]]), Facts.from_json(vector["facts"]), at
    ).to_json()
    for name in sorted({*found, *vector["route"]}):
        same(name, found.get(name), vector["route"].get(name))
