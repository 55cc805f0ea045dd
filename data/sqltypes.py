"""Types of columns that SQL does not have: JSON that can be compared, and moments in UTC."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

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
