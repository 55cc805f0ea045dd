"""The headline: where the challenge stands, in four figures and a bar."""

from html import escape

import streamlit as st

from dashboard.i18n import _, day, ngettext, number, percent
from dashboard.service import Overview
from data.analysis.coverage import CoverageRow


def draw(overview: Overview, row: CoverageRow, expected: int) -> None:
    """Draw the figures of the town or of one quartier.

    Parameters
    ----------
    row
        Doors so far, and the target.
    expected
        Doors that the plan expects of it by today.
    """
    with st.container(key="headline"):
        knocked, opened, interviews, time = st.columns([1.35, 1, 1, 1], gap="small")
        knocked.metric(
            _("Doors knocked"),
            f"{number(row.knocked)} / {_target(row.target)}",
            _ratio(row),
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
        )
        _metric(opened, _("Doors opened"), row.opened, _rate(_("opening rate"), row.opening_rate))
        _metric(
            interviews,
            _("Interviews"),
            row.interviews,
            _rate(_("response rate"), row.response_rate),
        )
        _days(time, overview)
        if row.target:
            st.html(_bar(row, expected, overview))


def _metric(place: st.delta_generator.DeltaGenerator, label: str, value: int, note: str) -> None:
    """Draw one figure with the rate that goes with it."""
    place.metric(
        label,
        number(value),
        note,
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
    )


def _days(place: st.delta_generator.DeltaGenerator, overview: Overview) -> None:
    """Draw how long there is left."""
    phase, left = overview.campaign.doors_phase, overview.days_left
    to_come = (phase.start - overview.today).days
    if left < 0:
        label, value = _("Time for doors"), _("over")
        note = _("since {day}", day=day(phase.end))
    elif to_come > 0:
        label, value = _("First doors in"), ngettext("{n} day", "{n} days", to_come)
        note = _("from {day}", day=day(phase.start))
    else:
        label, value = _("Time left for doors"), ngettext("{n} day", "{n} days", left)
        note = _("until {day}", day=day(phase.end))
    place.metric(
        label, value, note, delta_color="off", delta_arrow="off", border=True, height="stretch"
    )


def _bar(row: CoverageRow, expected: int, overview: Overview) -> str:
    """Give the bar of doors knocked, with a mark where the plan stands today."""
    target = row.target or 1
    done, due = (round(100 * min(n / target, 1), 2) for n in (row.knocked, expected))
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


def _target(target: int | None) -> str:
    """Give the target, or a dash where there is none yet."""
    return "–" if target is None else number(target)


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
