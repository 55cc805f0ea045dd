"""How somebody wants to see the results: which measure, how uncertain, smoothed or not."""

from typing import NamedTuple

from data.analysis.results import Measure


class Look(NamedTuple):
    """The choices of the page of the results.

    Parameters
    ----------
    measure
        The mean, or the share of the answers that are 4 or 5.
    uncertain
        Colours of the map fade where the interval is wide.
    smoothed
        The map shows smoothed means; only where the measure is the mean.
    """

    measure: Measure = Measure.MEAN
    uncertain: bool = False
    smoothed: bool = False


PLAIN = Look()
"""What is shown until somebody chooses."""
