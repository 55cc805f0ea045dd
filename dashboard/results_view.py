"""All that the pages of the results show, made once for each state of the records.

Numbers are put into words here and not at each rerun: that is what costs.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from dashboard import score_map
from dashboard.components import (
    results_bars,
    results_notes,
    results_pair,
    results_question,
    results_table,
    results_town,
)
from dashboard.components.markup import details
from dashboard.i18n import _, ngettext, text
from dashboard.mapview import DrawnMap
from dashboard.results_look import PLAIN, Look
from data.analysis.results import (
    TOWN,
    Dwellings,
    Figure,
    Measure,
    ResultRow,
    compare,
    figure,
    smoothed_rows,
)
from data.analysis.weighting import WeightedMean
from data.model import Question, Questionnaire

if TYPE_CHECKING:
    import geopandas as gpd

Weighted = Mapping[str, WeightedMean]
"""Means of the town by key of the question."""


class QuestionView(NamedTuple):
    """One question in all quartiers.

    Parameters
    ----------
    head
        HTML: the question as it was asked and the figures of the whole town.
    title
        Of the map.
    table
        HTML: the figures by quartier, the whole town below, and how they are made.
    place
        Name of the chosen quartier, "" for none.
    spread
        HTML: how the answers spread, as bars.
    counts
        HTML: the same figures as a table.
    """

    head: str
    title: str
    map: DrawnMap
    table: str
    place: str
    spread: str
    counts: str


class PlaceView(NamedTuple):
    """All questions in one quartier or in the whole town; each part is HTML."""

    title: str
    means: str
    spread: str
    tables: str


def of_question(
    shapes: "gpd.GeoDataFrame",
    question: Question,
    rows: Sequence[ResultRow],
    weighted: WeightedMean,
    dwellings: Dwellings,
    *,
    k: int,
    look: Look = PLAIN,
    chosen: str = "",
) -> QuestionView:
    """Make the view of one question.

    Parameters
    ----------
    rows
        Its results: the whole town first, then the quartiers by code.
    weighted
        Its mean weighted by dwellings.
    k
        Fewest answers an area needs to be coloured.
    chosen
        Code of the quartier to point out, "" for none.
    """
    town, *quartiers = rows
    short = text(question.short) or question.key
    named = [(row.name or _("Whole town"), row) for row in rows]
    wished = look.smoothed and look.measure is Measure.MEAN
    smoothed = _smoothed(rows, dwellings) if wished else {}
    missing = [quartiers[at].name for at in weighted.missing]
    return QuestionView(
        head=results_question.html(question)
        + results_town.html(town, weighted, missing, look=look),
        title=_title(look, smoothed, short),
        map=score_map.draw(
            shapes, rows, question, k=k, look=look, smoothed=smoothed, chosen=chosen
        ),
        table=results_table.by_quartier(
            quartiers, town, look=look, smoothed=smoothed, chosen=chosen
        )
        + (_on_smoothing(quartiers, smoothed, k) if wished else "")
        + results_notes.figures(look),
        place=next((row.name for row in quartiers if row.code == chosen), ""),
        spread=_spread(question, short, named),
        counts=results_table.spread(named, _("Quartier")),
    )


def of_place(
    questionnaire: Questionnaire,
    rows: Iterable[ResultRow],
    weighted: Weighted,
    code: str,
    *,
    look: Look = PLAIN,
) -> PlaceView | None:
    """Make the view of one quartier, or of the whole town where `code` is empty.

    Beside a quartier stands the plain figure of the town, beside the town its weighted one.

    Returns
    -------
    PlaceView or None
        None where nobody answered there.
    """
    found = {(row.question, row.code): row for row in rows}
    asked = [(text(one.short) or one.key, one.key) for one in questionnaire.ratings]
    spread = [(name, found[key, code]) for name, key in asked]
    if not any(row.n for _name, row in spread):
        return None
    measure = look.measure
    towns = {key: figure(found[key, TOWN], measure) for _name, key in asked}
    beside = [
        (name, found[key, code], towns[key] if code else _weighted(weighted, key, measure))
        for name, key in asked
    ]
    head = _("Whole town") if code else _("Weighted by dwellings")
    tables = results_table.by_question(beside, head=head, look=look)
    tables += results_table.spread(spread, _("Question"))
    title = _("Share of 4 and 5, with its interval")
    title = title if measure is Measure.SHARE else _("Mean and interval")
    marks = [
        (name, row, towns[key].value if code else None)
        for (name, key), (_same, row) in zip(asked, spread, strict=True)
    ]
    return PlaceView(
        title=title,
        means=_dots(marks, measure, title),
        spread=results_bars.distributions(spread, title=_("How the answers spread")),
        tables=details(_("These figures as a table"), tables) + results_notes.figures(look),
    )


def of_pair(
    questionnaire: Questionnaire,
    rows: Iterable[ResultRow],
    dwellings: Dwellings,
    codes: tuple[str, str],
    *,
    question: str,
    measure: Measure,
    k: int,
) -> str:
    """Compare two quartiers: one question, or all of them where `question` is empty; HTML."""
    found = {(row.question, row.code): row for row in rows}
    asked = [one for one in questionnaire.ratings if not question or one.key == question]
    firsts, seconds = ([found[one.key, code] for one in asked] for code in codes)
    gaps = compare(firsts, seconds, dwellings, measure=measure)
    pairs = [
        results_pair.Pair(text(one.short) or one.key, first, second, gap)
        for one, first, second, gap in zip(asked, firsts, seconds, gaps, strict=True)
    ]
    if question:
        return results_pair.of_question(pairs[0], measure=measure, k=k)
    return results_pair.of_place(pairs, measure=measure, k=k)


def _dots(rows: Iterable[tuple[str, ResultRow, float | None]], measure: Measure, title: str) -> str:
    """Draw means or shares on their intervals."""
    if measure is Measure.MEAN:
        return results_bars.means(rows, title=title)
    shares = ((name, row, figure(row, measure), town) for name, row, town in rows)
    return results_bars.shares(shares, title=title)


def _weighted(weighted: Weighted, question: str, measure: Measure) -> Figure:
    return results_town.weighted_figure(weighted[question], measure)


def _smoothed(rows: Iterable[ResultRow], dwellings: Dwellings) -> dict[str, Figure]:
    """Smooth the means of one question, by code."""
    found = smoothed_rows(rows, dwellings)
    return {code: Figure(one.mean, one.low, one.high) for code, one in found.items()}


def _title(look: Look, smoothed: Mapping[str, Figure], short: str) -> str:
    """Name the map by what it shows."""
    if smoothed:
        return _("Smoothed estimate by quartier: {question}", question=short)
    if look.measure is Measure.SHARE:
        return _("Share of 4 and 5 by quartier: {question}", question=short)
    return _("Mean by quartier: {question}", question=short)


def _on_smoothing(rows: Iterable[ResultRow], smoothed: Mapping[str, Figure], k: int) -> str:
    """Say what the smoothed estimates are, or why there are none."""
    if smoothed:
        said = _("The map shows the smoothed estimate; the mean stands beside it in the table.")
        return f'<p class="caution">{escape(said)}</p>' + results_notes.smoothing()
    few = sum(row.fragile for row in rows)
    said = (
        ngettext(
            "No smoothed estimate for this question: {n} quartier has fewer than {k} answers, and "
            "what is held back there could be worked out. The map shows the means.",
            "No smoothed estimate for this question: {n} quartiers have fewer than {k} answers, "
            "and what is held back there could be worked out. The map shows the means.",
            few,
            k=k,
        )
        if few
        else _(
            "No smoothed estimate for this question: it takes four quartiers and answers that "
            "differ. The map shows the means."
        )
    )
    return f'<p class="caution">{escape(said)}</p>'


def _spread(question: Question, short: str, named: Iterable[tuple[str, ResultRow]]) -> str:
    """Give heading, scale and bars."""
    title = _("How the answers to “{question}” spread", question=short)
    return (
        results_question.heading(_("How the answers spread"))
        + results_question.scale_html(question)
        + results_bars.distributions(named, title=title)
    )
