"""All that the pages of the results show, made once for each state of the records.

Numbers are put into words here and not at each rerun: that is what costs.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dashboard import score_map
from dashboard.components import results_bars, results_question, results_table, results_town
from dashboard.components.markup import details
from dashboard.i18n import _, text
from dashboard.mapview import DrawnMap
from data.analysis.results import TOWN, ResultRow
from data.model import Question, Questionnaire

if TYPE_CHECKING:
    import geopandas as gpd


class QuestionView(NamedTuple):
    """One question in all quartiers.

    Parameters
    ----------
    head
        HTML: the question as it was asked and the figures of the whole town.
    title
        Of the map.
    table
        HTML: the figures by quartier, the whole town below.
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

    means: str
    spread: str
    tables: str


def of_question(
    shapes: "gpd.GeoDataFrame",
    question: Question,
    rows: Sequence[ResultRow],
    *,
    k: int,
    chosen: str,
) -> QuestionView:
    """Make the view of one question.

    Parameters
    ----------
    rows
        Its results: the whole town first, then the quartiers by code.
    k
        Fewest answers an area needs to be coloured.
    chosen
        Code of the quartier to point out, "" for none.
    """
    town, *quartiers = rows
    short = text(question.short) or question.key
    named = [(row.name or _("Whole town"), row) for row in rows]
    return QuestionView(
        head=results_question.html(question) + results_town.html(town),
        title=_("Mean by quartier: {question}", question=short),
        map=score_map.draw(shapes, rows, question, k=k, chosen=chosen),
        table=results_table.by_quartier(quartiers, town, chosen=chosen),
        place=next((row.name for row in quartiers if row.code == chosen), ""),
        spread=_spread(question, short, named),
        counts=results_table.spread(named, _("Quartier")),
    )


def of_place(
    questionnaire: Questionnaire, rows: Iterable[ResultRow], code: str
) -> PlaceView | None:
    """Make the view of one quartier, or of the whole town where `code` is empty.

    Returns
    -------
    PlaceView or None
        None where nobody answered there.
    """
    found = {(row.question, row.code): row for row in rows}
    asked = [
        (text(one.short) or one.key, found[one.key, code], found[one.key, TOWN])
        for one in questionnaire.ratings
    ]
    if not any(here.n for _name, here, _town in asked):
        return None
    spread = [(name, here) for name, here, _town in asked]
    beside = [(name, here, town.mean if code else None) for name, here, town in asked]
    tables = results_table.by_question(asked, compare=bool(code)) + results_table.spread(
        spread, _("Question")
    )
    return PlaceView(
        means=results_bars.means(beside, title=_("Mean and interval")),
        spread=results_bars.distributions(spread, title=_("How the answers spread")),
        tables=details(_("These figures as a table"), tables),
    )


def _spread(question: Question, short: str, named: Iterable[tuple[str, ResultRow]]) -> str:
    """Give heading, scale and bars."""
    title = _("How the answers to “{question}” spread", question=short)
    return (
        results_question.heading(_("How the answers spread"))
        + results_question.scale_html(question)
        + results_bars.distributions(named, title=title)
    )
