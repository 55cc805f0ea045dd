"""Which quartiers call for the next outings, and why, in words."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from dashboard.components.markup import details
from dashboard.i18n import _, day, ngettext, number, percent
from dashboard.outlook import NextPlace

FIRST = 3
"""Quartiers that are shown at once; the others are folded."""


def draw(places: Sequence[NextPlace], end: date) -> None:
    """Draw the list.

    Parameters
    ----------
    end
        Last day of doors.
    """
    st.html(html(places, end))


def html(places: Sequence[NextPlace], end: date) -> str:
    """Give the list as HTML, or say that no door is missing anywhere."""
    heading = f"<h2>{escape(_('Where to go next'))}</h2>"
    if not places:
        return f"{heading}<p>{escape(_('Every quartier has the doors of its target.'))}</p>"
    rule = _(
        "In the order of the doors that would still be missing on {day} at the pace seen so far.",
        day=day(end),
    )
    first = "".join(_item(place) for place in places[:FIRST])
    rest = "".join(_item(place) for place in places[FIRST:])
    folded = ""
    if rest:
        more = len(places) - FIRST
        summary = ngettext("{n} more quartier", "{n} more quartiers", more)
        folded = details(summary, f'<ul class="todo" style="margin:0 .9rem">{rest}</ul>')
    order = f'<p class="outing dim" style="margin-bottom:.4rem">{escape(rule)}</p>'
    return f'{heading}{order}<ul class="todo">{first}</ul>{folded}'


def _item(place: NextPlace) -> str:
    """Give one quartier with its reasons."""
    missing = place.prospect.missing
    doors = ngettext("door still to knock on", "doors still to knock on", missing)
    return (
        f"<li><b>{escape(number(missing))}</b><span><strong>{escape(place.name)}</strong><br>"
        f"{escape(doors)}<small>{escape(' '.join(reasons(place)))}</small></span></li>"
    )


def reasons(place: NextPlace) -> list[str]:
    """Say why a quartier is where it is in the list, one sentence each."""
    prospect = place.prospect
    said = [_visited(place.days_since)]
    short = round(prospect.shortfall)
    if short:
        said.append(
            ngettext(
                "Expected to be {n} door short at the end.",
                "Expected to be {n} doors short at the end.",
                short,
            )
        )
    else:
        said.append(_("Expected to be done by the end."))
    said.append(
        _("Chance of meeting its target at this pace: {chance}.", chance=chance(prospect.p_target))
    )
    if prospect.outings is not None:
        said.append(
            ngettext("About {n} outing needed.", "About {n} outings needed.", prospect.outings)
        )
    return said


def chance(probability: float) -> str:
    """Write a probability without more digits than it has, and never as certain.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("en"):
    ...     chance(0.004), chance(0.7356), chance(1)
    ('less than 5%', '75%', 'more than 95%')
    """
    if probability < 0.05:
        return _("less than {percent}", percent=percent(0.05))
    if probability > 0.95:
        return _("more than {percent}", percent=percent(0.95))
    return percent(round(probability * 20) / 20)


def _visited(days: int | None) -> str:
    """Say when somebody was last there."""
    if days is None:
        return _("Nobody has been there yet.")
    if days == 0:
        return _("Last doors today.")
    return ngettext("Last doors {n} day ago.", "Last doors {n} days ago.", days)
