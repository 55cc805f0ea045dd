"""Bringing a table in: in one transaction, in pieces, with nothing lost and nothing twice."""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from data.importers.columns import ColumnMapping
from data.importers.faults import Fault, RowFinding
from data.importers.places import PlaceProposal
from data.importers.rejects import Explain, Rejects
from data.importers.rows import Batch, Context, Reader
from data.importers.tables import Table
from data.model import RecordKind, Response, Visit
from data.progress import Progress

CHUNK: Final = 500
SHOWN_FINDINGS: Final = 1_000


class Writer(Protocol):
    """Takes the records of one file; what `Store.importing` gives."""

    @property
    def added(self) -> Mapping[RecordKind, int]:
        """Records that were new, by kind; complete once the import has ended."""

    @property
    def known(self) -> Mapping[RecordKind, int]:
        """Records that were there already, by kind; complete once the import has ended."""

    def collect_visits(self, rows: Sequence[Visit]) -> None:
        """Add visits, now or later."""

    def collect_responses(self, rows: Sequence[Response]) -> None:
        """Add responses, now or later."""

    def rejected(self, number: int) -> None:
        """Count rows that were left out."""


class Receiver(Protocol):
    """What an import needs of the store."""

    def importing(
        self, source: str, *, at: str, dry_run: bool = False
    ) -> AbstractContextManager[Writer]:
        """Open the one transaction of an import."""


@dataclass(frozen=True)
class ImportReport:
    """What came of an import.

    Parameters
    ----------
    rows, empty, rejected
        Rows read, blank rows among them, rows left out. A row can give several records (a tally)
        or one of each kind.
    findings
        The first 1,000 faults; `fault_counts` counts all of them.
    notices
        What was noticed about the table itself; no row was left out for it.
    places
        Quartiers that unknown names probably mean, to be accepted into `ColumnMapping.places`.
    rejects_path
        The list of rows left out, or None where there are none or none was wanted.
    """

    rows: int
    empty: int
    visits_added: int
    visits_known: int
    responses_added: int
    responses_known: int
    rejected: int
    findings: tuple[RowFinding, ...] = ()
    fault_counts: Mapping[Fault, int] = field(default_factory=dict)
    notices: tuple[RowFinding, ...] = ()
    places: tuple[PlaceProposal, ...] = ()
    rejects_path: Path | None = None
    dry_run: bool = False


def import_table(
    store: Receiver,
    table: Table,
    mapping: ColumnMapping,
    context: Context,
    *,
    source: str,
    at: str,
    dry_run: bool = False,
    progress: Progress | None = None,
    rejects: Path | None = None,
    explain: Explain | None = None,
) -> ImportReport:
    """Bring a table in; bad rows are left out and listed.

    Parameters
    ----------
    source, at
        Name of the file and moment of the import, as its record will show them.
    dry_run
        Count exactly, then take everything back.
    progress
        Called with the rows done and about how many there are, after every 500 rows.
    rejects
        Where to write the rows that were left out, as CSV.
    explain
        Puts a finding into the user's words for that file; English by default.

    Raises
    ------
    MappingError
        Where the mapping does not fit.
    UnreadableTableError
        Where the file turns out to be damaged half-way; nothing was brought in then.
    """
    reader = Reader(table.headers, mapping, context, source=source)
    tally = _Tally()
    listing = Rejects(rejects, table.headers, explain=explain)
    try:
        with store.importing(source, at=at, dry_run=dry_run) as writer:
            while rows := list(itertools.islice(table.rows, CHUNK)):
                batch = reader.read(rows)
                tally.write(batch, writer)
                for row, findings in batch.bad:
                    listing.add(row, findings)
                if progress:
                    progress(tally.rows, tally.total(table.total, final=len(rows) < CHUNK))
    except BaseException:
        listing.drop()
        raise
    finally:
        reader.keys.close()
    return tally.report(table, reader, writer, listing.finish(), dry_run=dry_run)


class _Tally:
    """Counts while rows go in."""

    def __init__(self) -> None:
        self.rows = self.empty = self.rejected = 0
        self.faults: Counter[Fault] = Counter()
        self.findings: list[RowFinding] = []

    def write(self, batch: Batch, writer: Writer) -> None:
        """Hand the records of some rows over and count the rows."""
        # Sorted by key, so that the order of rows does not tell which visit gave which answers.
        batch.responses.sort(key=lambda response: response.key)
        if batch.visits:
            writer.collect_visits(batch.visits)
        if batch.responses:
            writer.collect_responses(batch.responses)
        if batch.bad:
            writer.rejected(len(batch.bad))
        self.rows += batch.rows
        self.empty += batch.empty
        self.rejected += len(batch.bad)
        for _, findings in batch.bad:
            self.faults.update(finding.fault for finding in findings)
            if len(self.findings) < SHOWN_FINDINGS:
                self.findings.extend(findings)

    def total(self, about: int | None, *, final: bool) -> int | None:
        """Say about how many rows there are: never fewer than were read."""
        if final:
            return self.rows
        return None if about is None else max(about, self.rows)

    def report(
        self, table: Table, reader: Reader, writer: Writer, rejects: Path | None, *, dry_run: bool
    ) -> ImportReport:
        """Sum up."""
        return ImportReport(
            rows=self.rows,
            empty=self.empty,
            visits_added=writer.added[RecordKind.VISITS],
            visits_known=writer.known[RecordKind.VISITS],
            responses_added=writer.added[RecordKind.RESPONSES],
            responses_known=writer.known[RecordKind.RESPONSES],
            rejected=self.rejected,
            findings=tuple(sorted(self.findings, key=lambda f: f.row)[:SHOWN_FINDINGS]),
            fault_counts=dict(sorted(self.faults.items())),
            notices=table.notices,
            places=reader.proposals,
            rejects_path=rejects,
            dry_run=dry_run,
        )
