"""How the figures are made, in plain words, to be unfolded where the figures stand."""

from collections.abc import Iterable
from html import escape

from dashboard.components.markup import details
from dashboard.i18n import _, number
from dashboard.results_look import Look
from data.analysis.results import Measure
from data.analysis.weighting import WeightedMean


def weighting(weighted: WeightedMean) -> str:
    """Explain the two figures of the town."""
    lines = [
        _(
            "All answers: each answer counts alike, so a quartier that answered a lot weighs more "
            "than its share of the inhabitants."
        ),
        _(
            "Weighted by dwellings: each quartier weighs as many as it has occupied dwellings. "
            "This puts right that some quartiers answered more than others, never that people "
            "chose whether to answer."
        ),
    ]
    if weighted.effective_n is not None and weighted.design_effect is not None:
        lines.append(
            _(
                "Weighting costs precision: {n} answers of unequal weight are as precise as "
                "{effective} answers of equal weight. The design effect (Kish) is the ratio of "
                "the two: {effect}. At 1 nothing is lost.",
                n=number(weighted.n),
                effective=number(weighted.effective_n),
                effect=number(weighted.design_effect, 2),
            )
        )
    lines.append(
        _(
            "Only one of the two is ever published: with both of them, what a small quartier "
            "answered could be worked out."
        )
    )
    return _fold(_("Why two figures for the town?"), lines)


def figures(look: Look) -> str:
    """Explain what stands in the table and on the map."""
    if look.measure is Measure.SHARE:
        lines = [
            _(
                "Share of 4 and 5: of those who answered, how many gave one of the two highest "
                "scores. Easier to say aloud than a mean, but it does not tell a 3 from a 1: read "
                "it beside the mean."
            ),
            _(
                "Its interval is Wilson’s, which holds for small numbers and for shares near 0 or "
                "100 %."
            ),
        ]
    else:
        lines = [
            _(
                "Interval of a mean: in about 95 cases out of 100 it holds the mean that asking "
                "every household would have given, provided that those who answered think like "
                "those who did not."
            ),
            _(
                "From 40 answers on it is Student’s, which allows for the number of dwellings. "
                "With fewer, or near an end of the scale, it is a Dirichlet-multinomial one: wider "
                "on the side where there is room, and right more often."
            ),
        ]
    if look.uncertain:
        lines.append(
            _(
                "Uncertainty on the map: the wider the interval, the more the grey shines through "
                "the colour. A greyish quartier may well belong to the class beside it."
            )
        )
    return _fold(_("How is this made?"), lines)


def smoothing() -> str:
    """Explain the smoothed estimate."""
    return _fold(
        _("What is a smoothed estimate?"),
        [
            _(
                "A quartier with few answers has a mean that chance moves a lot. The smoothed "
                "estimate draws each mean towards what the quartiers have in common, the more so "
                "the fewer answers it has (empirical Bayes)."
            ),
            _(
                "It is nearer to the truth for the quartiers taken together, but it draws a "
                "quartier that is really unlike the others too far. It stands beside the plain "
                "mean and never replaces it."
            ),
        ],
    )


def comparing() -> str:
    """Explain the interval of a difference, and warn of a hunt through all pairs."""
    return _fold(
        _("How are two quartiers compared?"),
        [
            _(
                "The interval is that of the difference itself, not of the two figures. Where it "
                "holds 0, the answers do not tell the two quartiers apart: the difference may be "
                "chance alone. That is no proof that they are alike."
            ),
            _(
                "Means: Welch’s interval, or one put together from the two intervals where there "
                "are few answers (Zou and Donner). Shares: Newcombe’s."
            ),
        ],
    )


def _fold(summary: str, lines: Iterable[str]) -> str:
    return details(summary, "".join(f"<p>{escape(line)}</p>" for line in lines))
