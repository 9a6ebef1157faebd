"""The command that runs vectors counts honestly: a wrong claim, a crash, an unreadable file all fail."""

import json
from pathlib import Path
from typing import Any

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


def written(folder: Path, **files: object) -> Path:
    """A folder with these files as JSON."""
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    return folder


def vectors(name: str) -> dict[str, Any]:
    """A vector file of the protocol."""
    content: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text())
    return content


def test_an_envelope_that_stands_in_its_short_form_can_be_changed_and_wrapped(tmp_path: Path) -> None:
    envelopes, outer = vectors("envelope"), vectors("outer")
    short = next(each for each in envelopes["positive"] if isinstance(each["envelope"], dict))
    cut = {"name": "cut", "check": "length", "recipient": "A", "sender": None}
    envelopes |= {"negative": [cut | {"base": short["name"], "patch": [{"length": 16_383}]}], "accepted": []}
    inside = outer["positive"][0] | {"envelope": {"of": short["name"]}, "outer": {"length": 16_464}}
    outer |= {"positive": [inside], "negative": []}

    outcome = run(written(tmp_path, more_envelopes=envelopes, more_outers=outer))

    assert outcome.failed == 1
    assert "leaf should be" in outcome.lines[0]  # the envelope was found and wrapped; the claim is another's


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("envelope", "E"),
        ("envelope", "commit"),
        ("envelope", "ctx"),
        ("outer", "leaf"),
        ("receipt", "checksum"),
        ("receipt", "digits"),
        ("receipt", "master"),
        ("receipt", "tag_key"),
        ("reply_tags", "tag"),
        ("directory", "hash"),
    ],
)
def test_a_wrong_result_fails_and_the_line_says_what_was_expected(
    tmp_path: Path, name: str, field: str
) -> None:
    file = vectors(name)
    one = dict(file["positive"][0])
    one[field] = one[field] + 1 if isinstance(one[field], int) else "00" + one[field][2:-1] + "8"
    others: dict[str, object] = {group: [] for group, entries in file.items() if isinstance(entries, list)}
    more = {"zz_envelope": vectors("envelope")} if name == "outer" else {}

    outcome = run(written(tmp_path, **{name: file | others | {"positive": [one]}}, **more))

    assert outcome.failed == 1
    assert "should be" in outcome.lines[0]
    assert outcome.lines[0].startswith(f"FAILED {name}.json: ")


def test_a_vector_without_name_or_shape_fails_alone(tmp_path: Path) -> None:
    file = vectors("reply_tags")
    file |= {"negative": [], "wrong": [], "trays": [3, {}, {"position": 17, "tray": 1, "place": 1}]}

    outcome = run(written(tmp_path, tags=file))

    assert (outcome.passed, outcome.failed) == (len(file["positive"]) + 1, 2)
    assert outcome.lines[0] == "FAILED tags.json: trays 0: the vector is no object"


def test_a_group_of_vectors_without_checks_is_seen(tmp_path: Path) -> None:
    file = vectors("reply_tags") | {"grants": [{"name": "a"}, {"name": "b"}]}

    outcome = run(written(tmp_path, reply_tags=file))

    assert (outcome.failed, outcome.skipped) == (0, 2)
    assert outcome.lines == ("skipped reply_tags.json: no check is written for 'grants' (2 vectors)",)


@pytest.mark.parametrize("empty", [{}, {"positive": []}, [], "text", 7, None])
def test_a_file_of_a_known_name_without_vectors_fails(tmp_path: Path, empty: object) -> None:
    outcome = run(written(tmp_path, receipt=empty))

    assert (outcome.passed, outcome.failed) == (0, 1)


@pytest.mark.parametrize("name", ["envelope", "receipt", "reply_tags", "directory"])
def test_a_file_is_known_by_its_vectors_whatever_its_name(tmp_path: Path, name: str) -> None:
    file = vectors(name)
    kept = {group: file[group] for group in ("keys", "positive", "negative") if group in file}
    kept["positive"] = kept["positive"][:2]
    if name == "envelope":
        kept["negative"] = [each for each in kept["negative"] if "envelope" in each]

    outcome = run(written(tmp_path, another=kept))

    assert outcome.failed == 0, outcome.lines
    assert outcome.passed == len(kept["positive"]) + len(kept["negative"])


def test_a_file_that_nests_without_end_is_a_failure_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" * 100_000)

    assert run(tmp_path).lines == ("FAILED deep.json: cannot be read as JSON",)


def test_the_command_names_an_empty_folder_in_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(tmp_path)])

    assert result.exit_code == 1
    assert "holds no vector files" in result.output
