"""Records: tables of visits and responses that come in, what came in before, and what goes out.

Use cases reached as `Service.records`. A preview is a real run that is taken back at the end, so
that what it says is what will happen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from dashboard.access import Part, allowed
from dashboard.errors import NotEmptyError
from data import exporters
from data.errors import MappingError
from data.importers import (
    ColumnMapping,
    Context,
    Explain,
    ImportReport,
    Table,
    import_table,
    open_table,
    suggest,
)
from data.model import ImportRecord, RecordKind, Role
from data.progress import Progress

SAMPLE_ROWS = 8
"""Rows of a table that a preview shows."""

What = Literal["visits", "responses", "coverage", "results"]


@dataclass(frozen=True)
class TablePreview:
    """What a table holds and what importing it would do.

    `report` is None where the columns do not say enough yet; `problem` then says what is missing.
    """

    headers: Sequence[str]
    sample: Sequence[Sequence[object]]
    mapping: ColumnMapping
    report: ImportReport | None
    problem: Exception | None = None


class Records(Part):
    """What was brought into the campaign as files, and what is taken out of it."""

    @allowed(Role.COORDINATOR)
    def imports(self) -> Sequence[ImportRecord]:
        """Give what was brought in, newest first."""
        return self._store.imports()

    @allowed(Role.COORDINATOR)
    def table_preview(
        self,
        path: Path,
        filename: str,
        mapping: ColumnMapping | None = None,
        *,
        sheet: str | None = None,
        rejects: Path | None = None,
        explain: Explain | None = None,
    ) -> TablePreview:
        """Show what a table holds and what importing it would do; nothing is kept.

        Raises
        ------
        UnreadableTableError
            The file is no table.
        """
        table = open_table(path, filename=filename, sheet=sheet)
        sample = [cells for _, cells in table.sample[:SAMPLE_ROWS]]
        chosen = mapping or self._suggested(table)
        try:
            report = self.import_file(
                path, filename, chosen, sheet=sheet, dry_run=True, rejects=rejects, explain=explain
            )
        except MappingError as problem:
            return TablePreview(table.headers, sample, chosen, None, problem)
        return TablePreview(table.headers, sample, chosen, report)

    @allowed(Role.COORDINATOR, audited=True)
    def import_file(
        self,
        path: Path,
        filename: str,
        mapping: ColumnMapping | None = None,
        *,
        sheet: str | None = None,
        dry_run: bool = False,
        rejects: Path | None = None,
        progress: Progress | None = None,
        explain: Explain | None = None,
    ) -> ImportReport:
        """Bring a table of visits or responses in, as a whole or not at all.

        Rows that cannot be used are left out, listed in the report and written to `rejects`.

        Raises
        ------
        UnreadableTableError
            The file is no table.
        MappingError
            The columns do not say enough.
        """
        table = open_table(path, filename=filename, sheet=sheet)
        return import_table(
            self._store,
            table,
            mapping or self._suggested(table),
            self._context(),
            source=filename,
            at=self._service.now(),
            dry_run=dry_run,
            progress=progress,
            rejects=rejects,
            explain=explain,
        )

    @allowed(Role.COORDINATOR, audited=True)
    def fill_demo(self, *, until: date | None = None) -> Mapping[RecordKind, int]:
        """Bring in the invented records; give how many of each kind are new.

        Raises
        ------
        NotEmptyError
            The campaign has records already.
        """
        from data.demo import demo_field, demo_records

        if not self._service.coverage.overview().empty:
            raise NotEmptyError()
        campaign, quartiers = self._service.campaign(), self._service.quartiers()
        visits, responses = demo_records(
            campaign, quartiers, self._service.questionnaire(), until=until
        )
        today = until or self.settings.today
        field = demo_field(campaign, quartiers, visits, today=today)
        with self._store.importing("demo", demo=True, at=self._service.now()) as writer:
            writer.add_field(field)
            return {
                RecordKind.VISITS: writer.add_recorded(field.visits),
                RecordKind.RESPONSES: writer.add_responses(responses),
            }

    @allowed(Role.COORDINATOR, audited=True)
    def undo_import(self, record: str) -> None:
        """Take the rows of one import out again.

        Raises
        ------
        NotFoundError
            There is no such import.
        """
        self._store.undo_import(record)

    @allowed(Role.COORDINATOR, audited=True)
    def export(self, what: What, file_format: str) -> Iterator[str]:
        """Give records or figures as the pieces of a CSV or GeoJSON text.

        That records were taken out stands in the audit; figures tell of nobody.
        """
        service = self._service
        if what in ("visits", "responses"):
            self._store.audit.note()
        if what == "visits":
            return exporters.visits_csv(self._store.visits())
        if what == "responses":
            return exporters.responses_csv(self._store.responses(), service.questionnaire())
        coverage = what == "coverage"
        if file_format == "csv":
            return exporters.rows_csv(service.coverage.rows() if coverage else service.results())
        shapes = {q.code: q.geometry for q in service.quartiers()}
        if coverage:
            return exporters.coverage_geojson(service.coverage.rows(), shapes)
        return exporters.results_geojson(service.results(), shapes)

    def _context(self) -> Context:
        """Gather what turns a row into records; points become quartiers and are dropped."""
        from geo.crs import lambert93_to_wgs84

        service = self._service
        quartiers = service.quartiers()
        assigner = service.assigner() if quartiers else None
        return Context(
            questionnaire=service.questionnaire(),
            quartiers=[(q.code, q.name) for q in quartiers],
            locate=(lambda lon, lat: assigner.codes(lon, lat).tolist()) if assigner else None,
            lambert=lambert93_to_wgs84,
            today=self.settings.today,
            secret=self._store.secret(),
        )

    def _suggested(self, table: Table) -> ColumnMapping:
        sample = [cells for _, cells in table.sample]
        return suggest(table.headers, sample, self._service.questionnaire())
