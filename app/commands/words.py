"""`speakup words`: find, update, build and check the translations, and add a language."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from app.content import adding, building, library, locales, pseudo, soundness, sources, words
from app.content.sources import Found
from app.domain.counted import counted

COLUMNS = ("content", "screens", "desk and commands")
"""What is translated, in the order in which people meet it."""


@click.group(name="words", help="Build and check the translations, and add a language.")
def group() -> None:
    """Translators and the build use this; the server never does."""


@group.command()
def extract() -> None:
    """Print every message of the sources, with where it stands."""
    for message in sources.extract(words.ROOT):
        place = f"{message.file}:{message.line}:" + (f" [{message.item}]" if message.item else "")
        click.echo(f"{place} {message.text}")


@group.command()
def update() -> None:
    """Bring the catalogues up to date with the sources."""
    found = sources.extract(words.ROOT)
    for locale in locales.load(words.ROOT):
        path = words.update(locale, words.template(found))
        click.echo(f"{_shown(path)}: {words.missing(locale, found)} without a translation")


@group.command()
@click.argument("language")
def add(language: str) -> None:
    """Add a LANGUAGE (such as sw or pt_BR): its facts, an empty catalogue, and what the app loads."""
    new = adding.add(language, words.ROOT)
    path = words.update(new.id, words.template(sources.extract(words.ROOT)))
    building.build(words.ROOT)
    forms = counted(len(new.plurals.categories), "plural form")
    click.echo(f"{new.name} has {forms} and reads {new.direction}.")
    click.echo(f"Translate in     {_shown(path)}")
    click.echo(f"Its own facts    {locales.FILE}, last line: its name, three words of the first screen")
    click.echo("Look at it       make run (what is not translated is shown in English)")
    click.echo("How to go on     docs/translating.md")


@group.command()
def build() -> None:
    """Write the form, the languages and the content packs for the client."""
    _tell(building.build(words.ROOT))


@group.command(name="pseudo")
def build_pseudo() -> None:
    """Build with two pseudo-languages besides, to see what is not translated or does not fit.

    They are for tests: `speakup words build` takes them away again.
    """
    _tell(building.build(words.ROOT, with_pseudo=True))
    click.echo("Besides: " + ", ".join(made.id for made in pseudo.LOCALES))


@group.command()
def status() -> None:
    """Print how much of each language is translated."""
    parts = split(sources.extract(words.ROOT))
    click.echo(f"{'language':22}" + "".join(f"{name:>22}" for name in COLUMNS))
    for locale in locales.load(words.ROOT).values():
        if locale.id != locales.SOURCE:
            shares = [words.share_of(locale.id, part) for part in parts]
            cells = "".join(f"{f'{s.done} of {s.of}':>16}{s.done / max(1, s.of):>6.0%}" for s in shares)
            click.echo(f"{locale.id:10}{'draft' if locale.draft else '':12}{cells}")


def split(found: Sequence[Found]) -> tuple[list[Found], list[Found], list[Found]]:
    """The messages of the content, of the screens that everybody sees, and all others."""
    content = [message for message in found if message.is_content]
    others = [message for message in found if not message.is_content]
    screens = [message for message in others if words.is_for_everybody(message)]
    return content, screens, [message for message in others if not words.is_for_everybody(message)]


@group.command()
def check() -> None:
    """Fail when the content is not sound, or a translation is missing, outdated or wrong."""
    found = sources.extract(words.ROOT)
    faults = list(_faults(found))
    for fault in faults:
        click.echo(fault, err=True)
    for locale in words.LOCALES[1:]:
        click.echo(f"{locale}: {words.missing(locale, found)} of {len(words.unique(found))} not translated")
    if faults:
        raise SystemExit(1)


def _faults(found: Sequence[Found]) -> Iterator[str]:
    loaded = library.load(words.ROOT)
    yield from soundness.faults(loaded)
    for locale in words.LOCALES:
        yield from words.faults(locale, found)
        yield from words.term_faults(locale, loaded)


def _tell(written: Sequence[Path]) -> None:
    for path in written:
        click.echo(f"{_shown(path)}: {path.stat().st_size:,} bytes")


def _shown(path: Path) -> Path:
    return path.relative_to(words.ROOT)
