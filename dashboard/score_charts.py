"""The charts of the results as Vega-Lite specifications: plain data that can be cached.

Rows stay in the order in which they are handed in: none is sorted by score. Each label stands
above its bar, not beside it, so that long names stay whole on a phone. Marks have fixed colours
that hold on a light and on a dark page; text is left to the theme.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import altair as alt

from dashboard import score_words as words
from dashboard.i18n import _, percent, text
from data.analysis.results import TOWN, ResultRow
from data.model import SCALE, Questionnaire
from geo.palette import SCORE_COLOURS, score_colour

NEUTRAL = SCALE.index(3)
STEP = 46
"""Pixels a row takes: the label and the bar below it."""
BAR = 15
LIFT = -15
"""Pixels from the middle of a bar up to the middle of its label."""
GREY = "#8a919c"
"""Can be told from a light and from a dark page."""
OUTLINE = "#3b3f46"
FADED = 0.4
"""Opacity of rows with too few answers."""
SHARES = [-1, -0.5, 0, 0.5, 1]
SHARE_LABEL = "format(abs(datum.value) * 100, 'd') + '\u202f%'"

Spec = dict[str, Any]


class Bar(NamedTuple):
    """One row of a chart: a quartier, the town, or a question.

    Parameters
    ----------
    distribution
        Answers per score, 1 first.
    mean, low, high
        From 1 to 5, with the interval; all None without answers.
    fragile
        Fewer answers than may be published.
    reference
        The mean of the whole town, None where it is not to be shown.
    """

    label: str
    distribution: Sequence[int]
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    fragile: bool = False
    reference: float | None = None

    @property
    def n(self) -> int:
        """Answers in all."""
        return sum(self.distribution)


def bar(row: ResultRow, label: str = "", *, reference: float | None = None) -> Bar:
    """Make a row of a chart; without a `label` it has the name of its quartier, or of the town."""
    return Bar(
        label or row.name or _("Whole town"),
        row.distribution,
        row.mean,
        row.low,
        row.high,
        row.fragile,
        reference,
    )


def of_place(questionnaire: Questionnaire, rows: Iterable[ResultRow], code: str) -> Sequence[Bar]:
    """Make a row a question, for one quartier or, where `code` is empty, for the whole town.

    The mean of the whole town stands beside that of a quartier.
    """
    found = {(row.question, row.code): row for row in rows}
    return [
        bar(
            found[question.key, code],
            text(question.short) or question.key,
            reference=found[question.key, TOWN].mean if code else None,
        )
        for question in questionnaire.ratings
    ]


def distributions(bars: Sequence[Bar]) -> Spec:
    """Give diverging stacked bars: half of the neutral answers on either side of the middle."""
    axis = alt.Axis(title=None, labelExpr=SHARE_LABEL, values=SHARES, domain=False, ticks=False)
    pieces = [piece for at, bar in enumerate(bars) if bar.n for piece in _pieces(at, bar)]
    stacks = (
        alt.Chart(_values(pieces))
        .mark_bar(size=BAR, stroke=GREY, strokeWidth=0.7)
        .encode(
            x=alt.X("from:Q", axis=axis, scale=alt.Scale(domain=[-1, 1], nice=False)),
            x2="to:Q",
            y=_place(bars),
            color=alt.Color("colour:N", scale=None),
            opacity=alt.Opacity("opacity:Q", scale=None),
            tooltip=_said(),
        )
    )
    return _spec(bars, stacks)


def means(bars: Sequence[Bar]) -> Spec:
    """Give each mean as a dot on the bar of its interval, with a line for the whole town."""
    axis = alt.Axis(title=None, values=list(SCALE), format="d", domain=False, ticks=False)
    scale = alt.Scale(domain=[SCALE[0], SCALE[-1]], nice=False)
    dots = [_dot(at, bar) for at, bar in enumerate(bars) if bar.n]
    base = alt.Chart(_values(dots)).encode(y=_place(bars), tooltip=_said())
    faded = alt.Opacity("opacity:Q", scale=None)
    interval = base.mark_bar(size=8, color=GREY, cornerRadius=4).encode(
        x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q", opacity=faded
    )
    town = base.mark_tick(size=24, thickness=3, color="#d9822b").encode(
        x=alt.X("town:Q", scale=scale)
    )
    mean = base.mark_point(
        size=190, filled=True, stroke=OUTLINE, strokeWidth=1.3, opacity=1
    ).encode(x=alt.X("mean:Q", scale=scale), fill=alt.Fill("colour:N", scale=None))
    return _spec(bars, interval, town, mean)


def _pieces(place: int, bar: Bar) -> Iterator[dict[str, Any]]:
    """Cut one row into its scores."""
    shares = [count / bar.n for count in bar.distribution]
    at = -sum(shares[:NEUTRAL]) - shares[NEUTRAL] / 2
    for score, count, share, colour in zip(
        SCALE, bar.distribution, shares, SCORE_COLOURS, strict=True
    ):
        if count:
            said = _(
                "Score {score}: {answers} ({share})",
                score=score,
                answers=words.answers(count),
                share=percent(share),
            )
            yield {
                **_row(place, bar, said),
                "from": round(at, 6),
                "to": round(at + share, 6),
                "colour": colour,
            }
        at += share


def _dot(place: int, bar: Bar) -> dict[str, Any]:
    """Give what the chart of means needs of one row with answers."""
    mean = bar.mean or SCALE[0]
    said = _(
        "Mean {mean} (interval {interval}), {answers}",
        mean=words.score(bar.mean),
        interval=words.interval(bar.low, bar.high),
        answers=words.answers(bar.n),
    )
    if bar.reference is not None:
        said += " · " + _("whole town: {mean}", mean=words.score(bar.reference))
    return {
        **_row(place, bar, said),
        "mean": mean,
        "low": bar.low,
        "high": bar.high,
        "town": bar.reference,
        "colour": score_colour(mean),
    }


def _row(place: int, bar: Bar, said: str) -> dict[str, Any]:
    """Give what every mark of a row has."""
    opacity = FADED if bar.fragile else 1
    return {"row": place, "label": bar.label, "said": said, "opacity": opacity}


def _said() -> list[alt.Tooltip]:
    """Say two lines: whose answers, and which."""
    return [alt.Tooltip("label:N", title=" "), alt.Tooltip("said:N", title=" ")]


def _place(bars: Sequence[Bar], axis: alt.Axis | None = None) -> alt.Y:
    """Place rows by their number: two of them may have the same name."""
    return alt.Y("row:O", axis=axis, scale=alt.Scale(domain=list(range(len(bars)))))


def _beside(bars: Sequence[Bar], labels: Sequence[str], side: Literal["left", "right"]) -> Any:
    """Write a label above each row: a layer that draws an axis and nothing else."""
    axis = alt.Axis(
        orient=side,
        labelExpr=f"{json.dumps(labels)}[datum.value]",
        labelAlign=side,
        labelPadding=0,
        labelOffset=LIFT,
        labelFontSize=13,
        labelFontWeight=600 if side == "left" else 400,
        labelLimit=330,
        labelOverlap=False,
        title=None,
        ticks=False,
        domain=False,
        grid=False,
    )
    rows = _values([{"row": at} for at in range(len(bars))])
    points = alt.Chart(rows).mark_point(opacity=0, size=0)
    return points.encode(y=_place(bars, axis), x=alt.value(0))


def _values(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Hand rows to Vega as they are."""
    return alt.InlineData(values=[dict(row) for row in rows])


def _spec(bars: Sequence[Bar], *marks: alt.Chart) -> Spec:
    """Put the marks and their labels together."""
    names = _beside(bars, [bar.label for bar in bars], "left")
    counts = [words.count_mark(bar.n, fragile=bar.fragile) for bar in bars]
    layers = alt.layer(*marks, names, _beside(bars, counts, "right"))
    chart = layers.resolve_axis(y="independent")
    sized = chart.properties(height=STEP * max(len(bars), 1))
    return dict(sized.configure_view(stroke=None).to_dict())
