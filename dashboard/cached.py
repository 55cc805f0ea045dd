"""Every Streamlit cache of the app.

What is cached is small (aggregates, rendered layers, never answers) and keyed by the database and
its revision, so that a write by anyone shows at the next rerun and nothing stale is ever drawn.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import settings
from dashboard.service import Curve, Overview, Service
from data.analysis.coverage import CoverageRow
from data.analysis.results import ResultRow

Key = tuple[str, int, date]


@st.cache_resource(show_spinner=False)
def service() -> Service:
    """Open the campaign once a process.

    Raises
    ------
    DataError, DashboardError
        The database or the campaign folder cannot be used.
    """
    return Service.open(settings.load())


def key() -> Key:
    """Give what the cached figures depend on: database, revision, day."""
    opened = service()
    return opened.settings.database, opened.revision, opened.settings.today


def overview() -> Overview:
    """Give the headline."""
    return _overview(key())


def coverage() -> Sequence[CoverageRow]:
    """Give the coverage rows."""
    return _coverage(key())


def curve(quartier: str) -> Curve:
    """Give doors over time, for the town where `quartier` is empty."""
    return _curve(key(), quartier)


def results() -> Sequence[ResultRow]:
    """Give the results rows."""
    return _results(key())


@st.cache_data(show_spinner=False, max_entries=8)
def _overview(key: Key) -> Overview:
    return service().overview()


@st.cache_data(show_spinner=False, max_entries=8)
def _coverage(key: Key) -> tuple[CoverageRow, ...]:
    return tuple(service().coverage())


@st.cache_data(show_spinner=False, max_entries=64)
def _curve(key: Key, quartier: str) -> Curve:
    return service().curve(quartier or None)


@st.cache_data(show_spinner=False, max_entries=8)
def _results(key: Key) -> tuple[ResultRow, ...]:
    return tuple(service().results())
