"""Checking the fields of a file of quartiers: codes, names, dwellings."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geo._report import Report, joined
from geo.faults import Fault, Severity
from geo.fields import (
    as_codes,
    as_counts,
    as_text,
    duplicated,
    looks_like_numbers,
    require_field,
)
from geo.tessellation import as_shapes


def check_codes(frame: gpd.GeoDataFrame, report: Report, field: str, *, parts: bool) -> None:
    """Note empty, double and untidy codes."""
    values = require_field(frame, field)
    codes = as_codes(values)
    _note_empty(Fault.EMPTY_CODE, Severity.BLOCKING, codes.tolist(), report, field)
    if not parts:
        _note_double(Fault.DUPLICATE_CODE, Severity.BLOCKING, frame, codes.tolist(), report)
    raw = [str(v).strip() for v in values if isinstance(v, str | float) and not pd.isna(v)]
    if looks_like_numbers(raw):
        report.add(Fault.CODE_AS_NUMBER, Severity.REPAIRED, field=field, example=max(raw))
        return
    _note_untidy(Fault.UNTIDY_CODE, values.tolist(), codes.tolist(), report, field)


def check_names(frame: gpd.GeoDataFrame, report: Report, field: str, *, parts: bool) -> None:
    """Note empty, double and untidy names."""
    values = require_field(frame, field)
    names = as_text(values).tolist()
    _note_empty(Fault.EMPTY_NAME, Severity.NOTICE, names, report, field)
    if not parts:
        _note_double(Fault.DUPLICATE_NAME, Severity.NOTICE, frame, names, report)
    _note_untidy(Fault.UNTIDY_NAME, values.tolist(), names, report, field)


def check_dwellings(frame: gpd.GeoDataFrame, report: Report, field: str) -> None:
    """Note numbers of dwellings that are missing or no numbers."""
    values = require_field(frame, field)
    texts = as_text(values).tolist()
    for row, unknown in enumerate(as_counts(values).isna()):
        if unknown:
            report.add_row(
                Fault.UNKNOWN_DWELLINGS, Severity.NOTICE, row, field=field, value=texts[row]
            )


def _note_empty(
    fault: Fault, severity: Severity, texts: list[str], report: Report, field: str
) -> None:
    for row, text in enumerate(texts):
        if not text:
            report.add_row(fault, severity, row, field=field)


def _note_double(
    fault: Fault, severity: Severity, frame: gpd.GeoDataFrame, texts: list[str], report: Report
) -> None:
    shapes = as_shapes(frame.geometry.to_list())
    for text, rows in duplicated(texts).items():
        numbers = ", ".join(str(row + 1) for row in rows)
        report.add(
            fault,
            severity,
            shape=joined(shapes[rows]),
            subject=text,
            count=len(rows),
            rows=numbers,
        )


def _note_untidy(
    fault: Fault, values: list[object], texts: list[str], report: Report, field: str
) -> None:
    for row, (value, text) in enumerate(zip(values, texts, strict=True)):
        if isinstance(value, str) and text and value != text:
            report.add(
                fault, Severity.REPAIRED, subject=text, row=row + 1, field=field, value=value
            )
