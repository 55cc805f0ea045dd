"""The list of rows that were left out: a CSV to correct and bring in again.

It holds the columns of the file, then where and why. Those added columns are ignored when the
file comes back. Cells are safe to open in a spreadsheet.
"""

import csv
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from data.exporters.safety import safe
from data.importers.faults import RowFinding
from data.importers.faults import explain as explain_in_english
from data.importers.tables import Row
from data.importers.values import number_text

Explain = Callable[[RowFinding], tuple[str, str]]
ADDED = ("portes_row", "portes_column", "portes_reason", "portes_mend")


class Rejects:
    """Writes rows that were left out; the file appears when it is finished, if there are any.

    Parameters
    ----------
    path
        Where to write, or None for nowhere.
    explain
        Puts a finding into words: reason and mend.
    """

    def __init__(
        self, path: Path | None, headers: Sequence[str], *, explain: Explain | None = None
    ) -> None:
        self._path = path
        self._partial = path.with_name(path.name + ".part") if path else None
        self._headers = headers
        self._explain = explain or explain_in_english
        self._file: IO[str] | None = None

    def add(self, row: Row, findings: Sequence[RowFinding]) -> None:
        """Write one row with all that is wrong with it."""
        if self._partial is None:
            return
        if self._file is None:
            self._file = self._partial.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._file).writerow(map(safe, (*self._headers, *ADDED)))
        number, cells = row
        texts = [number_text(cell) for cell in cells]
        width = len(self._headers)
        # Cells beyond the header go into the last one: a spreadsheet then still shows them.
        texts = [*texts[:width], *itertools.repeat("", width - len(texts))]
        reasons, mends = zip(*(self._explain(finding) for finding in findings), strict=True)
        where = [finding.column for finding in findings if finding.column]
        added = (
            str(number),
            *(" | ".join(dict.fromkeys(part)) for part in (where, reasons, mends)),
        )
        csv.writer(self._file).writerow(map(safe, (*texts, *added)))

    def finish(self) -> Path | None:
        """Put the file in its place; None where there was nothing to write."""
        if self._file is None or self._path is None or self._partial is None:
            return None
        self._file.close()
        return self._partial.replace(self._path)

    def drop(self) -> None:
        """Throw away what was written so far."""
        if self._file is not None and self._partial is not None:
            self._file.close()
            self._partial.unlink(missing_ok=True)
