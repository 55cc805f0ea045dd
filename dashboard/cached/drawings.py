"""What pages draw, ready made: outlines, maps, charts and HTML."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import charts, i18n, place_map, results_view
from dashboard import street_map as street_maps
from dashboard.cached import figures
from dashboard.cached.opening import Key
from dashboard.cached.run import key, service
from dashboard.components import forecast
from dashboard.components.markup import Html
from dashboard.coverage_view import CoverageView
from dashboard.coverage_view import build as coverage_view_of
from dashboard.map_files import frame_of
from dashboard.place_map import PlaceMap
from dashboard.results_look import PLAIN, Look
from dashboard.results_view import PlaceView, QuestionView
from data.analysis.results import Measure
from data.model import Quartier
from geo.streetmap import StreetStyle
from geo.webmap import display_shapes

if TYPE_CHECKING:
    import geopandas as gpd


def coverage_view(quartier: str) -> CoverageView:
    """Give all that the coverage page shows, ready made, for the town where `quartier` is empty."""
    language = i18n.language()
    return _coverage_view(key=f"{key()} {language} {quartier}", _quartier=quartier)


def shapes() -> "gpd.GeoDataFrame":
    """Give the quartiers simplified for maps; shared, never to be changed.

    Kept by what they are made of rather than by the revision: each door raises that, while
    simplifying was the largest part of drawing the page of coverage again.
    """
    known = figures.quartiers()
    outlines = repr([(quartier.code, quartier.name, quartier.geometry) for quartier in known])
    return _shapes(digest=sha256(outlines.encode()).hexdigest(), _quartiers=known)


def calendar_chart() -> charts.Spec:
    """Give the calendar line of the phases."""
    return _calendar_chart(key=key(), language=i18n.language())


def forecast_html() -> str:
    """Give the forecast of the coverage page, ready made."""
    return _forecast_html(key=key(), language=i18n.language())


def meeting_map(quartier: str, place: tuple[float, float] | None) -> PlaceMap:
    """Give the map on which a meeting point is picked, with the one there is."""
    return _meeting_map(key=key(), quartier=quartier, place=place, language=i18n.language())


def question_view(question: str, quartier: str, look: Look = PLAIN) -> QuestionView:
    """Give all that is shown of one question, with `quartier` pointed out."""
    chosen = (look.measure.value, look.uncertain, look.smoothed)
    return _question_view(
        key=key(), question=question, quartier=quartier, look=chosen, language=i18n.language()
    )


def place_view(quartier: str, measure: Measure = Measure.MEAN) -> PlaceView | None:
    """Give all questions for a quartier, or the town where it is empty; None without answers."""
    return _place_view(
        key=key(), quartier=quartier, measure=measure.value, language=i18n.language()
    )


def pair_view(first: str, second: str, question: str = "", measure: Measure = Measure.MEAN) -> str:
    """Give two quartiers beside each other as HTML: one question, or all where it is empty."""
    return _pair_view(
        key=key(),
        codes=(first, second),
        question=question,
        measure=measure.value,
        language=i18n.language(),
    )


@st.cache_data(show_spinner=False, max_entries=8)
def _calendar_chart(key: Key, language: str) -> charts.Spec:
    return charts.calendar(service().campaign(), today=service().settings.today)


@st.cache_resource(show_spinner=False, max_entries=2)
def _shapes(digest: str, _quartiers: Sequence[Quartier]) -> "gpd.GeoDataFrame":
    return display_shapes(frame_of(_quartiers))


@st.cache_data(show_spinner=False, max_entries=64)
def _coverage_view(key: Key, _quartier: str) -> CoverageView:
    made = coverage_view_of(
        figures.overview(), figures.coverage(), figures.curve(_quartier), shapes(), chosen=_quartier
    )
    return made._replace(days=Html(made.days + forecast_html()))


@st.cache_data(show_spinner=False, max_entries=256)
def _question_view(
    key: Key, question: str, quartier: str, look: tuple[str, bool, bool], language: str
) -> QuestionView:
    asked = next(one for one in figures.questionnaire().ratings if one.key == question)
    return results_view.of_question(
        shapes(),
        asked,
        [row for row in figures.results() if row.question == question],
        figures.weighted()[question],
        service().dwellings(),
        k=figures.overview().campaign.k,
        look=Look(Measure(look[0]), *look[1:]),
        chosen=quartier,
    )


@st.cache_data(show_spinner=False, max_entries=256)
def _place_view(key: Key, quartier: str, measure: str, language: str) -> PlaceView | None:
    return results_view.of_place(
        figures.questionnaire(),
        figures.results(),
        figures.weighted(),
        quartier,
        look=Look(Measure(measure)),
    )


@st.cache_data(show_spinner=False, max_entries=256)
def _pair_view(key: Key, codes: tuple[str, str], question: str, measure: str, language: str) -> str:
    return results_view.of_pair(
        figures.questionnaire(),
        figures.results(),
        service().dwellings(),
        codes,
        question=question,
        measure=Measure(measure),
        k=figures.overview().campaign.k,
    )


@st.cache_data(show_spinner=False, max_entries=8)
def _forecast_html(key: Key, language: str) -> str:
    outlook, found = service().outlook, figures.overview()
    names = {q.code: q.name for q in figures.quartiers()}
    return forecast.html(outlook.forecast(), outlook.prospects(), names, found)


@st.cache_data(show_spinner=False, max_entries=64)
def _meeting_map(
    key: Key, quartier: str, place: tuple[float, float] | None, language: str
) -> PlaceMap:
    found = service().turf.sections(quartier) if quartier else ()
    streets = [(s.section.street, s.section.geometry) for s in found if s.section.geometry]
    return place_map.draw(shapes(), streets, place, chosen=quartier)


def street_shapes(quartier: str) -> "gpd.GeoDataFrame":
    """Give the streets of a quartier simplified for maps; shared, never to be changed."""
    return _street_shapes(key=key(), quartier=quartier)


def street_map(quartier: str, styles: street_maps.Styles) -> street_maps.StreetMap | None:
    """Give the map of the streets of a quartier; None where no street has a place."""
    return _street_map(key=f"{key()} {i18n.language()}", quartier=quartier, styles=styles)


@st.cache_resource(show_spinner=False, max_entries=32)
def _street_shapes(key: Key, quartier: str) -> "gpd.GeoDataFrame":
    return street_maps.shapes(service().turf.sections(quartier or None))


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs={StreetStyle: repr})
def _street_map(
    key: Key, quartier: str, styles: street_maps.Styles
) -> street_maps.StreetMap | None:
    outlines = shapes()
    if quartier:
        outlines = outlines[outlines["code"] == quartier]
    return street_maps.draw(street_shapes(quartier), styles, outlines)
