"""What a publication holds of the closed questions: masked tables, as types and as plain JSON.

Distributions are exact counts, not percentages: with n beside them, which is always shown, whole
percentages of fewer than a hundred answers give the counts away anyway, and protection that only
seems to be there is worse than none. Means and intervals (1 decimal) follow from the counts and
add nothing to them. A masked cell holds nothing at all, not even its number of answers, so that
there is nothing to forget to hide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from data.analysis.estimates import Distribution

FORMAT = 1
"""Number of the layout that `to_json` writes."""
BANDS = ((1, 2, 3), (4, 5))
"""How the answers of a grouped cell are put together.

With 3 as a band of its own, a quartier where all said 3 could not be hidden by grouping; and
whatever else were done about that one score would tell that it is that one.
"""

Bands = tuple[int, int]


class Status(StrEnum):
    """What is said of a cell."""

    PUBLISHED = "published"
    GROUPED = "grouped"
    """Only n and the answers per band: somewhere in this question everybody agreed."""
    EMPTY = "empty"
    """Nobody answered: no secret of anyone's."""
    MASKED = "masked"


@dataclass(frozen=True)
class Cell:
    """One question in one quartier, or in the whole town (`code` is "").

    Parameters
    ----------
    n
        Answers; None where masked.
    mean, low, high
        From 1 to 5, with the 95 % interval, rounded to 1 decimal; all None unless published.
    distribution
        Answers per score, 1 first; None unless published.
    bands
        Answers 1 to 3, and 4 or 5; None unless grouped.

    Raises
    ------
    ValueError
        If it holds a figure that its status does not allow, or lacks one.
    """

    code: str
    status: Status
    n: int | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    distribution: Distribution | None = None
    bands: Bands | None = None

    def __post_init__(self) -> None:
        """Refuse what a slip elsewhere might put here."""
        figures = {key for key, value in vars(self).items() if value is not None}
        if figures - {"code", "status"} != _ALLOWED[self.status]:
            raise ValueError(f"a cell that is {self.status} cannot hold these figures")


_ALLOWED: Mapping[Status, set[str]] = {
    Status.PUBLISHED: {"n", "mean", "low", "high", "distribution"},
    Status.GROUPED: {"n", "bands"},
    Status.EMPTY: {"n"},
    Status.MASKED: set(),
}


@dataclass(frozen=True)
class Table:
    """One question: the town and the quartiers by code."""

    question: str
    town: Cell
    quartiers: tuple[Cell, ...]

    @property
    def withheld(self) -> bool:
        """True where nothing about this question is published: too few answers in the town."""
        return self.town.status is Status.MASKED

    @property
    def grouped(self) -> bool:
        """True where the quartiers are given in bands only."""
        return any(cell.status is Status.GROUPED for cell in (self.town, *self.quartiers))


@dataclass(frozen=True)
class Masked:
    """All that may be published about the closed questions.

    Parameters
    ----------
    k
        The threshold that was used.
    masked
        Codes of the quartiers of which nothing is shown, sorted. Which of them are small and
        which only cover the others is not kept.
    town_only
        True where no quartier can be shown.
    tables
        One for each question, in the order asked for.
    """

    k: int
    masked: tuple[str, ...]
    town_only: bool
    tables: tuple[Table, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all quartiers, sorted; empty where no question was published."""
        return tuple(cell.code for cell in self.tables[0].quartiers) if self.tables else ()


def to_json(tables: Masked) -> dict[str, object]:
    """Write the tables as plain values for `json`; the same tables always give the same.

    Examples
    --------
    >>> to_json(Masked(11, (), False, ()))
    {'format': 1, 'k': 11, 'masked': [], 'town_only': False, 'tables': []}
    """
    return {
        "format": FORMAT,
        "k": tables.k,
        "masked": list(tables.masked),
        "town_only": tables.town_only,
        "tables": [
            {
                "question": table.question,
                "town": _plain(table.town),
                "quartiers": [_plain(cell) for cell in table.quartiers],
            }
            for table in tables.tables
        ],
    }


def from_json(plain: Mapping[str, object]) -> Masked:
    """Read what `to_json` wrote.

    Raises
    ------
    ValueError
        If it is of another format, or not what `to_json` writes.

    Examples
    --------
    >>> from_json(to_json(Masked(11, ("a",), False, ()))).masked
    ('a',)
    """
    try:
        return _read(plain)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("these are not tables that were published") from error


def band_counts(distribution: Sequence[int]) -> Bands:
    """Put the answers per score together in bands.

    Examples
    --------
    >>> band_counts((1, 2, 3, 4, 5))
    (6, 9)
    """
    low, high = (sum(distribution[score - 1] for score in band) for band in BANDS)
    return low, high


def leaves_open(town: Sequence[int], bands: Sequence[int]) -> bool:
    """Say whether a town's exact answers leave open which score a grouped quartier gave.

    A quartier whose answers do not all lie in one band is no secret of this kind. Otherwise at
    least two scores of the band must have been given by more people in the town than answered in
    the quartier: by more, so that whichever of the two it was, the masked quartiers need not have
    agreed among themselves (they never do, and who knows the method knows that).

    Examples
    --------
    >>> leaves_open((0, 0, 5, 20, 90), (0, 15)), leaves_open((0, 0, 5, 15, 90), (0, 15))
    (True, False)
    """
    held = [band for band, count in zip(BANDS, bands, strict=True) if count]
    if len(held) != 1:
        return True
    return sum(town[score - 1] > sum(bands) for score in held[0]) >= 2


def _plain(cell: Cell) -> dict[str, object]:
    """Write one cell with plain values."""
    values = asdict(cell) | {"status": cell.status.value}
    return {key: list(v) if isinstance(v, tuple) else v for key, v in values.items()}


def _read(plain: Mapping[str, Any]) -> Masked:
    """Read the whole; what is not there or of another kind raises."""
    if plain["format"] != FORMAT:
        raise ValueError(f"format {plain['format']} is not known")
    tables = tuple(
        Table(one["question"], _read_cell(one["town"]), tuple(map(_read_cell, one["quartiers"])))
        for one in plain["tables"]
    )
    return Masked(plain["k"], tuple(plain["masked"]), plain["town_only"], tables)


def _read_cell(plain: Mapping[str, Any]) -> Cell:
    """Read one cell."""
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in plain.items()}
    return Cell(**(values | {"status": Status(plain["status"])}))
