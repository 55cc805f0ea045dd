"""The headline: where the challenge stands, in four figures and a bar.

It is HTML of our own: one element to send where Streamlit's figures and columns are eleven, and
it can be laid out two by two on a phone.
"""

from html import escape
from typing import NamedTuple

from dashboard.coverage import Overview
from dashboard.i18n import _, day, ngettext, number, percent
from data.analysis.coverage import CoverageRow


class Figure(NamedTuple):
    """One figure of the headline, in words: what it is, its value, and what to add."""

    label: str
    value: str
    note: str


def html(overview: Overview, row: CoverageRow, expected: int) -> str:
    """Give the headline of the town or of one quartier.

    Parameters
    ----------
    expected
        Doors that the plan expects of the row by today.
    """
    cards = "".join(_card(figure) for figure in figures(overview, row))
    return f'<dl class="figures">{cards}</dl>{bar(row, expected)}'


def _card(figure: Figure) -> str:
    """Give one figure as HTML."""
    label, value, note = map(escape, figure)
    return f"<div><dt>{label}</dt><dd>{value}</dd><dd>{note}</dd></div>"


def figures(overview: Overview, row: CoverageRow) -> tuple[Figure, ...]:
    """Give the figures of the town or of one quartier."""
    target = "–" if row.target is None else number(row.target)
    return (
        Figure(_("Doors knocked"), f"{number(row.knocked)} / {target}", _ratio(row)),
        Figure(_("Doors opened"), number(row.opened), _rate(_("opening rate"), row.opening_rate)),
        Figure(
            _("Interviews"), number(row.interviews), _rate(_("response rate"), row.response_rate)
        ),
        time_left(overview),
    )


def time_left(overview: Overview) -> Figure:
    """Say how long there is left for doors."""
    phase, left = overview.campaign.doors_phase, overview.days_left
    to_come = (phase.start - overview.today).days
    if left < 0:
        return Figure(_("Time for doors"), _("over"), _("since {day}", day=day(phase.end)))
    if to_come > 0:
        days = ngettext("{n} day", "{n} days", to_come)
        return Figure(_("First doors in"), days, _("from {day}", day=day(phase.start)))
    days = ngettext("{n} day", "{n} days", left)
    return Figure(_("Time left for doors"), days, _("until {day}", day=day(phase.end)))


def bar(row: CoverageRow, expected: int) -> str:
    """Give the bar of doors knocked, with a mark where the plan stands today; "" without target.

    Parameters
    ----------
    expected
        Doors that the plan expects of the row by today.
    """
    if not row.target:
        return ""
    done, due = (round(100 * min(n / row.target, 1), 2) for n in (row.knocked, expected))
    return (
        '<div class="progress"><div class="track" role="img" '
        f'aria-label="{escape(_ratio(row))}"><span class="done" style="width:{done}%"></span>'
        f'<span class="due" style="left:{due}%"></span></div>'
        f'<p><span class="key" aria-hidden="true"></span>{escape(against_plan(row, expected))}</p>'
        "</div>"
    )


def against_plan(row: CoverageRow, expected: int) -> str:
    """Say how the doors knocked compare with what the plan expects by today."""
    ahead = row.knocked - expected
    plan = ngettext(
        "The plan expects {n} door by today", "The plan expects {n} doors by today", expected
    )
    if ahead > 0:
        rest = ngettext("{n} door ahead", "{n} doors ahead", ahead)
    elif ahead < 0:
        rest = ngettext("{n} door behind", "{n} doors behind", -ahead)
    else:
        rest = _("exactly on plan")
    return _("{plan}: {rest}.", plan=plan, rest=rest)


def _ratio(row: CoverageRow) -> str:
    """Give the part of the target that is done."""
    if row.ratio is None:
        return _("no target yet")
    return _("{percent} of the target", percent=percent(row.ratio))


def _rate(name: str, rate: float | None) -> str:
    """Give a rate with its name."""
    if rate is None:
        return _("no door yet")
    return _("{rate} {name}", rate=percent(rate), name=name)
