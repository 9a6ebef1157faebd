"""The command that runs vectors counts honestly: a wrong claim, a crash, an unreadable file all fail."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.commands.conformance import command
from app.domain.errors import BadInput
from app.sealing.conformance import run

VECTORS = Path(__file__).resolve().parents[1] / "vectors"


def test_all_vectors_of_the_protocol_pass() -> None:
    result = CliRunner().invoke(command, [str(VECTORS)])

    assert result.exit_code == 0, result.output
    passed, failed = (int(part.split()[0]) for part in result.output.splitlines()[-1].split(",")[:2])
    assert passed >= 258
    assert failed == 0


def test_a_vector_whose_check_is_wrong_fails(tmp_path: Path) -> None:
    file = json.loads((VECTORS / "outer.json").read_text())
    file["negative"][0]["check"] = "seal"
    (tmp_path / "outer.json").write_text(json.dumps(file | {"positive": []}))

    outcome = run(tmp_path)

    assert outcome.failed >= 1
    assert any(file["negative"][0]["name"] in line for line in outcome.lines)


def test_a_crash_is_not_counted_as_a_refusal(tmp_path: Path) -> None:
    file = json.loads((VECTORS / "receipt.json").read_text())
    broken = {"name": "no input", "check": "words"}
    (tmp_path / "receipt.json").write_text(
        json.dumps(file | {"positive": [], "parse": [], "negative": [broken]})
    )

    outcome = run(tmp_path)

    assert (outcome.passed, outcome.failed) == (0, 1)
    assert "crashed" in outcome.lines[0]


def test_a_file_that_is_no_json_and_an_unknown_kind_are_both_seen(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "unknown.json").write_text('{"positive":[{},{}]}')

    outcome = run(tmp_path)

    assert (outcome.failed, outcome.skipped) == (1, 2)
    assert outcome.summary == "0 passed, 1 failed, 2 skipped"


def test_an_empty_folder_is_an_error_and_not_a_success(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no vector files"):
        run(tmp_path)
