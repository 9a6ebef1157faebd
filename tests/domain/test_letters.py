"""Offices' answers in parts are one letter again, whatever came twice or not at all."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.letters import Letter, Slip, join, took_over, who_has_it
from app.domain.payloads import DirectoryRef, Reply

OFFICE = "a0" * 16


def slip(j: int, text: str, part: int = 1, parts: int = 1, item: str | None = "1e" * 16) -> Slip:
    reply = Reply(
        office=OFFICE,
        directory=DirectoryRef(version=1, hash="d1" * 32),
        recipients=("reporter",),
        thread="01" * 16,
        text=text,
        part=part,
        parts=parts,
        item=item,
    )
    return Slip(OFFICE, j, reply)


def test_parts_are_one_text_in_their_order() -> None:
    (letter,) = join([slip(3, "who ", 2, 3), slip(2, "You, ", 1, 3), slip(4, "wrote.", 3, 3)])

    assert (letter.reply.text, letter.j, letter.missing) == ("You, who wrote.", 2, ())


def test_a_part_that_was_posted_twice_is_shown_once() -> None:
    (letter,) = join([slip(0, "one ", 1, 2), slip(1, "one ", 1, 2), slip(2, "two", 2, 2)])

    assert letter.reply.text == "one two"


def test_a_missing_part_is_named() -> None:
    (letter,) = join([slip(5, "the end", 3, 3)])

    assert (letter.reply.text, letter.missing) == ("the end", (1, 2))


def test_replies_without_an_item_stand_alone() -> None:
    assert [letter.reply.text for letter in join([slip(1, "b", item=None), slip(0, "a", item=None)])] == [
        "a",
        "b",
    ]


@given(st.permutations([slip(j, f"{j} ", j + 1, 5) for j in range(5)]))
def test_the_order_of_arrival_changes_nothing(slips: list[Slip]) -> None:
    (letter,) = join(slips)

    assert letter.reply.text == "0 1 2 3 4 "


A, B, C = "aa" * 16, "bb" * 16, "cc" * 16


def anyone(_: str) -> bool:
    return True


def letter(office: str, next_office: str | None = None, j: int = 0) -> Letter:
    reply = slip(j, "x").reply
    return Letter(office, j, replace(reply, office=office, next_office=next_office), None, ())


def test_a_report_is_with_the_last_office_that_it_was_handed_to() -> None:
    assert who_has_it([A], [letter(A, B), letter(B, C, 1)], anyone) == [C]
    assert who_has_it([A, C], [letter(A, B)], anyone) == [B, C]
    assert who_has_it((), [letter(A), letter(A, B, 1), letter(A, None, 2)], anyone) == [B]


def test_offices_that_hand_over_in_a_circle_end_it() -> None:
    assert who_has_it([A], [letter(A, B), letter(B, A)], anyone) == [B, A]


def test_a_hand_over_to_an_office_that_cannot_receive_leaves_the_one_that_told_of_it() -> None:
    told = [letter(A, B), letter(B, C, 1)]

    assert who_has_it([A], [letter(A, B)], A.__eq__) == [A]
    assert who_has_it([A], told, {A, B}.__contains__) == [B]
    assert who_has_it([A], told, {A, C}.__contains__) == [C]


def test_an_office_that_was_named_and_has_not_answered_needs_a_reply_key() -> None:
    assert took_over([letter(A, B)], B)
    assert not took_over([letter(A, B), letter(B)], B)
    assert not took_over([letter(A)], A)
