"""Types of columns that SQL does not have: JSON that can be compared, moments in UTC, and texts
that every kind of database keeps alike.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from data.errors import LongValueError

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

# JSON escapes line breaks within texts: one that stands there parts two items, and nothing else.
_encode_parted = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",\n", ":")
).encode


def json_text(value: Any) -> str | None:
    """Write a value as JSON with sorted keys; None stays None."""
    if value == {}:  # most people leave the open questions empty
        return "{}"
    return None if value is None else _encode(value)


def json_texts(values: Sequence[Any]) -> list[str | None]:
    r"""Write many values as `json_text` does; flat objects all in one go, twice as fast.

    Examples
    --------
    >>> json_texts([{"b": 2, "a": 1}, {}, {"c": "},\n{"}])
    ['{"a":1,"b":2}', '{}', '{"c":"},\\n{"}']
    """
    if all(type(value) is dict for value in values):
        texts = _encode_parted(values)[2:-2].split("},\n{")
        if len(texts) == len(values):  # else there are objects within objects
            return ["{" + text.replace(",\n", ",") + "}" for text in texts]
    return [json_text(value) for value in values]


class Json(TypeDecorator[Any]):
    """JSON kept as text with sorted keys: equal values are equal text and can be grouped in SQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write a value as text; None stays NULL."""
        return json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read the text back; NULL is None."""
        return None if value is None else json.loads(value)


class Words(TypeDecorator[str]):
    """A text that goes into every kind of database or into none.

    PostgreSQL takes no NUL character: it is left out. A length that one kind enforces and another
    does not is asked for here, where something is written; what is only looked for may be longer.

    Parameters
    ----------
    most
        Characters; None for any number.
    """

    impl: type[String] = Text
    cache_ok = True

    def __init__(self, most: int | None = None) -> None:
        super().__init__()
        self.most = most

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Make a text fit to be kept.

        Raises
        ------
        LongValueError
            It is too long.
        """
        if value is None:
            return None
        if self.most is not None and len(value) > self.most:
            raise LongValueError(start=value[:20], most=self.most)
        return value.replace("\0", "") if "\0" in value else value

    def coerce_compared_value(self, op: Any, value: Any) -> TypeDecorator[str]:
        """Look for a text however long it is."""
        return Words()


class Name(Words):
    """A short text that things are known by; its length is part of the table."""

    impl = String
    cache_ok = True

    def __init__(self, most: int) -> None:
        super(Words, self).__init__(most)
        self.most = most


class Utc(TypeDecorator[datetime]):
    """A moment, kept in UTC whatever zone it was given in, and read back in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment into UTC; one that does not say its zone cannot be kept."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment has to say its time zone.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say again that it is in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)
