"""Doors over time against the plan: the chart, and the same figures as a table."""

import streamlit as st

from dashboard.charts import Spec
from dashboard.components.markup import Row, details, table
from dashboard.i18n import _, day, number
from dashboard.service import Curve


def draw(spec: Spec, days: str, *, title: str) -> None:
    """Draw the curve.

    Parameters
    ----------
    spec
        What `dashboard.charts.doors_curve` gave.
    days
        What `html` gave.
    title
        Heading, and name of the chart for those who do not see it.
    """
    st.subheader(title)
    st.vega_lite_chart(spec=spec, width="stretch", alt=title)
    st.html(days)


def html(curve: Curve) -> str:
    """Give the same as a folded table: a row a day of outings, doors so far and the plan."""
    plan = dict(curve.plan)
    end = curve.plan[-1][1] if curve.plan else 0
    last = curve.plan[-1][0] if curve.plan else None
    rows = (
        Row([day(on), number(doors), number(plan.get(on, end if last and on > last else 0))])
        for on, doors in curve.actual
    )
    figures = table("", [_("Day"), _("Doors knocked so far"), _("Plan")], rows)
    return details(_("These figures as a table"), figures)
