"""Which language a tag such as `zh-CN`, `ar_EG` or `pt-BR` means. The client decides by the same rule.

`known` is every tag that means a language, in one writing, to the id of that language (`locales.tags_of`).
"""

from collections.abc import Iterable, Mapping


def meant(tag: str, known: Mapping[str, str]) -> str | None:
    """The language that a person's tag means, or None.

    The first two parts decide (`zh-Hant`), then the first alone (`ar` of `ar-EG`).
    """
    parts = folded(tag).split("-")
    return known.get("-".join(parts[:2])) or known.get(parts[0])


def negotiate(wanted: Iterable[str], known: Mapping[str, str]) -> str | None:
    """The language of the first of a person's tags that is offered, or None."""
    return next((found for tag in wanted if (found := meant(tag, known)) is not None), None)


def folded(tag: str) -> str:
    """A tag in one writing: `zh_Hans`, `zh-HANS` and `zh-Hans.UTF-8` begin alike."""
    for mark in "_@.":
        tag = tag.replace(mark, "-")
    return tag.lower()
