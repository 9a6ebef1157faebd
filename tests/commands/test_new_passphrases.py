"""New passphrases in the terminal are as long as in the browser; older ones still open."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from app.commands.org import group
from app.commands.passphrases import asked
from app.domain.errors import BadInput
from app.domain.passphrases import check_new, is_short

FINE = "seven blue herons"


@pytest.mark.parametrize(
    "typed", ["", "short one", "a" * 20, "abcab" * 5, " " * 20, "thirteen only", "一二三四五六"]
)
def test_what_is_easy_to_guess_is_refused(typed: str) -> None:
    assert is_short(typed)
    with pytest.raises(BadInput, match="At least 14 characters"):
        check_new(typed)


@pytest.mark.parametrize("typed", [FINE, "fourteen chars", "一二三四五六七", "七只蓝鹭飞过湖面"])
def test_what_the_browser_takes_is_taken(typed: str) -> None:
    assert check_new(typed) == typed


def test_a_short_one_from_a_file_or_the_environment_founds_nothing(tmp_path: Path) -> None:
    folder, file = tmp_path / "org", tmp_path / "short"
    file.write_text("short\n")
    command = ["--folder", str(folder), "init", "--name", "x", "--kdf-mib", "8"]

    from_file = CliRunner().invoke(group, [*command, "--passphrase-file", str(file)])
    from_environment = CliRunner(env={"SPEAKUP_PASSPHRASE": "short"}).invoke(group, command)

    assert "At least 14 characters" in str(from_file.exception)
    assert "At least 14 characters" in str(from_environment.exception)
    assert not folder.exists()


def test_who_types_a_short_one_is_asked_again_and_it_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPEAKUP_PASSPHRASE", raising=False)
    command = click.Command("x", callback=lambda: click.echo(len(asked(None, "Passphrase", new=True))))

    result = CliRunner().invoke(command, input=f"short\n{FINE}\n{FINE}\n")

    assert result.exit_code == 0, result.output
    assert result.output.endswith(f"{len(FINE)}\n")
    assert "please make it longer" in result.output
    assert "short\n" not in result.output


def test_an_old_short_one_is_still_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEAKUP_PASSPHRASE", "try")

    assert asked(None, "Passphrase") == "try"
