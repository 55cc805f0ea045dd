"""Fields of a quartier file as clean text and whole numbers.

Codes are text for us whatever the file made of them: ``1``, ``1.0`` and ``" 1 "`` are the code
``1`` where the whole column allows it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.crs import source_of
from geo.errors import MissingFieldError

_WHOLE = re.compile(r"-?\d+\.0+")


def require_field(frame: gpd.GeoDataFrame, field: str) -> pd.Series:
    """Column of a frame that must be there.

    Raises
    ------
    MissingFieldError
        The frame has no such column.
    """
    if field not in frame.columns or field == frame.geometry.name:
        names = ", ".join(str(c) for c in frame.columns if c != frame.geometry.name)
        raise MissingFieldError(source=source_of(frame), field=field, fields=names or "–")
    column: pd.Series = frame[field]
    return column


def _tidy(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def as_text(values: pd.Series) -> pd.Series:
    """Values as text: trimmed, inner spaces made single, accents composed; empty for nothing.

    Examples
    --------
    >>> as_text(pd.Series(["  Bel  Air ", None, 3.0])).tolist()
    ['Bel Air', '', '3']
    """
    texts = ["" if pd.isna(value) else _tidy(value) for value in values.astype(object)]
    return pd.Series(texts, index=values.index, dtype=object)


def as_codes(values: pd.Series) -> pd.Series:
    """Values as codes: text, and ``1.0`` as ``1`` where the whole column looks like that.

    A column that mixes ``1.0`` and ``1.1`` is left alone: there the point belongs to the code.

    Examples
    --------
    >>> as_codes(pd.Series(["1.0", "12.0", None])).tolist()
    ['1', '12', '']
    >>> as_codes(pd.Series(["1.0", "1.1"])).tolist()
    ['1.0', '1.1']
    """
    texts = as_text(values)
    if looks_like_numbers(texts):
        return texts.str.replace(r"\.0+$", "", regex=True)
    return texts


def looks_like_numbers(texts: Iterable[str]) -> bool:
    """Whether every text that is not empty reads like ``12.0``."""
    filled = [text for text in texts if text]
    return bool(filled) and all(_WHOLE.fullmatch(text) for text in filled)


def as_counts(values: pd.Series) -> pd.Series:
    """Values as whole numbers (`Int64`), rounded; NA where missing, negative or no number.

    Examples
    --------
    >>> as_counts(pd.Series(["7161", 12.6, -1, "?"])).tolist()
    [7161, 13, <NA>, <NA>]
    """
    numbers = pd.to_numeric(values.astype(object), errors="coerce").astype(float)
    known = numbers.where(np.isfinite(numbers) & (numbers >= 0))
    return known.round().astype("Int64")


def subjects(frame: gpd.GeoDataFrame, code: str | None, name: str | None) -> list[str]:
    """What to call each row in a message: its code, else its name, else ``#`` and its number."""
    columns: list[list[str]] = []
    if code is not None:
        columns.append(as_codes(require_field(frame, code)).tolist())
    if name is not None:
        columns.append(as_text(require_field(frame, name)).tolist())
    found = [f"#{row}" for row in range(1, len(frame) + 1)]
    for column in reversed(columns):
        found = [text or other for text, other in zip(column, found, strict=True)]
    return found


def duplicated(texts: Iterable[str]) -> dict[str, list[int]]:
    """Texts that come more than once, with the positions of their rows; empty texts left out."""
    places: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        if text:
            places.setdefault(text, []).append(position)
    return {text: rows for text, rows in places.items() if len(rows) > 1}
