"""Figures and records, as the service gives them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.cached.opening import Key
from dashboard.cached.run import held, key, service
from dashboard.coverage import Curve, Front, Overview
from dashboard.outlook import NextPlace
from dashboard.publishing import Draft
from dashboard.rounds import Summary
from data.analysis.coverage import CoverageRow
from data.analysis.results import ResultRow, weighted_towns
from data.analysis.verbatims.keyness import KeyWord
from data.analysis.weighting import WeightedMean
from data.fieldwork import Outing
from data.model import Quartier, Questionnaire


def overview() -> Overview:
    """Give the headline."""
    return _first()[0]


def front() -> Front:
    """Give what everybody may see."""
    return _front(key=key())


def coverage() -> Sequence[CoverageRow]:
    """Give the coverage rows."""
    return _first()[1]


def _first() -> tuple[Overview, tuple[CoverageRow, ...]]:
    """Give what every page asks for, several times: fetched from the cache once a run."""
    run = held()
    if run is None:
        return _overview_and_rows(key=key())
    run.first = run.first or _overview_and_rows(key=run.key)
    return run.first


def quartiers() -> Sequence[Quartier]:
    """Give the quartiers, by code."""
    return _quartiers(key=key())


def curve(quartier: str) -> Curve:
    """Give doors over time, for the town where `quartier` is empty."""
    return _curve(key=key(), quartier=quartier)


def results() -> Sequence[ResultRow]:
    """Give the results rows."""
    return _results(key=key())


def weighted() -> Mapping[str, WeightedMean]:
    """Give the mean of the town weighted by dwellings, by question."""
    return _weighted(key=key())


def questionnaire() -> Questionnaire:
    """Give the newest version of the questionnaire."""
    return _questionnaire(key=key())


def outings() -> Sequence[Outing]:
    """Give the outings by day and time."""
    return _outings(key=key())


def outing_summaries() -> Sequence[Summary]:
    """Give the outings by day, with the people and the doors of each."""
    return _outing_summaries(key=key())


def where_next() -> Sequence[NextPlace]:
    """Give the quartiers that call for the next outings, greatest expected shortfall first."""
    return _where_next(key=key())


def draft(questions: tuple[str, ...], *, themes: bool, quotes: bool, again: bool = False) -> Draft:
    """Give a release that is being prepared, and its pages."""
    return _draft(key=key(), questions=questions, themes=themes, quotes=quotes, again=again)


def key_words() -> Mapping[str, tuple[KeyWord, ...]]:
    """Give the words that each quartier uses more than the others, by its code."""
    return _key_words(key=key())


@st.cache_data(show_spinner=False, max_entries=8)
def _overview_and_rows(key: Key) -> tuple[Overview, tuple[CoverageRow, ...]]:
    return service().coverage.overview(), tuple(service().coverage.rows())


@st.cache_data(show_spinner=False, max_entries=8)
def _front(key: Key) -> Front:
    return service().coverage.front()


@st.cache_data(show_spinner=False, max_entries=8)
def _quartiers(key: Key) -> tuple[Quartier, ...]:
    return tuple(service().quartiers())


@st.cache_data(show_spinner=False, max_entries=64)
def _curve(key: Key, quartier: str) -> Curve:
    return service().coverage.curve(quartier or None)


@st.cache_data(show_spinner=False, max_entries=8)
def _results(key: Key) -> tuple[ResultRow, ...]:
    return tuple(service().results())


@st.cache_data(show_spinner=False, max_entries=8)
def _weighted(key: Key) -> dict[str, WeightedMean]:
    return weighted_towns(results(), service().dwellings())


@st.cache_data(show_spinner=False, max_entries=8)
def _questionnaire(key: Key) -> Questionnaire:
    return service().questionnaire()


@st.cache_data(show_spinner=False, max_entries=8)
def _outings(key: Key) -> tuple[Outing, ...]:
    return tuple(service().rounds.outings())


@st.cache_data(show_spinner=False, max_entries=8)
def _outing_summaries(key: Key) -> tuple[Summary, ...]:
    return tuple(service().rounds.summaries())


@st.cache_data(show_spinner=False, max_entries=8)
def _where_next(key: Key) -> tuple[NextPlace, ...]:
    return tuple(service().outlook.where_next())


@st.cache_data(show_spinner=False, max_entries=8)
def _draft(key: Key, questions: tuple[str, ...], themes: bool, quotes: bool, again: bool) -> Draft:
    return service().publishing.prepare(questions, themes=themes, quotes=quotes, again=again)


@st.cache_data(show_spinner=False, max_entries=2)
def _key_words(key: Key) -> dict[str, tuple[KeyWord, ...]]:
    return dict(service().answers.key_words())
