"""The quartiers behind the plan: how many doors are still to knock on there, and why they lag."""

from collections.abc import Sequence
from html import escape

from dashboard.i18n import _, ngettext, number, percent
from data.analysis.coverage import CoverageRow


def html(rows: Sequence[CoverageRow], expected_ratio: float) -> str:
    """Give the list as HTML, or say that no quartier lags.

    Parameters
    ----------
    rows
        What `data.analysis.coverage.lagging` gave, most doors missing first.
    expected_ratio
        Part of each target that the plan expects by today.
    """
    heading = f"<h2>{escape(_('Where doors are missing'))}</h2>"
    if not rows:
        return f"{heading}<p>{escape(_('No quartier is behind the plan.'))}</p>"
    items = "".join(_item(row, expected_ratio) for row in rows)
    return f'{heading}<ul class="todo">{items}</ul>'


def _item(row: CoverageRow, expected_ratio: float) -> str:
    """Give one quartier with its reason."""
    missing = row.missing or 0
    doors = ngettext("door still to knock on", "doors still to knock on", missing)
    return (
        f"<li><b>{escape(number(missing))}</b><span><strong>{escape(row.name)}</strong><br>"
        f"{escape(doors)}<small>{escape(reason(row, expected_ratio))}</small></span></li>"
    )


def reason(row: CoverageRow, expected_ratio: float) -> str:
    """Say in words why a quartier is in the list."""
    target = number(row.target or 0)
    if not row.knocked:
        return _("Nobody has been there yet; target: {target} doors.", target=target)
    done, due = percent(row.ratio or 0), percent(expected_ratio)
    if expected_ratio >= 1:
        return _("{done} of the {target} doors of its target.", done=done, target=target)
    return ngettext(
        "{done} of its target where the plan expects {due}: {n} door behind.",
        "{done} of its target where the plan expects {due}: {n} doors behind.",
        row.behind(expected_ratio),
        done=done,
        due=due,
    )
