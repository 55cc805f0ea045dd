"""Every Streamlit cache of the app.

What is cached is small (aggregates, rendered layers, never answers) and keyed by the database, its
revision and the role of who is signed in: a write by anyone shows at the next rerun, nothing stale
is ever drawn, and nobody sees what was made for another role.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import charts, i18n, place_map, results_view, settings, signed_in
from dashboard import street_map as street_maps
from dashboard.access import PUBLIC, Actor
from dashboard.coverage_view import CoverageView
from dashboard.coverage_view import build as coverage_view_of
from dashboard.entrance.cookies import Cookies
from dashboard.files import frame_of
from dashboard.place_map import PlaceMap
from dashboard.publishing import Draft
from dashboard.results_look import PLAIN, Look
from dashboard.results_view import PlaceView, QuestionView
from dashboard.rounds import NextPlace, Summary
from dashboard.service import Curve, Front, Overview, Service
from data.analysis.coverage import CoverageRow
from data.analysis.results import Measure, ResultRow, weighted_towns
from data.analysis.verbatims.keyness import KeyWord
from data.analysis.weighting import WeightedMean
from data.fieldwork import Outing
from data.model import Quartier, Questionnaire, Role
from geo.streetmap import StreetStyle
from geo.webmap import display_shapes

if TYPE_CHECKING:
    import geopandas as gpd

Key = str

_held: ContextVar["_Held | None"] = ContextVar("held", default=None)


@dataclass
class _Held:
    """What one run has asked for already."""

    service: Service
    key: Key
    first: tuple[Overview, tuple[CoverageRow, ...]] | None = None


@st.cache_resource(show_spinner=False)
def opened() -> Service:
    """Open the campaign once a process; nobody is asked who they are.

    Raises
    ------
    DataError, DashboardError
        The database or the campaign folder cannot be used.
    """
    return Service.open(settings.load())


def cookies() -> Cookies:
    """Give what reads the cookies of this campaign, made once a process and key.

    Raises
    ------
    KeyFileError
        The key file cannot be used.
    """
    return _cookies(opened().keys.mark)


@st.cache_resource(show_spinner=False, max_entries=2)
def _cookies(key_mark: bytes) -> Cookies:
    return opened().entering.cookies()


def who(mine: bytes) -> Actor:
    """Say who is signed in with a token, by its hash; the public where nobody is any more."""
    found, until = _who(_plain_key(), mine)
    return found if opened().settings.clock().date() <= until else PUBLIC


def known_as(identity: str) -> Actor:
    """Say whose account it is that a provider vouches for; the public where it is nobody's."""
    return _known_as(_plain_key(), identity)


def _plain_key() -> Key:
    """Give the database and its revision, before it is known who asks."""
    return f"{opened().settings.database} {opened().revision}"


@st.cache_data(show_spinner=False, max_entries=1024)
def _who(key: Key, mine: bytes) -> tuple[Actor, date]:
    return opened().entering.who(mine)


@st.cache_data(show_spinner=False, max_entries=1024)
def _known_as(key: Key, identity: str) -> Actor:
    return opened().entering.known_as(identity)


def service() -> Service:
    """Give the campaign as who is signed in may use it.

    Raises
    ------
    DataError, DashboardError
        The database or the campaign folder cannot be used.
    """
    held = _held.get()
    return opened().acting(signed_in.actor()) if held is None else held.service


def role() -> Role:
    """Give the role of who is signed in."""
    return service().actor.role


def may(wanted: Role) -> bool:
    """Say whether who is signed in may see what is for a role."""
    return role() >= wanted


def key() -> Key:
    """Give what cached figures depend on, as one text: that hashes fastest."""
    held = _held.get()
    return _key(service()) if held is None else held.key


def _key(asked: Service) -> Key:
    known = asked.settings
    return f"{known.database} {asked.revision} {known.today} {asked.actor.role}"


@contextmanager
def one_revision() -> Iterator[None]:
    """Ask for the revision once for all figures of one run: they belong together, and cost less.

    Whoever writes inside has to start the run again before the figures are asked for.
    """
    asked = service()
    token = _held.set(_Held(asked, _key(asked)))
    try:
        yield
    finally:
        _held.reset(token)


def overview() -> Overview:
    """Give the headline."""
    return _first()[0]


def front() -> Front:
    """Give what everybody may see."""
    return _front(key())


def coverage() -> Sequence[CoverageRow]:
    """Give the coverage rows."""
    return _first()[1]


