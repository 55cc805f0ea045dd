"""How the goal is spread over the quartiers: choices, and their effect before anything is saved."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from dashboard.components.markup import Cell, Row, table
from dashboard.i18n import _, ngettext, number
from data.analysis.targets import Allocation
from data.model import AllocationMethod, Campaign, Quartier, Spread

EXPONENTS = (0.25, 0.5, 0.75)


class Choice(NamedTuple):
    """What was chosen."""

    spread: Spread
    goal: int


def choose(campaign: Campaign) -> Choice:
    """Draw the choices, starting from what is saved, and give what is chosen."""
    saved = campaign.spread
    methods = list(AllocationMethod)
    method = st.radio(
        _("Method"),
        methods,
        index=methods.index(saved.method),
        format_func=_name,
        captions=[_explained(method) for method in methods],
        key="spread-method",
    )
    exponent = _exponent(saved) if method is AllocationMethod.POWER else saved.exponent
    goal = st.number_input(
        _("Goal: doors in all"), min_value=1, value=campaign.goal, step=1, key="spread-goal"
    )
    floor = st.number_input(
        _("Floor: doors at least in each quartier"),
        min_value=0,
        value=saved.floor,
        step=5,
        key="spread-floor",
        help=_("Below some 40 doors a quartier gives too few interviews to say anything of it."),
    )
    return Choice(Spread(method or saved.method, int(floor), float(exponent)), int(goal))


def _exponent(saved: Spread) -> float:
    """Draw the choice of the exponent."""
    options = sorted({*EXPONENTS, saved.exponent})
    return float(
        st.select_slider(
            _("Exponent"),
            options,
            value=saved.exponent,
            format_func=lambda exponent: number(exponent, 2),
            key="spread-exponent",
            help=_("1 is proportional to dwellings, 0 the same for each quartier."),
        )
    )


def effect(allocation: Allocation, goal: int) -> None:
    """Draw what a spread would mean for precision, in figures and in words."""
    with st.container(key="effect"):
        span, design, effective = st.columns(3, gap="small")
    span.metric(
        _("Doors in a quartier"),
        _("{smallest} to {largest}", smallest=allocation.smallest, largest=allocation.largest),
        border=True,
    )
    design.metric(
        _("Design effect"),
        _figure(allocation.design_effect, 2),
        border=True,
        help=_("How many times less precise (in variance) than in proportion to dwellings."),
    )
    effective.metric(
        _("Effective n"),
        _figure(allocation.effective_n, 0),
        border=True,
        help=_("Goal ÷ design effect."),
    )
    st.caption(meaning(allocation, goal))


def meaning(allocation: Allocation, goal: int) -> str:
    """Say the design effect in plain words."""
    if allocation.design_effect is None or allocation.effective_n is None:
        return _("The dwellings of a quartier are not known: the precision cannot be worked out.")
    if math.isinf(allocation.design_effect):
        return _("A quartier with dwellings gets no door: nothing could be said of the whole town.")
    same = round(allocation.effective_n)
    if same >= goal:
        return _("Each dwelling counts the same: nothing is lost for the figures of the town.")
    return ngettext(
        "For the figures of the whole town these doors tell as much as {n} door spread in "
        "proportion to dwellings; small quartiers gain what the town loses.",
        "For the figures of the whole town these doors tell as much as {n} doors spread in "
        "proportion to dwellings; small quartiers gain what the town loses.",
        same,
    )


def comparison(quartiers: Sequence[Quartier], allocation: Allocation) -> None:
    """Draw the targets as they are beside those proposed."""
    heads = [_("Quartier"), _("Dwellings"), _("Target now"), _("Proposed"), _("Difference")]
    largest = max(allocation.targets.values(), default=1) or 1
    rows = [_row(q, allocation.targets.get(q.code, 0), largest) for q in quartiers]
    now = [q.target for q in quartiers]
    total = sum(allocation.targets.values())
    old = None if None in now else sum(n or 0 for n in now)
    dwellings = [q.dwellings for q in quartiers]
    homes = None if None in dwellings else sum(n or 0 for n in dwellings)
    foot = Row(
        [_("Whole town"), _number(homes), _number(old), number(total), difference(old, total)]
    )
    said = table(_("Targets by quartier"), heads, rows, foot=foot)
    st.html(f'<div class="spread">{said}</div>')


def _row(quartier: Quartier, proposed: int, largest: int) -> Row:
    """Give one quartier; it is marked where its target changes."""
    cells: list[Cell | str] = [
        quartier.name,
        _number(quartier.dwellings),
        _number(quartier.target),
        Cell(number(proposed), bar=proposed / largest, colour="#3b7dd8"),
        difference(quartier.target, proposed),
    ]
    return Row(cells)


def _name(method: AllocationMethod) -> str:
    """Give the name of a method."""
    return {
        AllocationMethod.HARE: _("Proportional to dwellings, largest remainder (Hare)"),
        AllocationMethod.WEBSTER: _("Proportional to dwellings, Webster (Sainte-Laguë)"),
        AllocationMethod.POWER: _("Softened: dwellings to a power"),
        AllocationMethod.EQUAL: _("The same for each quartier"),
    }[method]


def _explained(method: AllocationMethod) -> str:
    """Say in plain words what a method does."""
    return {
        AllocationMethod.HARE: _(
            "Each quartier gets its share of the dwellings rounded down; the doors left over go "
            "to those that lost most by the rounding."
        ),
        AllocationMethod.WEBSTER: _(
            "Each share is rounded to the nearest whole number, without favouring large or small "
            "quartiers."
        ),
        AllocationMethod.POWER: _(
            "Small quartiers get more than their share, large ones less: quartiers can be "
            "compared better, the town as a whole is known a little less well."
        ),
        AllocationMethod.EQUAL: _(
            "Every quartier is known as well as any other, whatever its size; the town as a "
            "whole is known less well."
        ),
    }[method]


def _number(value: int | None) -> str:
    """Give a number, or a dash where it is unknown."""
    return "–" if value is None else number(value)


def difference(now: int | None, proposed: int) -> str:
    """Give a difference with its sign."""
    if now is None or now == proposed:
        return "=" if now == proposed else "–"
    sign = "+" if proposed > now else "−"
    return f"{sign}{number(abs(proposed - now))}"


def _figure(value: float | None, digits: int) -> str:
    """Give a figure that may be unknown or infinite."""
    if value is None:
        return "–"
    return "∞" if math.isinf(value) else number(value, digits)
