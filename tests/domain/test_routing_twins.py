"""The phone decides as Python does: the same facts take the same route in both languages."""

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from app.domain.directory import parse_directory
from app.domain.facts import Facts
from app.domain.routing import route
from app.sealing import timestamps
from tests.domain.routing_directories import DIRECTORIES
from tests.domain.routing_worlds import documents, facts, moments
from tests.sealing.twin import ROOT, node

Phone = Callable[[dict[str, Any], Facts, str], Any]


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    """The TypeScript implementation, in one Node process."""
    tsx = ROOT / "node_modules" / "tsx" / "dist" / "cli.mjs"
    command = [node(), str(tsx), str(ROOT / "app/client/src/directory/interop.ts")]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT
    )

    def ask(document: dict[str, Any], told: Facts, at: str) -> Any:
        assert process.stdin is not None
        assert process.stdout is not None
        line = {"directory": document, "facts": told.to_json(), "at": at}
        process.stdin.write(json.dumps(line) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        assert answer, "the other implementation broke"
        return json.loads(answer)

    yield ask
    process.communicate(timeout=10)


def here(document: dict[str, Any], told: Facts, at: str) -> dict[str, Any]:
    """The route in Python."""
    moment = timestamps.read(at)
    assert moment is not None
    return route(parse_directory(document), told, moment).to_json()


@pytest.mark.parametrize("name", DIRECTORIES)
def test_both_languages_route_alike_in_every_directory_of_the_vectors(name: str, phone: Phone) -> None:
    document = DIRECTORIES[name]()

    @settings(max_examples=60, deadline=None)
    @given(told=facts, at=moments)
    def alike(told: Facts, at: str) -> None:
        assert phone(document, told, at) == here(document, told, at)

    alike()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents(), told=facts, at=moments)
def test_both_languages_route_alike_through_any_chains(
    phone: Phone, document: dict[str, Any], told: Facts, at: str
) -> None:
    assert phone(document, told, at) == here(document, told, at)
