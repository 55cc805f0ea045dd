"""`portes coverage` and `portes results`: where the challenge stands, and what people answered."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from dashboard.commands.base import (
    Command,
    campaign_options,
    opened,
    plain,
    require_quartiers,
    tell,
)
from dashboard.commands.output import (
    ALL,
    Format,
    format_option,
    json_text,
    out_option,
    table_text,
    write,
)
from dashboard.i18n import _, number, percent, text
from data.model import SCALE

if TYPE_CHECKING:
    from dashboard.service import Service
    from data.analysis.coverage import CoverageRow
    from data.analysis.results import ResultRow


@click.command(
    cls=Command,
    help="Doors knocked on, opened and interviewed against the target, for each quartier.\n\n"
    "JSON is a list with code, name, target, knocked, opened and interviews of each quartier.",
)
@format_option(ALL)
@out_option
@campaign_options
def coverage(file_format: str, out: Path | None) -> None:
    """Write the coverage."""
    with opened() as service:
        _figures(service, "coverage", Format(file_format), out)


@click.command(
    cls=Command,
    help="Mean, interval and distribution of the ratings, for each question and quartier.\n\n"
    "JSON is a list with question, code, name, n, mean, low, high and distribution (answers with "
    "1, 2, 3, 4, 5); each question comes first for the whole town, with an empty code. Where "
    "nobody answered, mean, low and high are null. Quartiers are never ranked by score.",
)
@format_option(ALL)
@out_option
@campaign_options
def results(file_format: str, out: Path | None) -> None:
    """Write the results."""
    with opened() as service:
        _figures(service, "results", Format(file_format), out)


def _figures(
    service: "Service", what: Literal["coverage", "results"], chosen: Format, out: Path | None
) -> None:
    """Write one kind of figures in the format that was chosen."""
    require_quartiers(service)
    if service.coverage.overview().demo:
        tell(_("These figures hold invented data (portes demo --remove takes it out)."))
    if chosen in (Format.CSV, Format.GEOJSON):
        write(service.records.export(what, str(chosen)), out)
    elif chosen is Format.JSON:
        rows = service.coverage.rows() if what == "coverage" else service.results()
        write(json_text(asdict(row) for row in rows), out)
    elif what == "coverage":
        write(_coverage_table(service.coverage.rows(), service.coverage.overview().total), out)
    else:
        write(_results_tables(service), out)


def _coverage_table(rows: "Sequence[CoverageRow]", total: "CoverageRow") -> Iterator[str]:
    """Give the coverage as a table with a last line for the town."""
    headers = [
        _("Code"),
        _("Quartier"),
        _("Target"),
        _("Doors knocked"),
        _("Of target"),
        _("Doors opened"),
        _("Interviews"),
        _("Opening rate"),
    ]
    lines = [_coverage_line(row, row.name) for row in rows]
    return table_text(headers, [*lines, _coverage_line(total, _("Whole town"))], left=2)


def _coverage_line(row: "CoverageRow", name: str) -> list[str]:
    return [
        row.code,
        name,
        "–" if row.target is None else number(row.target),
        number(row.knocked),
        "–" if row.ratio is None else percent(row.ratio),
        number(row.opened),
        number(row.interviews),
        "–" if row.opening_rate is None else percent(row.opening_rate),
    ]


def _results_tables(service: "Service") -> Iterator[str]:
    """Give a table for each question, in the order of the questionnaire."""
    rows, threshold = service.results(), service.campaign().k
    for at, question in enumerate(service.questionnaire().ratings):
        yield ("\n" if at else "") + plain(text(question.text)) + "\n\n"
        headers = [
            _("Code"),
            _("Quartier"),
            _("Answers"),
            _("Mean"),
            _("95 % interval"),
            *map(str, SCALE),
        ]
        found = [row for row in rows if row.question == question.key]
        yield from table_text(headers, [_result_line(row) for row in found], left=2)
    if any(row.fragile and row.n for row in rows):
        yield "\n" + _("* fewer than {k} answers: not to be published.", k=threshold) + "\n"
    yield "\n" + _("Indicative precision: people chose to answer. Not a ranking.") + "\n"


def _result_line(row: "ResultRow") -> list[str]:
    known = row.mean is not None and row.low is not None and row.high is not None
    return [
        row.code,
        (row.name if row.code else _("Whole town")) + (" *" if row.fragile and row.n else ""),
        number(row.n),
        number(row.mean, 1) if row.mean is not None else "–",
        f"{number(row.low or 0, 1)}–{number(row.high or 0, 1)}" if known else "–",
        *map(number, row.distribution),
    ]
