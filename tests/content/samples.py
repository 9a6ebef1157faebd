"""A small library in the shape of the files: one of everything, and sound."""

from datetime import date
from typing import Any

ITEM = {"audience": ["staff"], "source": "001 ¶17", "reviewed_on": date(2026, 11, 21)}
ENDING = {"id": "last", "text": ["Done."], "remember": ["One thing.", "Another thing."], "end": True}


def screens() -> list[dict[str, Any]]:
    """Seven screens: five in a row, a wrong turn that leads back, and the end."""
    ordinary: list[dict[str, Any]] = [
        {"id": f"s{n}", "text": [f"Screen {n}."], "choices": [{"text": f"Go on {n}", "to": f"s{n + 1}"}]}
        for n in range(1, 6)
    ]
    ordinary[0]["choices"].append({"text": "A wrong turn", "to": "wrong"})
    ordinary[-1]["choices"] = [{"text": "To the end", "to": "last"}]
    back = {"id": "wrong", "text": ["Not quite."], "choices": [{"text": "Back", "to": "s1"}]}
    return [*ordinary, back, dict(ENDING)]


def files() -> dict[str, Any]:
    """The plain data of every file."""
    settings = [{"id": "hotline", "title": "Hotline", "check": "Call it.", "example": "000"}]
    options = [
        {"id": "a", "text": "Wait", "because": "Waiting does harm.", "right": False},
        {"id": "b", "text": "Report", "because": "A suspicion is enough.", "right": True},
        {"id": "c", "text": "Ask around", "because": "Asking around does harm."},
    ]
    called = {"text": "The hotline is {hotline}.", "needs": ["hotline"]}
    rule = {
        **ITEM, "id": "speak", "title": "Speak up", "body": ["Tell someone.", called],
        "example": "You saw it.", "see": ["who_can"],
    }  # fmt: skip
    faq = {
        **ITEM, "id": "who_can", "topic": "start", "question": "Who can report?", "answer": ["Anyone."],
        "keywords": ["anyone"], "see": ["speak"],
    }  # fmt: skip
    term = {
        **ITEM,
        "id": "abuse",
        "term": "Abuse",
        "meaning": ["Harm."],
        "official": {"fr": "abus / atteinte"},
    }
    code = {
        **ITEM, "id": "event_code", "title": "Code", "about": ["For all."],
        "sections": [{"id": "all", "heading": "All", "body": ["Everybody."]}],
    }  # fmt: skip
    quiz = {
        **ITEM,
        "id": "basics",
        "title": "Basics",
        "about": "The first ones.",
        "questions": ["q_a"],
        "pass": 1,
    }
    question = {
        **ITEM, "id": "q_a", "scene": "You hear a rumour.", "ask": "What is right?", "options": options,
        "rule": "speak",
    }  # fmt: skip
    lesson = {
        **ITEM, "id": "line", "title": "The line", "about": "A story.", "minutes": 5, "start": "s1",
        "screens": screens(),
    }  # fmt: skip
    blocks = [
        {"heading": "Ways"},
        {"text": "Choose one."},
        {"list": ["This one.", "That one."], "audience": ["community"]},
        {"table": {"head": ["Way", "Cost"], "rows": [["App", "Data"]]}},
        {"text": "Call {hotline}.", "needs": ["hotline"]},
    ]
    return {
        "rules": {"rules": [rule]},
        "faq": {"topics": [{"id": "start", "title": "To start"}], "faqs": [faq]},
        "glossary": {"terms": [term]},
        "conduct": {"conduct": code},
        "quiz": {"quizzes": [quiz], "questions": [question]},
        "lessons": {"lessons": [lesson]},
        "howto": {"pages": [{**ITEM, "id": "ways", "title": "Ways", "blocks": blocks}]},
        "pages": {
            "pages": [{**ITEM, "id": "help", "title": "Help", "blocks": [{"text": "Go to a safe place."}]}]
        },
        "settings": {"settings": settings},
    }
