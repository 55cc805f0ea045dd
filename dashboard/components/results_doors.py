"""The doors of one quartier in one line, and the key of the chart of means."""

from html import escape

from dashboard.i18n import _, number, percent
from data.analysis.coverage import CoverageRow
from data.analysis.results import Measure


def html(row: CoverageRow) -> str:
    """Give doors knocked against the target, opened, interviews, refusals, with their rates."""
    target = _("of {target}", target=number(row.target)) if row.target is not None else ""
    figures = (
        (_("Doors knocked"), row.knocked, target),
        (_("Doors opened"), row.opened, _rate(_("opening rate"), row.opening_rate)),
        (_("Interviews"), row.interviews, _rate(_("response rate"), row.response_rate)),
        (_("Refusals"), row.refusals, _rate(_("refusal rate"), row.refusal_rate)),
    )
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(number(count))} "
        f"<small>{escape(note)}</small></dd></div>"
        for name, count, note in figures
    )
    return f'<dl class="facts">{items}</dl>'


def key(measure: Measure, *, compare: bool) -> str:
    """Say what the marks of the chart of means, or of shares, stand for."""
    share = measure is Measure.SHARE
    marks = [("dot", _("share of 4 and 5") if share else _("mean")), ("rod", _("interval"))]
    if compare:
        town = _("share in the whole town") if share else _("mean of the whole town")
        marks.append(("tick", town))
    items = "".join(
        f'<span><i class="{kind}" aria-hidden="true"></i>{escape(name)}</span>'
        for kind, name in marks
    )
    return f'<div class="marks">{items}</div>'


def _rate(name: str, rate: float | None) -> str:
    """Give a rate with its name, nothing where there is none."""
    return "" if rate is None else f"{name} {percent(rate)}"
