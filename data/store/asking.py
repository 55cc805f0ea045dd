"""Questionnaires while they are open: each answer is kept as soon as it is given.

Whoever fills one in has a random token. The database has a keyed hash of it, and the key of the
response encrypted with it: without the token nobody can tell which responses are still open, and
a response has a random key like any other. Closing removes that row. From then on the token leads
nowhere, not even for somebody who has the whole database, and nothing tells when a response was
begun, changed or finished.
"""

import secrets as randomness
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from data.errors import ClosedQuestionnaireError, NotFoundError, Thing
from data.model import KEPT_KEY, Response
from data.schema import codings, open_questionnaires, quartiers, readings, responses
from data.store import records, settings
from data.store.part import Part, here, there

KEY_BYTES = 16
LASTS = timedelta(days=1)
"""Left open longer than that, a questionnaire closes by itself; its answers stay."""


@dataclass(frozen=True)
class Draft:
    """What was answered so far of an open questionnaire: ratings and texts by question key."""

    quartier: str
    ratings: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        """Questions that have an answer."""
        return len(self.ratings) + len(self.texts)


class Asking(Part):
    """Open questionnaires; `Store.asking`."""

    def open(self, tokens: Sequence[str], *, quartier: str, today: date) -> None:
        """Begin questionnaires; those that were left open on an earlier day close.

        Parameters
        ----------
        tokens
            Random and long; known to the screen alone that asks.

        Raises
        ------
        NotFoundError
            If there is no such quartier.
        """
        with self._changing() as (connection, key):
            if not there(connection, quartiers, key, code=quartier):
                raise NotFoundError(what=Thing.QUARTIER, key=quartier)
            secret = settings.read_secret(connection, key)
            opened = open_questionnaires.c
            left = opened.campaign == key, opened.day < today - LASTS
            connection.execute(delete(open_questionnaires).where(*left))
            for token in tokens:
                row = {
                    "campaign": key,
                    "key": _hashed(secret, "name", token),
                    "response": _masked(secret, token, randomness.token_bytes(KEY_BYTES)),
                    "quartier": quartier,
                    "day": today,
                }
                connection.execute(insert(open_questionnaires).values(**row))

    def read(self, tokens: Sequence[str], *, today: date) -> dict[str, Draft]:
        """Read what was answered so far, by token, in their order; closed ones are left out."""
        with self._reading() as (connection, key):
            secret = settings.read_secret(connection, key)
            found = {}
            for token in tokens:
                place = _place(connection, key, secret, token, today)
                if place:
                    row = _row(connection, key, place[0])
                    answers = (row.ratings, row.texts) if row else ()
                    found[token] = Draft(place[1], *answers)
            return found

    def keep(
        self,
        token: str,
        question: str,
        answer: int | str | None,
        *,
        version: int,
        today: date,
        demo: bool = False,
    ) -> bool:
        """Keep one answer at once; return whether it changed anything.

        The first one makes the response, in the month of `today`; without any answer left there
        is none.

        Parameters
        ----------
        answer
            A rating, a text, or None for no answer, as is a blank text.
        version
            Of the questionnaire; one that was begun keeps its own.
        demo
            As for `Recording.answer`.

        Raises
        ------
        ClosedQuestionnaireError
            If the questionnaire was finished, withdrawn or never begun.
        """
        with self._changing() as (connection, key):
            secret = settings.read_secret(connection, key)
            place = _place(connection, key, secret, token, today)
            if place is None:
                raise ClosedQuestionnaireError
            mine, quartier = place
            row = _row(connection, key, mine)
            before = (dict(row.ratings), dict(row.texts)) if row else ({}, {})
            ratings, texts = _with(*before, question, answer)
            if (ratings, texts) == before:
                connection.rollback()
                return False
            if texts.get(question) != before[1].get(question):
                _unread(connection, key, mine, question)
            if row and (ratings or texts):
                values = {"ratings": ratings, "texts": texts}
                where = here(responses, key, key=mine)
                connection.execute(update(responses).where(*where).values(**values))
            elif row:
                _erase(connection, key, mine)
            else:
                name = KEPT_KEY + mine.hex()
                response = Response(name, version, quartier, today, ratings, texts)
                records.add_answer(connection, key, secret, response, demo=demo)
            return True

    def close(self, token: str) -> None:
        """Finish a questionnaire: its answers stay, and the token is worth nothing any more.

        Closing one that is closed does nothing.
        """
        with self._changing() as (connection, key):
            _forget(connection, key, settings.read_secret(connection, key), token)

    def withdraw(self, token: str, *, today: date) -> bool:
        """Take all answers back, as the person wishes, and close; return whether there were any.

        Raises
        ------
        ClosedQuestionnaireError
            If the questionnaire was finished, withdrawn or never begun.
        """
        with self._changing() as (connection, key):
            secret = settings.read_secret(connection, key)
            place = _place(connection, key, secret, token, today)
            if place is None:
                raise ClosedQuestionnaireError
            _forget(connection, key, secret, token)
            return _erase(connection, key, place[0])


def _with(
    ratings: Mapping[str, int], texts: Mapping[str, str], question: str, answer: int | str | None
) -> tuple[dict[str, int], dict[str, str]]:
    """Give all answers with this one in the place of what was answered before."""
    scores = {name: score for name, score in ratings.items() if name != question}
    words = {name: text for name, text in texts.items() if name != question}
    if isinstance(answer, int):
        scores[question] = answer
    elif answer and answer.strip():
        words[question] = answer.strip()
    return scores, words


def _place(
    connection: Connection, key: str, secret: bytes, token: str, today: date
) -> tuple[bytes, str] | None:
    """Find the key of the response and the quartier; None where the questionnaire is not open."""
    chosen = select(open_questionnaires).where(
        *here(open_questionnaires, key, key=_hashed(secret, "name", token)),
        open_questionnaires.c.day >= today - LASTS,
    )
    found = connection.execute(chosen).first()
    return None if found is None else (_masked(secret, token, found.response), found.quartier)


def _row(connection: Connection, key: str, mine: bytes) -> Row[Any] | None:
    return connection.execute(select(responses).where(*here(responses, key, key=mine))).first()


def _unread(connection: Connection, key: str, mine: bytes, question: str) -> None:
    """Forget what was made of a text that now says something else, or is gone."""
    for table in (readings, codings):
        where = here(table, key, response=mine, question=question)
        connection.execute(delete(table).where(*where))


def _erase(connection: Connection, key: str, mine: bytes) -> bool:
    where = here(responses, key, key=mine)
    return connection.execute(delete(responses).where(*where)).rowcount > 0


def _forget(connection: Connection, key: str, secret: bytes, token: str) -> None:
    where = here(open_questionnaires, key, key=_hashed(secret, "name", token))
    connection.execute(delete(open_questionnaires).where(*where))


def _masked(secret: bytes, token: str, plain: bytes) -> bytes:
    """Encrypt a key with the token, or decrypt it: doing it twice gives it back."""
    mask = _hashed(secret, "mask", token)
    return bytes(one ^ other for one, other in zip(plain, mask, strict=True))


def _hashed(secret: bytes, purpose: str, token: str) -> bytes:
    own = blake2b(b"questionnaire " + purpose.encode(), key=secret).digest()
    return blake2b(token.encode(), key=own, digest_size=KEY_BYTES).digest()
