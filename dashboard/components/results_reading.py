"""How the figures are to be read, in plain words, and what stands where there are none."""

import streamlit as st

from dashboard.components import first_steps
from dashboard.i18n import _, ngettext


def draw(k: int) -> None:
    """Explain mean, interval and hatching.

    Parameters
    ----------
    k
        Fewest answers for an area to be coloured.
    """
    with st.expander(_("How to read these figures"), icon=":material/help:"):
        st.markdown("\n\n".join(_lines(k)))


def _lines(k: int) -> tuple[str, ...]:
    """Give the explanations."""
    return (
        _(
            "**Mean.** Each answer is a score from 1 to 5; 3 is neither one nor the other. People "
            "who did not answer a question are not counted in it."
        ),
        _(
            "**Interval.** Had other doors of the same quartier opened, the mean would have been "
            "a little different. In about 95 cases out of 100 the interval holds the mean that "
            "asking every household would have given, provided that those who answered think "
            "like those who did not. The fewer the answers, the wider it is."
        ),
        _(
            "**Comparing.** Two quartiers are told apart by the interval of their difference, and "
            "most cannot be. This is why the quartiers are never ranked."
        ),
        ngettext(
            "**Fragile.** With fewer than {n} answer, a few people would change everything: the "
            "area is hatched, without a colour.",
            "**Fragile.** With fewer than {n} answers, a few people would change everything: the "
            "area is hatched, without a colour.",
            k,
        ),
        _(
            "**Indicative precision.** People choose whether to answer: these figures describe "
            "those who opened their door, they do not claim to represent all inhabitants."
        ),
    )


def note() -> None:
    """Say in one line what the figures are worth."""
    st.caption(
        _(
            "Indicative precision: these are the answers of those who opened their door. Always "
            "read a mean with its interval and its number of answers."
        )
    )


def no_answers() -> None:
    """Say that there is nothing to show yet, and what to do about it."""
    with st.container(border=True, key="no-answers"):
        st.header(_("No answer has been brought in yet"))
        st.markdown(_("The results appear here as soon as questionnaires have been brought in."))
        first_steps.to_data_page(_("Bring in answers"))
