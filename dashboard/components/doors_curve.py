"""Doors over time against the plan: the figures of the chart as a table."""

from dashboard.components.markup import Row, details, table
from dashboard.coverage import Curve
from dashboard.i18n import _, day, number


def html(curve: Curve) -> str:
    """Give the same as a folded table: a row a day of outings, doors so far and the plan.

    Without any door there is nothing to unfold, and "" is given.
    """
    if not curve.actual:
        return ""
    plan = dict(curve.plan)
    end = curve.plan[-1][1] if curve.plan else 0
    last = curve.plan[-1][0] if curve.plan else None
    rows = (
        Row([day(on), number(doors), number(plan.get(on, end if last and on > last else 0))])
        for on, doors in curve.actual
    )
    figures = table("", [_("Day"), _("Doors knocked so far"), _("Plan")], rows)
    return details(_("These figures as a table"), figures)
