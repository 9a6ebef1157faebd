"""Certificates: the server signs that a quiz was passed, over a commitment to a name it never sees.

Nothing is stored, counted or logged. The server believes the number of right answers: it never sees the
answers themselves, and the certificate says that it is self-declared (docs/decisions/certificates.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import NotEarned
from app.sealing.certificates import Statement
from app.sealing.keys import SignKeyPair

MONTH = "%Y-%m"  # a month, not a day: it is to say how fresh the knowledge is, and no more


@dataclass(frozen=True, slots=True)
class QuizSize:
    """How many questions a quiz has, and how many right answers pass it."""

    questions: int
    pass_mark: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """A signed statement and who signed it."""

    statement: Statement
    key: bytes
    signature: bytes


@dataclass(frozen=True)
class Certificates:
    """The use case. `key`: the intake signing key; `quizzes`: those of the content, by id."""

    key: SignKeyPair
    quizzes: Callable[[], Mapping[str, QuizSize]]
    now: Callable[[], datetime]

    def sign(self, commitment: bytes, quiz: str, right: int, of: int) -> Certificate:
        """Sign that somebody had `right` of `of` answers right, if that passes the quiz.

        Raises:
            NotEarned: there is no such quiz, it has another number of questions, or that does not pass it.
        """
        size = self.quizzes().get(quiz)
        if size is None:
            raise NotEarned("quiz", "is not one of those that are here")
        if of != size.questions:
            raise NotEarned("of", "is not the number of its questions")
        if not size.pass_mark <= right <= of:
            raise NotEarned("right", "does not pass this quiz")
        statement = Statement(commitment, quiz, right, of, self.now().strftime(MONTH))
        return Certificate(statement, self.key.public, statement.signed(self.key))
