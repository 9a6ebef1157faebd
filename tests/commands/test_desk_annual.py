"""`speakup desk annual`: from cases and typed figures to three files that a person completes."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import speakup
from tests.commands.test_desk import desk, reported
from tests.desk.world import World

YEAR = ("--from", "2000-01-01", "--until", "2099-12-31", "--as-at", "2099-12-31")


def test_a_package_is_made_filled_in_and_made_again(organisation: World, tmp_path: Path) -> None:
    case = reported(organisation)
    assert desk(organisation, "code", case, "allegation_type=sexual_abuse").exit_code == 0
    first = tmp_path / "first"
    assert desk(organisation, "annual", *YEAR, "--exact", "--out", str(first)).exit_code == 0
    made = json.loads((first / "annual.json").read_bytes())
    assert made["counted"]["nil"]["sea"] == "some"
    assert made["counted"]["kinds"]["sea"]["pending"] >= 1
    assert made["about"]["entity"] == "Demonstration"
    made["figures"] |= {"trained_staff": 160, "target_staff": 150}
    made["figures"]["traind_partner"] = 3
    figures = tmp_path / "figures.json"
    figures.write_text(json.dumps(made), encoding="utf-8")

    result = desk(organisation, "annual", "--figures", str(figures), "--out", str(tmp_path / "second"))

    assert result.exit_code == 0, result.output
    assert "Staff trained: more than “Staff to be trained”." in result.output
    assert "has that name or form: 1." in result.output
    letter = (tmp_path / "second/annual.txt").read_text(encoding="utf-8")
    assert "Staff trained: 160 (106.7 %)" in letter
    assert "Sexual exploitation or abuse: hidden" in letter, "without --exact"
    assert "It happened twice." not in letter
    for name in ("annual.txt", "annual.csv", "annual.json"):
        assert stat.S_IMODE((tmp_path / "second" / name).stat().st_mode) == 0o600
    again = desk(organisation, "annual", *YEAR, "--out", str(first))
    assert again.exit_code == 1
    assert "choose another folder" in again.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{'v': 1}", "are not JSON"),
        (b'{"v": 1, "kind": "sums", "figures": {}}', "are not an annual package of this version"),
        (b" " * 1_048_577, "are too long"),
        (None, "cannot be read"),
    ],
)
def test_figures_that_are_none_are_refused(tmp_path: Path, content: bytes | None, said: str) -> None:
    figures, device = tmp_path / "figures.json", tmp_path / "device.json"
    if content is not None:
        figures.write_bytes(content)
    typed = ["--figures", str(figures), "--out", str(tmp_path / "out")]

    result = CliRunner().invoke(speakup, ["desk", "--offline", "--device", str(device), "annual", *typed])

    assert result.exit_code == 1
    assert said in result.output
    assert not (tmp_path / "out").exists()
