"""`speakup words`: find, update, build and check the translations."""

from pathlib import Path

import click

from app.content import words


@click.group(name="words", help="Build and check the translations.")
def group() -> None:
    """Translators and the build use this; the server never does."""


@group.command()
def extract() -> None:
    """Print every message of the sources, with where it stands."""
    for message in words.extract():
        click.echo(f"{message.file}:{message.line}: {message.text}")


@group.command()
def update() -> None:
    """Bring the catalogues up to date with the sources."""
    found = words.extract()
    for locale in words.LOCALES:
        path = words.update(locale, words.template(found))
        click.echo(f"{_shown(path)}: {words.missing(locale, found)} without a translation")


@group.command()
def build() -> None:
    """Write the form and the languages for the client."""
    for path in words.build():
        click.echo(f"{_shown(path)}: {path.stat().st_size:,} bytes")


@group.command()
def check() -> None:
    """Fail when a translation is missing, has other placeholders, or the wrong number of plural forms."""
    found = words.extract()
    faults = [fault for locale in words.LOCALES for fault in words.faults(locale, found)]
    for fault in faults:
        click.echo(fault, err=True)
    for locale in words.LOCALES[1:]:
        click.echo(
            f"{locale}: {words.missing(locale, found)} of {len({m.text for m in found})} not translated"
        )
    if faults:
        raise SystemExit(1)


def _shown(path: Path) -> Path:
    return path.relative_to(words.ROOT)
