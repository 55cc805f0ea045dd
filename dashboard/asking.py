"""The questionnaire at the door, answer by answer; it never knows of any door.

Use cases reached as `Service.asking`.
"""

import secrets
from collections.abc import Mapping, Sequence

from dashboard.access import Part, allowed
from data.model import SCALE, Question, QuestionKind, Role
from data.store.asking import Draft

LONGEST = 2000
"""Characters of an open answer."""


class Asking(Part):
    """Questionnaires that are being filled in.

    Each has a random token, which the screen keeps that asks. While a questionnaire is open, the
    token is all that is needed to read and change its answers; once it is closed, the token leads
    nowhere.
    """

    @allowed(Role.VOLUNTEER)
    def begin(self, quartier: str, number: int = 1) -> tuple[str, ...]:
        """Open so many questionnaires in a quartier; give their tokens.

        Raises
        ------
        NotFoundError
            There is no such quartier.
        """
        tokens = tuple(secrets.token_hex(16) for _one in range(number))
        self._store.asking.open(tokens, quartier=quartier, today=self.settings.today)
        return tokens

    @allowed(Role.VOLUNTEER)
    def drafts(self, tokens: Sequence[str]) -> Mapping[str, Draft]:
        """Give what was answered so far in those that are open, by token and in their order."""
        return self._store.asking.read(tokens, today=self.settings.today)

    @allowed(Role.VOLUNTEER)
    def keep(self, token: str, question: Question, answer: object) -> bool:
        """Keep the answer to one question; give whether that changed anything.

        Parameters
        ----------
        answer
            1 to 5 for a rating, words for an open question; anything else is no answer.

        Raises
        ------
        ClosedQuestionnaireError
            The questionnaire was finished, withdrawn or never begun.
        """
        return self._store.asking.keep(
            token,
            question.key,
            given(question, answer),
            version=self._service.questionnaire().version,
            today=self.settings.today,
            demo=self._service.coverage.overview().demo,
        )

    @allowed(Role.VOLUNTEER)
    def finish(self, token: str) -> None:
        """Close a questionnaire; what was answered stays."""
        self._store.asking.close(token)

    @allowed(Role.VOLUNTEER)
    def withdraw(self, token: str) -> bool:
        """Take back all answers of one that is open; give whether there were any.

        Raises
        ------
        ClosedQuestionnaireError
            The questionnaire was finished, withdrawn or never begun.
        """
        return self._store.asking.withdraw(token, today=self.settings.today)


def given(question: Question, answer: object) -> int | str | None:
    """Give what is kept of an answer, None where nothing is.

    Examples
    --------
    >>> rating = Question("life", QuestionKind.RATING, {}, {})
    >>> given(rating, 4), given(rating, 0), given(rating, "4")
    (4, None, None)
    >>> given(Question("likes", QuestionKind.OPEN, {}, {}), "  the parks ")
    'the parks'
    """
    if question.kind is QuestionKind.RATING:
        return answer if isinstance(answer, int) and answer in SCALE else None
    words = answer.strip()[:LONGEST] if isinstance(answer, str) else ""
    return words or None
