"""How results are written: a table to read, JSON and CSV and GeoJSON for other programs.

JSON is a list of flat objects in UTF-8, with numbers as numbers and nothing as null. A file that
is asked for is there as a whole or not at all.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import normalize

import click

from dashboard.commands.base import OUTPUT, option, plain
from dashboard.errors import OutputFileError

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Format(StrEnum):
    """The formats in which figures can be had."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


FLAT = (Format.TABLE, Format.JSON, Format.CSV)
ALL = tuple(Format)

out_option = option(
    "--out", metavar="FILE", type=OUTPUT, help="Write to a file instead of the standard output."
)


def format_option(formats: Sequence[Format]) -> Callable[[_Function], _Function]:
    """Give a command the option to choose among `formats`."""
    return option(
        "--format",
        "file_format",
        type=click.Choice([str(one) for one in formats]),
        default=str(Format.TABLE),
        show_default=True,
        help="How to write the result.",
    )


def write(pieces: Iterable[str], out: Path | None = None) -> None:
    """Write text to `out`, or to the standard output where it is None.

    Raises
    ------
    OutputFileError
        The file cannot be written.
    """
    if out is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    with _whole(out) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


def write_bytes(content: bytes, out: Path) -> None:
    """Write a file.

    Raises
    ------
    OutputFileError
        It cannot be written.
    """
    with _whole(out) as partial:
        partial.write_bytes(content)


@contextmanager
def _whole(out: Path) -> Iterator[Path]:
    """Give a name to write to, which becomes `out` at the end, or is gone if that failed."""
    partial = out.with_name(f".{out.name}.part")
    try:
        yield partial
        partial.replace(out)
    except OSError as problem:
        raise OutputFileError(source=out) from problem
    finally:
        partial.unlink(missing_ok=True)


def json_text(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Give rows as a JSON list, a line each.

    Examples
    --------
    >>> print("".join(json_text([{"name": "Cœur", "target": None}])), end="")
    [
      {"name": "Cœur", "target": null}
    ]
    """
    lines = [json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows]
    yield "[\n  " + ",\n  ".join(lines) + "\n]\n" if lines else "[]\n"


def table_text(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1
) -> Iterator[str]:
    """Give rows as lines with aligned columns.

    Parameters
    ----------
    left
        Number of columns, from the first, that are aligned to the left; figures to the right.

    Examples
    --------
    >>> print("".join(table_text(["Quartier", "n"], [["Centre", "12"]])), end="")
    Quartier   n
    ────────  ──
    Centre    12
    """
    cells = [[normalize("NFC", plain(cell)) for cell in row] for row in (headers, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["─" * width for width in widths])
    for row in cells:
        padded = (
            f"{cell:<{width}}" if at < left else f"{cell:>{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(padded).rstrip() + "\n"
