"""Charts as Vega-Lite specifications: plain data that can be cached and sent without more work.

Marks have fixed colours that hold on a light and on a dark page; text is left to the theme.
Days are sent as local midnights, so that no time zone moves them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt
from babel.dates import format_skeleton, get_day_names, get_month_names

from dashboard import i18n
from dashboard.coverage import Curve
from dashboard.i18n import _, day, number, text
from data.model import Campaign, Phase

ACTUAL = "#3b7dd8"
PLAN = "#d9822b"
QUIET = "#8a919c"
DONE_OPACITY = 0.45

LOCALES = {"fr": "fr_FR", "en": "en_GB"}

Spec = dict[str, Any]


def doors_curve(curve: Curve, *, today: date) -> Spec:
    """Give doors over time, cumulative, with the plan as a dashed line.

    Parameters
    ----------
    today
        The line of doors knocked goes on to here, or to its last day where that is later.
    """
    knocked, planned = _("Doors knocked"), _("Plan")
    colour = alt.Color(
        "series:N",
        scale=alt.Scale(domain=[knocked, planned], range=[ACTUAL, PLAN]),
        legend=alt.Legend(title=None, orient="top", symbolType="stroke", symbolStrokeWidth=4),
    )
    encoding = {
        "x": alt.X("day:T", axis=_day_axis(), title=None),
        "y": alt.Y("doors:Q", title=None, axis=alt.Axis(tickCount=5, format="~d")),
        "color": colour,
        "tooltip": [alt.Tooltip("series:N", title=" "), alt.Tooltip("said:N", title=" ")],
    }
    plan = _points(planned, _weekly(curve.plan)).mark_line(strokeDash=[6, 4], strokeWidth=2)
    layers = [plan]
    if curve.actual:
        done = _points(knocked, _steps(curve, today))
        layers += [
            done.mark_line(interpolate="step-after", strokeWidth=3),
            done.mark_circle(size=60, opacity=1),
        ]
    drawn = [layer.encode(**encoding) for layer in layers]
    return _spec(alt.layer(*drawn).properties(height=280))


def _weekly(plan: Sequence[tuple[date, int]]) -> Sequence[tuple[date, int]]:
    """Give a point a week and the last one: the plan is straight, more would only be sent."""
    return [*plan[:-1:7], *plan[-1:]]


def _points(series: str, points: Iterable[tuple[date, int]]) -> alt.Chart:
    """Give a line as data."""
    rows = [
        {
            "series": series,
            "day": _at(on),
            "doors": doors,
            "said": _("{day}: {doors} doors", day=day(on), doors=number(doors)),
        }
        for on, doors in points
    ]
    return alt.Chart(alt.InlineData(values=rows))


def calendar(campaign: Campaign, *, today: date) -> Spec:
    """Give the phases on a calendar line, one below the other, with a mark for today.

    The mark is left out where today lies outside the campaign.
    """
    rows = [
        _phase_row(phase, today, doors=phase.key == campaign.doors) for phase in campaign.phases
    ]
    names = alt.Axis(
        title=None,
        labelAlign="left",
        labelPadding=-4,
        labelOffset=-14,
        labelFontSize=13,
        labelLimit=0,
        ticks=False,
        domain=False,
        grid=False,
        zindex=1,  # the names stay in front of the line of today
    )
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(height=12, cornerRadius=3, yOffset=7, y2Offset=7)
        .encode(
            x=alt.X("start:T", scale=alt.Scale(padding=8), axis=_day_axis(), title=None),
            x2="end:T",
            y=alt.Y("label:N", sort=None, axis=names),
            color=alt.Color("colour:N", scale=None),
            opacity=alt.Opacity("opacity:Q", scale=None),
            tooltip=[alt.Tooltip("said:N", title=" ")],
        )
    )
    layers: list[alt.Chart] = [bars]
    if min(p.start for p in campaign.phases) <= today <= max(p.end for p in campaign.phases):
        layers += _today_mark(today)
    return _spec(alt.layer(*layers).properties(height=46 * len(rows) + 50))


def _phase_row(phase: Phase, today: date, *, doors: bool) -> Mapping[str, Any]:
    """Give one phase as data; a phase of one day is drawn one day wide."""
    name = text(phase.label)
    days = " – ".join(short_day(on) for on in sorted({phase.start, phase.end}))
    return {
        "label": f"{name} · {days}",
        "said": f"{name}, {span_of(phase)}",
        "start": _at(phase.start),
        "end": _at(phase.end + timedelta(days=1)),
        "colour": ACTUAL if doors else QUIET,
        "opacity": DONE_OPACITY if phase.end < today else 1,
    }


def span_of(phase: Phase) -> str:
    """Say when a phase is: one day, or from a day to a day."""
    if phase.start == phase.end:
        return day(phase.start)
    return _("{start} to {end}", start=day(phase.start), end=day(phase.end))


def _today_mark(today: date) -> list[alt.Chart]:
    """Give the line that stands where today is, and its name."""
    here = alt.Chart(alt.InlineData(values=[{"today": _at(today), "name": _("today")}]))
    x = alt.X("today:T")
    return [
        here.mark_rule(color=PLAN, strokeWidth=2.5).encode(x=x),
        here.mark_text(
            color=PLAN, fontWeight="bold", align="center", baseline="bottom", dy=-9
        ).encode(x=x, y=alt.value(0), text="name:N"),
    ]


def _steps(curve: Curve, today: date) -> Iterable[tuple[date, int]]:
    """Give the days on which the number of doors changes, from nothing up to today."""
    done = list(curve.actual)
    start = min(curve.plan[0][0] if curve.plan else done[0][0], done[0][0] - timedelta(days=1))
    end = curve.plan[-1][0] if curve.plan else today
    rest = [(min(today, end), done[-1][1])] if done[-1][0] < min(today, end) else []
    return [(start, 0), *done, *rest]


def _at(on: date) -> str:
    """Give a day as local midnight."""
    return f"{on.isoformat()}T00:00:00"


def short_day(on: date) -> str:
    """Give a day without its year."""
    said = str(format_skeleton("MMMd", on, locale=LOCALES[i18n.language()]))
    return said.replace("1 ", "1er ", 1) if on.day == 1 and i18n.language() == "fr" else said


def _day_axis() -> alt.Axis:
    """Give an axis of days with few labels, none of which is cut or overlaps."""
    first = "%-der %b" if i18n.language() == "fr" else "%-d %b"
    return alt.Axis(
        labelExpr=f"timeFormat(datum.value, date(datum.value) == 1 ? '{first}' : '%-d %b')",
        tickCount=6,
        labelOverlap="greedy",
        labelFlush=True,
        labelBound=False,
    )


def _spec(chart: Any) -> Spec:
    """Give the specification, with the names of days and months in the user's language.

    The data stay in the layers: Streamlit would turn data that stand apart into tables of its
    own, at each rerun.
    """
    configured = chart.configure(locale=_locale(i18n.language())).configure_view(stroke=None)
    spec: Spec = configured.to_dict()
    data, shared = spec.pop("datasets"), spec.pop("data", None)
    for layer in spec["layer"]:
        layer["data"] = {"values": data[layer.get("data", shared)["name"]]}
    return spec


def _locale(language: str) -> Mapping[str, Any]:
    """Give what Vega needs to write dates, taken from CLDR."""
    days = [get_day_names(width, locale=language) for width in ("wide", "abbreviated")]
    months = [get_month_names(width, locale=language) for width in ("wide", "abbreviated")]
    week = [6, 0, 1, 2, 3, 4, 5]
    return {
        "time": {
            "dateTime": "%A %e %B %Y %X",
            "date": "%d/%m/%Y",
            "time": "%H:%M:%S",
            "periods": ["AM", "PM"],
            "days": [days[0][i] for i in week],
            "shortDays": [days[1][i] for i in week],
            "months": [months[0][i] for i in range(1, 13)],
            "shortMonths": [months[1][i] for i in range(1, 13)],
        }
    }
