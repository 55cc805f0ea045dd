"""The figures of the whole town for one question: as they were given, and weighted by dwellings."""

from collections.abc import Sequence
from html import escape

from dashboard import score_words as words
from dashboard.components import results_notes
from dashboard.i18n import _, number, percent
from dashboard.results_look import PLAIN, Look
from data.analysis.estimates import wilson
from data.analysis.results import Figure, Measure, ResultRow, figure
from data.analysis.weighting import WeightedMean


def html(
    row: ResultRow, weighted: WeightedMean, missing: Sequence[str], *, look: Look = PLAIN
) -> str:
    """Give both figures side by side, the number of answers, and how they are made.

    Parameters
    ----------
    weighted
        The mean weighted by dwellings.
    missing
        Names of the quartiers it does not speak for.
    """
    measure = look.measure
    share = measure is Measure.SHARE
    plain_name = _("Share of 4 and 5, all answers") if share else _("Mean of all answers")
    named = (
        (plain_name, *_figure(figure(row, measure), measure)),
        (_("Weighted by dwellings"), *_figure(weighted_figure(weighted, measure), measure)),
        (_("Answers"), number(row.n), _worth(weighted)),
    )
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(shown)} <small>{escape(note)}</small></dd></div>"
        for name, shown, note in named
    )
    said = represented(weighted, missing) if row.n else ""
    line = f'<p class="reminder">{escape(said)}</p>' if said else ""
    return f'<dl class="facts">{items}</dl>{line}' + results_notes.weighting(weighted)


def weighted_figure(weighted: WeightedMean, measure: Measure) -> Figure:
    """Give the weighted mean, or the weighted share with Wilson's interval.

    The share's interval is that of as many answers as the effective number (as Korn & Graubard
    1998, *Survey Methodology* 24).
    """
    if measure is Measure.MEAN:
        return Figure(weighted.mean, weighted.low, weighted.high)
    if weighted.shares is None or weighted.effective_n is None:
        return Figure(None, None, None)
    share = min(sum(weighted.shares[3:]), 1.0)
    return Figure(share, *wilson(share * weighted.effective_n, weighted.effective_n))


def represented(weighted: WeightedMean, missing: Sequence[str]) -> str:
    """Say for whom the weighted mean speaks; "" where it speaks for all."""
    if not missing:
        return ""
    names = ", ".join(missing)
    if weighted.mean is None:
        return _(
            "There is no weighted mean: nobody answered yet, or the dwellings are unknown "
            "({names}).",
            names=names,
        )
    if weighted.represented is None:
        return _(
            "The weighted mean leaves out {names}: nobody answered there yet, or the dwellings "
            "are unknown.",
            names=names,
        )
    return _(
        "The weighted mean speaks for {share} of the dwellings: it leaves out {names}, where "
        "nobody answered yet.",
        share=percent(weighted.represented),
        names=names,
    )


def _figure(shown: Figure, measure: Measure) -> tuple[str, str]:
    """Give a figure and its interval in words."""
    if shown.value is None:
        return words.NONE, ""
    said = _("interval {interval}, indicative precision", interval=words.ends(shown, measure))
    return words.value(shown, measure), said


def _worth(weighted: WeightedMean) -> str:
    """Say how many equal answers the weighted ones are worth."""
    if weighted.effective_n is None or weighted.design_effect is None:
        return ""
    return _(
        "once weighted, worth {effective} (design effect {effect})",
        effective=number(weighted.effective_n),
        effect=number(weighted.design_effect, 2),
    )
