"""The doors of one quartier in one line, and the key of the chart of means."""

from html import escape

from dashboard.i18n import _, number, percent
from data.analysis.coverage import CoverageRow


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


def key(*, compare: bool) -> str:
    """Say what the marks of the chart of means stand for."""
    marks = [("dot", _("mean")), ("rod", _("interval"))]
    if compare:
        marks.append(("tick", _("mean of the whole town")))
    items = "".join(
        f'<span><i class="{kind}" aria-hidden="true"></i>{escape(name)}</span>'
        for kind, name in marks
    )
    return f'<div class="marks">{items}</div>'


def _rate(name: str, rate: float | None) -> str:
    """Give a rate with its name, nothing where there is none."""
    return "" if rate is None else f"{name} {percent(rate)}"
