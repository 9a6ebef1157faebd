"""Every screen of the phone app that can be reached without sending anything, and the way to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

LANGUAGES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ar": "العربية",
    "zh_Hans": "中文",
    "ru": "Русский",
}
SEE = "[data-screen]:visible"
# Name of the screen to what is pressed, from the start on.
WAYS: dict[str, tuple[str, ...]] = {
    "home": (),
    "help": (".help-now",),
    "watched": ("[data-line=watched]",),
    "about": ("[data-line=about]",),
    "settings": ("[data-line=settings]",),
    "shared": ("[data-line=settings]", "main .button.quiet >> visible=true"),
    "verify": ("[data-line=verify]",),
    "before": ("main .button.main",),
    "check": ("main .stack .button >> nth=1",),
    "library": ("[data-tile=read]",),
    "rules": ("[data-tile=read]", "[data-shelf=rules]"),
    "rule": ("[data-tile=read]", "[data-shelf=rules]", "[data-item=aid_is_free]"),
    "howto": ("[data-tile=read]", "[data-shelf=howto]"),
    "ways": ("[data-tile=read]", "[data-shelf=howto]", "[data-item=choose_a_way]"),
    "glossary": ("[data-tile=read]", "[data-shelf=glossary]"),
    "questions": ("[data-tile=questions]", "[data-fold=faq_who_reads] summary"),
    "quizzes": ("[data-tile=quizzes]",),
    "quiz": ("[data-tile=quizzes]", "[data-quiz=basics]", ".option >> nth=0"),
    "lessons": ("[data-tile=lessons]",),
    "lesson": ("[data-tile=lessons]", "[data-lesson=distribution_line]"),
}


@dataclass(frozen=True)
class Shown:
    """A screen that is shown."""

    name: str
    page: Page


def screens(page: Page, language: str) -> Iterator[Shown]:
    """Choose a language, then go to each screen, beginning with the choice itself."""
    page.locator('[data-screen="language"]').wait_for()
    yield Shown("language", page)
    page.get_by_role("button", name=LANGUAGES[language], exact=True).click()
    for name, way in WAYS.items():
        page.locator('[data-screen="home"]').wait_for()
        for step in way:
            page.locator(step).first.click()
        page.locator(SEE).first.wait_for()
        page.locator('[data-screen="loading"]').wait_for(state="detached")
        yield Shown(name, page)
        page.locator(".mark-button").click()


def too_wide(page: Page) -> list[str]:
    """What stands out of the screen at the side, or is cut off in its own box; boxes that scroll apart."""
    found: list[str] = page.evaluate("""() => {
        const wrong = [];
        const scrolls = (each) => ['auto', 'scroll'].includes(getComputedStyle(each).overflowX);
        const unseen = (each) => getComputedStyle(each).clipPath !== 'none';
        const apart = (each) => each !== null && (scrolls(each) || unseen(each) || apart(each.parentElement));
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth > width) wrong.push('the page scrolls sideways');
        for (const each of document.querySelectorAll('main *, .bar *')) {
            const box = each.getBoundingClientRect();
            if (box.width === 0 || each.closest('[hidden]') || apart(each)) continue;
            const name = `${each.tagName}.${each.className} ${each.textContent.slice(0, 40)}`;
            if (box.right > width + 1 || box.left < -1) wrong.push(`stands out: ${name}`);
            else if (each.clientWidth && each.scrollWidth > each.clientWidth + 1) wrong.push(`cut: ${name}`);
        }
        return wrong;
    }""")
    return found


def too_small(page: Page) -> list[str]:
    """What can be pressed and is smaller than a thumb: 44 px, links in running text apart."""
    found: list[str] = page.evaluate("""() => [...document.querySelectorAll('button, summary, label.option')]
        .filter(each => each.getClientRects().length > 0 && !each.closest('[hidden]'))
        .filter(each => {
            const box = each.getBoundingClientRect();
            return box.height < 43.5 || box.width < 43.5;
        })
        .map(each => `${each.tagName}.${each.className} ${each.textContent.slice(0, 40)}`)""")
    return found
