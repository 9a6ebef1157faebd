"""What holds for any sequence of texts, whoever sends them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.conversation.engine import take_turn
from app.conversation.flow import LAST
from app.conversation.outcomes import added, sealed
from app.conversation.segments import measure
from app.conversation.session import SESSION_BYTES, Session
from app.conversation.world import Add, EraseState, Seal, Turn
from tests.conversation.worlds import CODE, WORLD

MARKERS = ("qqzxmarker", "Wanjiku Xyzqq", "جججقق", "龘靐齉", "+99912345678")
LANGUAGES = tuple(each.id for each in WORLD.locales)
COMMANDS = sorted(
    {words[0] for words in WORLD.hotline.keywords.values()} | {"URGENT", "SEND", "BACK", "MORE"}
)
USUAL = st.one_of(
    st.sampled_from([str(number) for number in range(10)]),
    st.sampled_from(COMMANDS),
    st.sampled_from(["12", "٢", "三", f"CHECK {CODE}", f"ADD {CODE}", f"HELP {CODE}", "lang fr", "русский"]),
)
TOLD = st.sampled_from(
    [*MARKERS, f"It was {MARKERS[0]} behind the store", f"{MARKERS[1]} knows of it, ask there"]
)
HOSTILE = st.one_of(
    st.text(max_size=200), st.sampled_from(["\x00\x1b", "\ud800", "😀" * 400, "x" * 1600, "{office} {0}"])
)
TEXTS = st.lists(st.one_of(USUAL, USUAL, TOLD, HOSTILE), max_size=25)
ORDERLY = st.lists(st.one_of(USUAL, TOLD), max_size=25)


def talk(texts: list[str], session: Session | None = None) -> list[Turn]:
    """All turns of a conversation."""
    turns = [Turn(session or Session(), ())]
    for text in texts:
        turns.append(take_turn(turns[-1].session, text, WORLD))
    return turns


def settle(turn: Turn, passed_on: str) -> tuple[Session, str]:
    """The conversation after its effects went well, and all words that were passed on."""
    session = turn.session
    for effect in turn.effects:
        if isinstance(effect, Seal):
            session, passed_on = sealed(session, WORLD, CODE).session, passed_on + effect.words
        elif isinstance(effect, Add):
            session, passed_on = added(session, WORLD).session, passed_on + effect.text
    return session, passed_on


@settings(max_examples=250, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_no_text_breaks_a_conversation_or_makes_it_large(texts: list[str], lang: str) -> None:
    for turn in talk(texts, Session(lang=lang)):
        assert turn.session.size() <= SESSION_BYTES
        assert Session.from_json(turn.session.to_json()) == turn.session


@settings(max_examples=250, deadline=None)
@given(ORDERLY)
def test_nothing_that_was_typed_is_in_any_reply(texts: list[str]) -> None:
    for turn in talk(texts):
        for reply in turn.replies:
            assert not any(marker in reply.text for marker in MARKERS)
            assert "01234" not in reply.text


@settings(max_examples=250, deadline=None)
@given(ORDERLY, st.sampled_from(LANGUAGES))
def test_every_reply_is_short_enough_for_a_cheap_phone(texts: list[str], lang: str) -> None:
    for turn in talk(texts, Session(lang=lang)):
        assert all(measure(reply.text).segments <= 2 for reply in turn.replies)
        assert all(reply.text.strip() for reply in turn.replies)


@settings(max_examples=250, deadline=None)
@given(ORDERLY, USUAL)
def test_back_and_the_same_answer_lead_to_the_same_place(texts: list[str], answer: str) -> None:
    here = talk(texts)[-1].session
    there = take_turn(here, answer, WORLD).session
    on = (
        here.step in WORLD.hotline.steps
        and len(there.said) == len(here.said) + 1
        and here.words == there.words
    )
    if not on:
        return

    returned = take_turn(there, "BACK", WORLD).session

    assert returned == here
    assert take_turn(returned, answer, WORLD).session == there


@settings(max_examples=250, deadline=None)
@given(ORDERLY)
def test_whatever_was_told_can_be_sent_from_everywhere(texts: list[str]) -> None:
    session = talk(texts)[-1].session
    passed_on = ""
    for _ in range(6):
        turn = take_turn(session, "SEND", WORLD)
        session, passed_on = settle(turn, passed_on)

    told = talk(texts)[-1].session
    assert all(text in passed_on for text in (*told.words, *told.more))


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(WORLD.hotline.keywords["stop"]))
def test_a_stop_word_erases_from_everywhere(texts: list[str], word: str) -> None:
    session = talk(texts)[-1].session

    turn = take_turn(session, word.upper(), WORLD)

    assert turn.session == Session(lang=session.lang)
    assert EraseState() in turn.effects


@settings(max_examples=250, deadline=None)
@given(ORDERLY)
def test_what_was_told_is_kept_until_it_is_sent_or_erased(texts: list[str]) -> None:
    before = Session()
    for turn in talk(texts)[1:]:
        if not any(isinstance(effect, EraseState) for effect in turn.effects):
            assert turn.session.words[: len(before.words)] == before.words
            left = before.step == "adding" or any(isinstance(effect, Add) for effect in turn.effects)
            assert left or turn.session.more[: len(before.more)] == before.more
        before = turn.session


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("0123456"), min_size=1, max_size=40))
def test_nothing_is_sealed_before_send(texts: list[str]) -> None:
    assert not any(isinstance(effect, Seal) for turn in talk(texts) for effect in turn.effects)


def test_a_text_that_does_not_fit_any_more_is_not_kept_and_the_person_is_told() -> None:
    told = [f"{number} " + "word " * 300 for number in range(9)]
    turns = talk(told)

    assert turns[-1].replies[0].key == "full"
    assert turns[-1].session == turns[-2].session
    assert turns[-1].session.words
    assert take_turn(turns[-1].session, "SEND", WORLD).effects
    assert turns[-1].session.step == LAST
