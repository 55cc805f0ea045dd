"""Where the campaign will stand: doors a week, an interval and a chance, never one date.

HTML of our own, as the headline is: one element to send.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from dashboard.charts import short_day
from dashboard.components.markup import Row, table
from dashboard.components.where_next import chance
from dashboard.i18n import _, day, ngettext, number

if TYPE_CHECKING:
    from dashboard.coverage import Overview
    from data.analysis.forecast import Forecast
    from data.analysis.prospects import QuartierForecast


_STYLE = """<style>
.stHtml p.outlook {font-size: 1.02rem; line-height: 1.45; margin: 0 0 .8rem; max-width: 46rem}
.prospects {display: grid; gap: 1rem 2.5rem; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr))}
.range {position: relative; height: 1.1rem; border-radius: .55rem; margin: .4rem 0 .5rem;
  background: color-mix(in srgb, currentColor 10%, transparent)}
.range span {position: absolute; top: 0; bottom: 0}
.range .done {left: 0; background: #3b7dd8; border-radius: .55rem 0 0 .55rem}
.range .span {background: repeating-linear-gradient(135deg, #3b7dd8 0 3px, #a9c8f3 3px 7px);
  box-shadow: inset 0 0 0 1.5px #3b7dd8; border-radius: 2px}
.range .aim {width: 3px; margin-left: -1.5px; top: -.35rem; bottom: -.35rem;
  background: #d9822b; border-radius: 2px}
.stHtml p.keys {display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: 0; font-size: .85rem}
.keys span {display: flex; align-items: center; gap: .4rem}
.keys i {width: 1.1rem; height: .7rem; border-radius: 2px}
.keys .done {background: #3b7dd8}
.keys .span {background: repeating-linear-gradient(135deg, #3b7dd8 0 3px, #a9c8f3 3px 7px)}
.keys .aim {width: 3px; height: 1rem; background: #d9822b}
.stHtml h3 {font-size: 1rem; font-weight: 600; margin: 1.1rem 0 .4rem; padding: 0}
.stHtml ul.weeks {display: flex; align-items: flex-end; gap: 4px; list-style: none;
  margin: 0 0 1.2rem; padding: 0; font-variant-numeric: tabular-nums}
.stHtml ul.weeks li {flex: 1 1 0; min-width: 0; max-width: 4.5rem; height: 9.5rem; margin: 0;
  padding: 0; display: flex; flex-direction: column; justify-content: flex-end;
  text-align: center; font-size: .82rem; line-height: 1.3}
.weeks .bar-room {flex: 1; display: flex; flex-direction: column; justify-content: flex-end}
.weeks .stick {display: block; background: #3b7dd8; border-radius: 3px 3px 0 0; min-height: 2px}
.weeks .when {white-space: nowrap; border-top: 1px solid currentColor; padding-top: .15rem;
  font-size: .78rem; display: flex; justify-content: center}
.weeks .off b {visibility: hidden}
.weeks .when b {font-weight: 400}
</style>"""
_ONE_LINE = " ".join(_STYLE.split())


def html(
    found: "Forecast | None",
    prospects: "Sequence[QuartierForecast]",
    names: Mapping[str, str],
    overview: "Overview",
) -> str:
    """Give the forecast as HTML, "" before the first door.

    Parameters
    ----------
    found
        Of the whole town.
    prospects
        Of each quartier, by code.
    """
    if found is None:
        return ""
    goal, end = overview.campaign.goal, overview.campaign.doors_phase.end
    heading = f"<h2>{escape(_('Where the campaign will stand'))}</h2>"
    over = overview.today >= end
    said = _over(found, end) if over else _words(found, goal, end)
    parts = [_ONE_LINE, heading, '<div class="prospects"><div>']
    parts += [f'<p class="outlook">{escape(said)}</p>']
    if not over:
        parts.append(_range(found, goal, overview.total.knocked))
    parts += [_weeks(found), "</div><div>", _by_quartier(prospects, names), "</div></div>"]
    return "".join(parts)


def _words(found: "Forecast", goal: int, end: date) -> str:
    """Say the interval and the chance in plain words."""
    if found.p_goal >= 1:
        return _("The goal of {goal} doors is reached.", goal=number(goal))
    return _(
        "At the pace seen so far, 8 chances in 10 that between {low} and {high} doors will have "
        "been knocked on by {day}; chance of reaching {goal}: {chance}.",
        low=number(found.low),
        high=number(found.high),
        day=day(end),
        goal=number(goal),
        chance=chance(found.p_goal),
    )


def _over(found: "Forecast", end: date) -> str:
    """Say how it ended."""
    return ngettext(
        "The time for doors ended on {day} with {n} door.",
        "The time for doors ended on {day} with {n} doors.",
        found.median,
        day=day(end),
    )


def _range(found: "Forecast", goal: int, knocked: int) -> str:
    """Give the bar: doors so far, the interval, and the mark of the goal."""
    most = max(found.high, goal) * 1.04
    done, low, high, aim = (
        round(100 * n / most, 2) for n in (knocked, found.low, found.high, goal)
    )
    label = _(
        "{knocked} doors so far, {low} to {high} expected, goal {goal}",
        knocked=number(knocked),
        low=number(found.low),
        high=number(found.high),
        goal=number(goal),
    )
    return (
        f'<div class="range" role="img" aria-label="{escape(label)}">'
        f'<span class="done" style="width:{done}%"></span>'
        f'<span class="span" style="left:{low}%;width:{round(high - low, 2)}%"></span>'
        f'<span class="aim" style="left:{aim}%"></span></div>'
        '<p class="outing keys" aria-hidden="true">'
        f'<span><i class="done"></i>{escape(_("doors so far"))}</span>'
        f'<span><i class="span"></i>{escape(_("8 chances in 10"))}</span>'
        f'<span><i class="aim"></i>{escape(_("goal"))}</span></p>'
    )


def _weeks(found: "Forecast") -> str:
    """Give the doors of each week as bars; it is a list for those who do not see it."""
    most = max(*found.weekly, 1)
    every = -(-len(found.weekly) // 7)
    last = len(found.weekly) - 1
    bars = "".join(
        f'<li><span class="bar-room"><span class="n">{escape(number(doors))}</span>'
        f'<span class="stick" style="height:{round(82 * doors / most, 1)}%"></span></span>'
        f'<span class="when{"" if (last - at) % every == 0 else " off"}">'
        f"<b>{escape(short_day(begin))}</b></span></li>"
        for at, (begin, doors) in enumerate(zip(found.weeks, found.weekly, strict=True))
    )
    title = _("Doors per week (weeks by their first day)")
    return f'<h3>{escape(title)}</h3><ul class="weeks">{bars}</ul>'


def _by_quartier(prospects: "Sequence[QuartierForecast]", names: Mapping[str, str]) -> str:
    """Give doors and outings still needed by quartier, by code."""
    rows = (
        Row(
            [
                names.get(row.code, row.code),
                number(row.missing),
                "–" if row.outings is None else number(row.outings),
                chance(row.p_target) if row.missing else _("reached"),
            ]
        )
        for row in prospects
    )
    heads = [_("Quartier"), _("Doors needed"), _("Outings needed"), _("Chance of its target")]
    return table(_("Doors and outings still needed"), heads, rows)