def _first() -> tuple[Overview, tuple[CoverageRow, ...]]:
    """Give what every page asks for, several times: fetched from the cache once a run."""
    held = _held.get()
    if held is None:
        return _overview_and_rows(key())
    held.first = held.first or _overview_and_rows(held.key)
    return held.first


def quartiers() -> Sequence[Quartier]:
    """Give the quartiers, by code."""
    return _quartiers(key())


def coverage_view(quartier: str) -> CoverageView:
    """Give all that the coverage page shows, ready made, for the town where `quartier` is empty."""
    language = i18n.language()
    return _coverage_view(f"{key()} {language} {quartier}", quartier)


def curve(quartier: str) -> Curve:
    """Give doors over time, for the town where `quartier` is empty."""
    return _curve(key(), quartier)


def results() -> Sequence[ResultRow]:
    """Give the results rows."""
    return _results(key())


def shapes() -> "gpd.GeoDataFrame":
    """Give the quartiers simplified for maps; shared, never to be changed.

    Kept by what they are made of rather than by the revision: each door raises that, while
    simplifying was the largest part of drawing the page of coverage again.
    """
    known = quartiers()
    outlines = repr([(quartier.code, quartier.name, quartier.geometry) for quartier in known])
    return _shapes(sha256(outlines.encode()).hexdigest(), known)


def calendar_chart() -> charts.Spec:
    """Give the calendar line of the phases."""
    return _calendar_chart(key(), i18n.language())


def outings() -> Sequence[Outing]:
    """Give the outings by day and time."""
    return _outings(key())


def outing_summaries() -> Sequence[Summary]:
    """Give the outings by day, with the people and the doors of each."""
    return _outing_summaries(key())


def where_next() -> Sequence[NextPlace]:
    """Give the quartiers that call for the next outings, greatest expected shortfall first."""
    return _where_next(key())


def forecast_html() -> str:
    """Give the forecast of the coverage page, ready made."""
    return _forecast_html(key(), i18n.language())


def meeting_map(quartier: str, place: tuple[float, float] | None) -> PlaceMap:
    """Give the map on which a meeting point is picked, with the one there is."""
    return _meeting_map(key(), quartier, place, i18n.language())


def questionnaire() -> Questionnaire:
    """Give the newest version of the questionnaire."""
    return _questionnaire(key())


def question_view(question: str, quartier: str, look: Look = PLAIN) -> QuestionView:
    """Give all that is shown of one question, with `quartier` pointed out."""
    chosen = (look.measure.value, look.uncertain, look.smoothed)
    return _question_view(key(), question, quartier, chosen, i18n.language())


def place_view(quartier: str, measure: Measure = Measure.MEAN) -> PlaceView | None:
    """Give all questions for a quartier, or the town where it is empty; None without answers."""
    return _place_view(key(), quartier, measure.value, i18n.language())


def pair_view(first: str, second: str, question: str = "", measure: Measure = Measure.MEAN) -> str:
    """Give two quartiers beside each other as HTML: one question, or all where it is empty."""
    return _pair_view(key(), (first, second), question, measure.value, i18n.language())


@st.cache_data(show_spinner=False, max_entries=8)
def _overview_and_rows(key: Key) -> tuple[Overview, tuple[CoverageRow, ...]]:
    return service().overview(), tuple(service().coverage())


@st.cache_data(show_spinner=False, max_entries=8)
def _front(key: Key) -> Front:
    return service().front()


@st.cache_data(show_spinner=False, max_entries=64)
def _curve(key: Key, quartier: str) -> Curve:
    return service().curve(quartier or None)


@st.cache_data(show_spinner=False, max_entries=8)
def _results(key: Key) -> tuple[ResultRow, ...]:
    return tuple(service().results())


@st.cache_data(show_spinner=False, max_entries=8)
def _quartiers(key: Key) -> tuple[Quartier, ...]:
    return tuple(service().quartiers())


@st.cache_data(show_spinner=False, max_entries=8)
def _calendar_chart(key: Key, language: str) -> charts.Spec:
    return charts.calendar(service().campaign(), today=service().settings.today)


@st.cache_resource(show_spinner=False, max_entries=2)
def _shapes(digest: str, _quartiers: Sequence[Quartier]) -> "gpd.GeoDataFrame":
    return display_shapes(frame_of(_quartiers))


@st.cache_data(show_spinner=False, max_entries=64)
def _coverage_view(key: Key, _quartier: str) -> CoverageView:
    made = coverage_view_of(overview(), coverage(), curve(_quartier), shapes(), chosen=_quartier)
    return made._replace(days=made.days + forecast_html())


