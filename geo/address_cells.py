"""Reading single cells of a file of addresses: house numbers, communes, places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.crs import lambert93_to_wgs84

TOPONYM = 99_999
"""The number by which a BAL says that a row is a place and no address."""
NUMBER_MOST = 9_999
_NUMBER = re.compile(r"(\d{1,6})(?:[.,]0*)?\s*([^\W\d_][^\W_]{0,8})?")
_CODE = re.compile(r"(?!00000)(\d{5}|2[AB]\d{3})", re.IGNORECASE)
_ARRONDISSEMENTS = {"75056": ("751",), "69123": ("6938",), "13055": ("132",)}
_LAMBERT93 = (0.0, 6_000_000.0, 1_300_000.0, 7_200_000.0)
"""West, south, east, north in metres; overseas communes have x and y in other systems."""


def same_commune(code: str, commune: str) -> bool:
    """Say whether a code is that of a commune, or of one of its arrondissements.

    Examples
    --------
    >>> same_commune("86194", "86194"), same_commune("75113", "75056"), same_commune("86194", "1")
    (True, True, False)
    """
    return code == commune or code.startswith(_ARRONDISSEMENTS.get(commune, ("/",)))


def parse_number(text: str, suffix: str = "") -> tuple[int | None, str] | None:
    """Number and suffix of a house; None where the text is no house number.

    Parameters
    ----------
    text
        The cell of the number; empty gives a number of None.
    suffix
        The cell of the suffix; what follows the number in `text` stands in where it is empty.

    Examples
    --------
    >>> parse_number("12", "BIS"), parse_number("12 ter"), parse_number("163,00"), parse_number("")
    ((12, 'bis'), (12, 'ter'), (163, ''), (None, ''))
    >>> parse_number("12-14"), parse_number("12 bis", "ter"), parse_number("10000")
    (None, None, None)
    """
    suffix = " ".join(suffix.split()).lower()
    if not text:
        return None, suffix
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    number, behind = int(match[1]), (match[2] or "").lower()
    if (number > NUMBER_MOST and number != TOPONYM) or (behind and suffix and behind != suffix):
        return None
    return number, suffix or behind


@cache
def parse_cached(text: str, suffix: str) -> tuple[int | None, str] | None:
    """Give what `parse_number` does; most cells of a file come many times."""
    return parse_number(text, suffix)


def commune_of(code: str, key: str) -> str:
    """Give the commune a row states, else the one its key begins with, else ""."""
    stated = _CODE.fullmatch(code) or _CODE.fullmatch(key.partition("_")[0])
    return stated[0].upper() if stated else ""


def numbers(texts: Sequence[str]) -> NDArray[np.float64]:
    """Texts as numbers, with a point or a comma; NaN where they are none."""
    plain = pd.Series(texts, dtype=object).str.replace(",", ".", regex=False)
    return pd.to_numeric(plain, errors="coerce").to_numpy(np.float64)


def places(
    cells: Mapping[str, Sequence[str]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes; from Lambert-93 where there are none, NaN where neither is."""
    lon, lat = numbers(cells["lon"]), numbers(cells["lat"])
    with np.errstate(invalid="ignore"):
        bad = ~((abs(lon) <= 180) & (abs(lat) <= 90)) | ((lon == 0) & (lat == 0))
    x, y = numbers(cells["x"]), numbers(cells["y"])
    west, south, east, north = _LAMBERT93
    with np.errstate(invalid="ignore"):
        metric = bad & (x > west) & (x < east) & (y > south) & (y < north)
    # Overseas communes state other projections of the same range of figures.
    metric &= np.array([not key.startswith(("97", "98")) for key in _stated(cells)])
    there = lambert93_to_wgs84(np.where(metric, x, np.nan), np.where(metric, y, np.nan))
    lon, lat = (np.where(bad, new, old) for new, old in zip(there, (lon, lat), strict=True))
    return lon, lat


def _stated(cells: Mapping[str, Sequence[str]]) -> list[str]:
    return [code or key for code, key in zip(cells["commune"], cells["key"], strict=True)]
