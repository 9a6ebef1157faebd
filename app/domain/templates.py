"""Standard answers of an office, by the id that a reply carries; the phone app has them in every language.

They tell no details: who sees the reporter's screen learns little. The English texts stand here for
the terminal, and `app/client/src/speakup/templates.ts` for everyone else; a test holds the ids together.
"""

READ = "read"  # the words of an acknowledgement
CHECK_IN = "check_in"  # asks about retaliation; the app offers what can be done

TEMPLATES = {
    READ: "We have read your report. Thank you.",
    "passed_on": "We have passed your report on to those who can act on it.",
    "being_looked_at": "Your report is being looked at.",
    "question": "We have a question. You do not have to answer it.",
    "closed": "We have closed this. You can write again if something is missing.",
    CHECK_IN: "Have you been treated badly since you spoke up? You do not have to answer.",
    "help_open": "Help stays open to you, whatever comes of the report.",
    "waiting": "We are still working on it. There is nothing new to tell yet.",
    "more_needed": "We need to know a little more to go on. You do not have to answer, "
    "and you can write at any time.",
    "handed_over": "Another office deals with your report now. Your receipt stays the same.",
    "investigation": "Your report is being investigated. This can take some months.",
}


def text_of(template: str) -> str:
    """The words of a template in English; one of a later version is named as such."""
    return TEMPLATES.get(template, "A standard answer that this program does not know.")