@st.cache_data(show_spinner=False, max_entries=8)
def _weighted(key: Key) -> dict[str, WeightedMean]:
    return weighted_towns(results(), service().dwellings())


@st.cache_data(show_spinner=False, max_entries=256)
def _question_view(
    key: Key, question: str, quartier: str, look: tuple[str, bool, bool], language: str
) -> QuestionView:
    asked = next(one for one in questionnaire().ratings if one.key == question)
    return results_view.of_question(
        shapes(),
        asked,
        [row for row in results() if row.question == question],
        _weighted(key)[question],
        service().dwellings(),
        k=overview().campaign.k,
        look=Look(Measure(look[0]), *look[1:]),
        chosen=quartier,
    )


@st.cache_data(show_spinner=False, max_entries=256)
def _place_view(key: Key, quartier: str, measure: str, language: str) -> PlaceView | None:
    return results_view.of_place(
        questionnaire(), results(), _weighted(key), quartier, look=Look(Measure(measure))
    )


@st.cache_data(show_spinner=False, max_entries=256)
def _pair_view(key: Key, codes: tuple[str, str], question: str, measure: str, language: str) -> str:
    return results_view.of_pair(
        questionnaire(),
        results(),
        service().dwellings(),
        codes,
        question=question,
        measure=Measure(measure),
        k=overview().campaign.k,
    )


@st.cache_data(show_spinner=False, max_entries=8)
def _outings(key: Key) -> tuple[Outing, ...]:
    return tuple(service().rounds.outings())


@st.cache_data(show_spinner=False, max_entries=8)
def _outing_summaries(key: Key) -> tuple[Summary, ...]:
    return tuple(service().rounds.summaries())


@st.cache_data(show_spinner=False, max_entries=8)
def _where_next(key: Key) -> tuple[NextPlace, ...]:
    return tuple(service().rounds.where_next())


@st.cache_data(show_spinner=False, max_entries=8)
def _forecast_html(key: Key, language: str) -> str:
    from dashboard.components import forecast

    rounds, found = service().rounds, overview()
    names = {q.code: q.name for q in quartiers()}
    return forecast.html(rounds.forecast(), rounds.prospects(), names, found)


@st.cache_data(show_spinner=False, max_entries=64)
def _meeting_map(
    key: Key, quartier: str, place: tuple[float, float] | None, language: str
) -> PlaceMap:
    found = service().turf.sections(quartier) if quartier else ()
    streets = [(s.section.street, s.section.geometry) for s in found if s.section.geometry]
    return place_map.draw(shapes(), streets, place, chosen=quartier)


@st.cache_data(show_spinner=False, max_entries=8)
def _questionnaire(key: Key) -> Questionnaire:
    return service().questionnaire()


def street_shapes(quartier: str) -> "gpd.GeoDataFrame":
    """Give the streets of a quartier simplified for maps; shared, never to be changed."""
    return _street_shapes(key(), quartier)


def street_map(quartier: str, styles: "street_maps.Styles") -> "street_maps.StreetMap | None":
    """Give the map of the streets of a quartier; None where no street has a place."""
    return _street_map(f"{key()} {i18n.language()}", quartier, styles)


@st.cache_resource(show_spinner=False, max_entries=32)
def _street_shapes(key: Key, quartier: str) -> "gpd.GeoDataFrame":
    return street_maps.shapes(service().turf.sections(quartier or None))


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs={StreetStyle: repr})
def _street_map(
    key: Key, quartier: str, styles: "street_maps.Styles"
) -> "street_maps.StreetMap | None":
    outlines = shapes()
    if quartier:
        outlines = outlines[outlines["code"] == quartier]
    return street_maps.draw(street_shapes(quartier), styles, outlines)


def draft(questions: tuple[str, ...], *, themes: bool, quotes: bool) -> Draft:
    """Give a release that is being prepared, and its pages."""
    return _draft(key(), questions, themes, quotes)


@st.cache_data(show_spinner=False, max_entries=8)
def _draft(key: Key, questions: tuple[str, ...], themes: bool, quotes: bool) -> Draft:
    return service().publishing.prepare(questions, themes=themes, quotes=quotes)


def key_words() -> Mapping[str, tuple[KeyWord, ...]]:
    """Give the words that each quartier uses more than the others, by its code."""
    return _key_words(key())


@st.cache_data(show_spinner=False, max_entries=2)
def _key_words(key: Key) -> dict[str, tuple[KeyWord, ...]]:
    return dict(service().answers.key_words())
