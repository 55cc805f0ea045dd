"""Open answers, and what people made of them: redacted texts, quotes, themes, the codebook.

An open answer stays where it is, in the response; only what somebody decided about it is kept
here. It is named by the response's key and the question, which tell nothing of who or when.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, delete, insert, select

from data.errors import NotFoundError, QuoteError, Thing
from data.restitution import (
    Codebook,
    Coding,
    QuoteStatus,
    Theme,
    Verbatim,
    VerbatimStatus,
)
from data.schema import codings, readings, responses, themes
from data.store import inserting
from data.store.part import Part, here


class Verbatims(Part):
    """Open answers; `Store.verbatims`."""

    def all(self) -> tuple[Verbatim, ...]:
        """Read the open answers that are not blank, sorted by id, in no order of time."""
        with self._reading() as (connection, key):
            return tuple(sorted(_read(connection, key), key=lambda verbatim: verbatim.id))

    def get(self, identity: str) -> Verbatim:
        """Read one open answer.

        Raises
        ------
        NotFoundError
            If there is no such answer.
        """
        with self._reading() as (connection, key):
            return _get(connection, key, identity)

    def confirm(self, identity: str, redacted: str) -> None:
        """Keep the redacted text that a person confirmed; a quote from an older one is dropped.

        Raises
        ------
        NotFoundError
            If there is no such answer.
        """
        self._decide(identity, VerbatimStatus.READ, redacted)

    def set_aside(self, identity: str) -> None:
        """Note that an answer is not to be used.

        Raises
        ------
        NotFoundError
            If there is no such answer.
        """
        self._decide(identity, VerbatimStatus.SET_ASIDE, None)

    def reopen(self, identity: str) -> None:
        """Forget what was decided about an answer, its codings too.

        Raises
        ------
        NotFoundError
            If there is no such answer.
        """
        with self._changing() as (connection, key):
            _get(connection, key, identity)
            for table in (readings, codings):
                connection.execute(delete(table).where(*here(table, key, **_named(identity))))

    def quote(self, identity: str, status: QuoteStatus, text: str | None = None) -> None:
        """Say whether a passage may be quoted.

        Parameters
        ----------
        text
            The passage; None keeps the one that was proposed.

        Raises
        ------
        NotFoundError
            If there is no such answer.
        QuoteError
            If nobody confirmed the redacted text, or the passage is not part of it.
        """
        with self._changing() as (connection, key):
            known = _get(connection, key, identity)
            passage = known.quote_text if text is None else text
            if status is QuoteStatus.NONE:
                passage = None
            elif not passage or passage not in (known.redacted or ""):
                raise QuoteError
            row = _row(key, identity, known.status, known.redacted)
            inserting.upsert(
                connection, readings, {**row, "quote": status.value, "quote_text": passage}
            )

    def code(self, coding: Coding) -> None:
        """Keep the themes that a coder gave; a newer coding by the same coder replaces the older.

        Raises
        ------
        NotFoundError
            If there is no such answer, or no such theme.
        """
        with self._changing() as (connection, key):
            _get(connection, key, coding.verbatim)
            known = {theme.key for theme in _codebook(connection, key).themes}
            for theme in coding.themes:
                if theme not in known:
                    raise NotFoundError(what=Thing.THEME, key=theme)
            row = {
                "campaign": key,
                **_named(coding.verbatim),
                "coder": coding.coder,
                "themes": list(coding.themes),
                "at": coding.at,
            }
            inserting.upsert(connection, codings, row)

    def uncode(self, identity: str, coder: str) -> None:
        """Forget the themes that a coder gave an answer, if there are any.

        Raises
        ------
        NotFoundError
            If there is no such answer.
        """
        with self._changing() as (connection, key):
            _get(connection, key, identity)
            named = _named(identity) | {"coder": coder}
            connection.execute(delete(codings).where(*here(codings, key, **named)))

    def codings(self) -> tuple[Coding, ...]:
        """Read all codings, sorted by answer and coder."""
        with self._reading() as (connection, key):
            rows = connection.execute(select(codings).where(*here(codings, key))).mappings()
            found = (_coding(row) for row in rows)
            return tuple(sorted(found, key=lambda coding: (coding.verbatim, coding.coder)))

    def codebook(self) -> Codebook:
        """Read the themes, in their order."""
        with self._reading() as (connection, key):
            return _codebook(connection, key)

    def save_codebook(self, codebook: Codebook) -> None:
        """Put other themes in the place of the present ones; codings keep the keys they have."""
        with self._changing() as (connection, key):
            connection.execute(delete(themes).where(*here(themes, key)))
            rows = [
                {
                    "campaign": key,
                    "key": theme.key,
                    "label": dict(theme.label),
                    "keywords": list(theme.keywords),
                    "archived": theme.archived,
                    "position": position,
                }
                for position, theme in enumerate(codebook.themes)
            ]
            if rows:
                connection.execute(insert(themes), rows)

    def _decide(self, identity: str, status: VerbatimStatus, redacted: str | None) -> None:
        with self._changing() as (connection, key):
            _get(connection, key, identity)
            inserting.upsert(connection, readings, _row(key, identity, status, redacted))


def name_of(response: bytes, question: str) -> str:
    """Name the answer to one question in one response."""
    return f"{response.hex()}.{question}"


def _named(identity: str) -> dict[str, Any]:
    """Give the columns that an id stands for.

    Raises
    ------
    NotFoundError
        If it is not the id of any answer.
    """
    response, dot, question = identity.partition(".")
    try:
        key = bytes.fromhex(response)
    except ValueError:
        dot = ""
    if not dot:
        raise NotFoundError(what=Thing.VERBATIM, key=identity)
    return {"response": key, "question": question}


def _row(key: str, identity: str, status: VerbatimStatus, redacted: str | None) -> dict[str, Any]:
    """Give a row of the readings without a quote."""
    return {
        "campaign": key,
        **_named(identity),
        "status": status.value,
        "redacted": redacted,
        "quote": QuoteStatus.NONE.value,
        "quote_text": None,
    }


def _read(connection: Connection, key: str, response: bytes | None = None) -> Iterator[Verbatim]:
    """Read the answers of a campaign or of one response."""
    chosen = here(responses, key, **({} if response is None else {"key": response}))
    statement = select(responses.c.key, responses.c.quartier, responses.c.texts)
    known = _readings(connection, key, response)
    # Told apart as text, which needs no decoding: most people leave the open questions empty.
    for row in connection.execute(statement.where(and_(*chosen, responses.c.texts != {}))):
        for question, text in row.texts.items():
            if text.strip():
                identity = name_of(row.key, question)
                yield Verbatim(identity, question, row.quartier, text, **known.get(identity, {}))


def _readings(
    connection: Connection, key: str, response: bytes | None
) -> Mapping[str, dict[str, Any]]:
    """Read what was decided, by id."""
    chosen = here(readings, key, **({} if response is None else {"response": response}))
    return {
        name_of(row["response"], row["question"]): {
            "redacted": row["redacted"],
            "status": VerbatimStatus(row["status"]),
            "quote": QuoteStatus(row["quote"]),
            "quote_text": row["quote_text"],
        }
        for row in connection.execute(select(readings).where(*chosen)).mappings()
    }


def _get(connection: Connection, key: str, identity: str) -> Verbatim:
    for verbatim in _read(connection, key, _named(identity)["response"]):
        if verbatim.id == identity:
            return verbatim
    raise NotFoundError(what=Thing.VERBATIM, key=identity)


def _coding(row: RowMapping) -> Coding:
    at: datetime = row["at"]
    verbatim = name_of(row["response"], row["question"])
    return Coding(verbatim, row["coder"], tuple(row["themes"]), at)


def _codebook(connection: Connection, key: str) -> Codebook:
    statement = select(themes).where(*here(themes, key)).order_by(themes.c.position)
    return Codebook(
        tuple(
            Theme(row["key"], row["label"], tuple(row["keywords"]), row["archived"])
            for row in connection.execute(statement).mappings()
        )
    )
