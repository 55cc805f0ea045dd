"""Addresses of a commune from the BAN (`;` and `,`) or from a BAL (1.3 to 1.5).

One row of the result is one entrance. Several positions of an address come down to the one where
somebody would knock (`POSITIONS`); a place without numbers (99999) is no address.

Sources: the formats of adresse.data.gouv.fr, and the exchange format "Base Adresse Locale" of AITF.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geo.address_cells import (
    TOPONYM,
    commune_of,
    numbers,
    parse_cached,
    places,
    same_commune,
)
from geo.address_columns import Columns, read_columns
from geo.address_faults import AddressFault, AddressFinding, Noted
from geo.errors import AddressFileError, AddressReason
from geo.folding import fold

POSITIONS = (
    "entree",
    "delivrance postale",
    "cage d escalier",
    "batiment",
    "logement",
    "parcelle",
    "segment",
    "",
    "service technique",
)
"""Kinds of positions (folded), the one to knock at first; "" is unknown."""
_INSIDE = ("cage d escalier", "batiment", "logement")


@dataclass(frozen=True)
class AddressTable:
    """The addresses of a file and what was found in it.

    Parameters
    ----------
    frame
        Columns `street` (as written), `number` (Int64, NA without number), `suffix` (lower case,
        "" without), `lon`, `lat` (degrees, EPSG:4326), `commune` (INSEE code, "" unknown) and
        `dwellings` (Int64, NA unknown), in the order of the file.
    findings
        The first 1,000; `fault_counts` counts the rows concerned by each fault.
    rows
        Rows of the file that hold anything.
    left_out
        Rows that are an address by their meaning and could not be used.
    """

    frame: pd.DataFrame
    findings: tuple[AddressFinding, ...]
    fault_counts: Mapping[AddressFault, int]
    rows: int
    left_out: int


def read_addresses(
    path: Path, *, filename: str | None = None, commune: str | None = None
) -> AddressTable:
    """Read a file of addresses.

    Parameters
    ----------
    path
        CSV of the BAN or a BAL, plain or gzip.
    filename
        Name for messages; that of the path by default.
    commune
        INSEE code of the commune that is meant; addresses of another one are told, and kept.

    Raises
    ------
    AddressFileError
        The file cannot be used at all; `reason` says why.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "bal.csv")
    ...     _ = path.write_text(
    ...         "numero;suffixe;voie_nom;position;long;lat\\n"
    ...         "9;BIS;Rue Haute;parcelle;0.34;46.58\\n9;bis;Rue Haute;entrée;0.35;46.58\\n"
    ...     )
    ...     table = read_addresses(path)
    >>> table.frame[["street", "number", "suffix", "lon"]].values.tolist()
    [['Rue Haute', 9, 'bis', 0.35]]
    """
    source = filename or Path(path).name
    columns = read_columns(path, filename=source)
    noted = Noted()
    if columns.guessed:
        noted.add(AddressFault.ENCODING_GUESSED, encoding=columns.guessed)
    frame, left_out = _usable(_frame(columns, noted), noted)
    if frame.empty:
        raise AddressFileError(source=source, reason=AddressReason.NO_ADDRESSES)
    frame = _one_each(frame, noted)
    if commune:
        for other, count in sorted(frame["commune"].value_counts().items()):
            if other and not same_commune(str(other), commune):
                noted.add_many(AddressFault.OTHER_COMMUNE, int(count), other=other, commune=commune)
    kept = frame[["street", "number", "suffix", "lon", "lat", "commune", "dwellings"]]
    return AddressTable(
        kept.reset_index(drop=True),
        tuple(noted.findings),
        noted.counts,
        len(columns.rows),
        left_out,
    )


def _frame(columns: Columns, noted: Noted) -> pd.DataFrame:
    """Give all rows with their cells as numbers and places; `bad` marks unreadable numbers."""
    cells = columns.cells
    parsed = list(map(parse_cached, cells["number"], cells["suffix"]))
    lon, lat = places(cells)
    return pd.DataFrame(
        {
            "row": columns.rows,
            "street": [" ".join(text.split()) for text in cells["street"]],
            "written": cells["number"],
            "bad": [one is None for one in parsed],
            "number": pd.array([one[0] if one else None for one in parsed], dtype="Int64"),
            "suffix": [one[1] if one else "" for one in parsed],
            "lon": lon,
            "lat": lat,
            "commune": list(map(commune_of, cells["commune"], cells["key"])),
            "part": list(cells["part"]),
            "position": [fold(text) for text in cells["position"]],
            "dwellings": _dwellings(columns, noted),
        }
    )


def _dwellings(columns: Columns, noted: Noted) -> pd.Series:
    """Give whole numbers of dwellings, NA where unknown; unreadable ones are noted."""
    texts = columns.cells["dwellings"]
    known = numbers(texts)
    with np.errstate(invalid="ignore"):
        usable = np.isfinite(known) & (known >= 0) & (known == np.round(known))
    for row, text, fine in zip(columns.rows, texts, usable, strict=True):
        if text and not fine:
            noted.add(AddressFault.BAD_DWELLINGS, row, value=text)
    return pd.Series(np.where(usable, known, np.nan)).astype("Int64")


def _usable(frame: pd.DataFrame, noted: Noted) -> tuple[pd.DataFrame, int]:
    """Leave out rows that are no address or cannot be used; give the rest and how many those are.

    Only what cannot be used is counted; a place without numbers is none of it.
    """
    toponym = (frame["number"] == TOPONYM).fillna(False).astype(bool)
    noted.add_many(AddressFault.TOPONYM, int(toponym.sum()))
    no_street = ~toponym & (frame["street"] == "")
    bad = ~toponym & ~no_street & frame["bad"]
    no_place = ~toponym & ~no_street & ~bad & frame["lon"].isna()
    for fault, mask in (
        (AddressFault.NO_STREET, no_street),
        (AddressFault.BAD_NUMBER, bad),
        (AddressFault.NO_PLACE, no_place),
    ):
        for row, written in frame.loc[mask, ["row", "written"]].itertuples(index=False):
            noted.add(
                fault, row, **({"value": written} if fault == AddressFault.BAD_NUMBER else {})
            )
    left_out = no_street | bad | no_place
    kept = frame[~toponym & ~left_out]
    for row, street in kept.loc[kept["number"].isna(), ["row", "street"]].itertuples(index=False):
        noted.add(AddressFault.NO_NUMBER, row, street=street)
    return kept, int(left_out.sum())


def _one_each(frame: pd.DataFrame, noted: Noted) -> pd.DataFrame:
    """Keep one row an address: the position where somebody would knock, else the first."""
    rank = {kind: place for place, kind in enumerate(POSITIONS)}
    key = pd.DataFrame(
        {
            "commune": frame["commune"],
            "part": frame["part"],
            "street": [fold(street) for street in frame["street"]],
            "number": frame["number"].fillna(-1),
            "suffix": frame["suffix"],
            # Entrances without a number are told apart by where they are.
            "lon": frame["lon"].round(5).where(frame["number"].isna(), 0.0),
            "lat": frame["lat"].round(5).where(frame["number"].isna(), 0.0),
        }
    )
    group = key.groupby(list(key.columns), sort=False).ngroup()
    order = frame["position"].map(lambda kind: rank.get(kind, rank[""]))
    best = pd.DataFrame({"group": group, "order": order}).sort_values("order", kind="stable")
    kept = frame.loc[best.drop_duplicates("group").index.sort_values()]
    _note_doubles(frame[group.duplicated(keep=False)], group, noted)
    return kept


def _note_doubles(frame: pd.DataFrame, group: pd.Series, noted: Noted) -> None:
    """Tell further positions of an address from the same one said twice."""
    further = 0
    for _group, rows in frame.groupby(group.loc[frame.index], sort=False):
        first = rows.iloc[0]
        label = "" if pd.isna(first["number"]) else f"{first['number']} {first['suffix']}".strip()
        seen: set[object] = set()
        where = zip(rows["row"], rows["position"], rows["lon"], rows["lat"], strict=True)
        for row, position, lon, lat in where:
            place = (round(lon, 5), round(lat, 5))
            # An address has one entrance by its name, but may have several staircases.
            kind = (position, place) if position in _INSIDE else position
            if kind in seen:
                noted.add(
                    AddressFault.DUPLICATE,
                    int(row),
                    label=label,
                    street=first["street"],
                    first=int(first["row"]),
                )
            elif seen:
                further += 1
            seen.add(kind)
    noted.add_many(AddressFault.FURTHER_POSITIONS, further)
