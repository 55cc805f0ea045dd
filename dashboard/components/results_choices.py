"""How the results are shown: the measure, the uncertainty, the smoothing; and what is compared."""

from collections.abc import Mapping

import streamlit as st

from dashboard import cached, state
from dashboard import score_words as words
from dashboard.i18n import _
from dashboard.results_look import Look
from data.analysis.results import Measure

_NOBODY = ""


def look() -> Look:
    """Draw the choices of a question, tied to the address; give what is chosen."""
    chosen = measure()
    uncertain = _switch(state.UNCERTAIN, _("Show the uncertainty"))
    mean = chosen is Measure.MEAN
    smoothed = _switch(state.SMOOTHED, _("Smoothed estimate")) if mean else False
    return Look(chosen, uncertain, smoothed)


def measure() -> Measure:
    """Draw the choice of the measure, tied to the address."""
    known = {one.value: one for one in Measure}
    state.from_link(state.MEASURE, known)
    state.begin(state.MEASURE, Measure.MEAN.value)
    chosen = st.segmented_control(
        _("Figure"),
        list(known),
        format_func=lambda name: words.measure_name(known[name]),
        key=state.MEASURE,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    state.to_link(state.MEASURE, default=Measure.MEAN.value)
    return known.get(str(chosen), Measure.MEAN)


def comparison(names: Mapping[str, str], question: str, chosen: Measure) -> None:
    """Draw the comparison of two quartiers for one question, once it is unfolded."""
    if state.quartier() and state.other():
        state.begin(state.COMPARING, True)
    fold = st.expander(_("Compare two quartiers"), key=state.COMPARING, on_change="rerun")
    if not fold.open:
        return
    with fold:
        with st.container(horizontal=True):
            state.hand_quartier_on()
            first = _place(state.QUARTIER, _("Quartier"), names)
            rest = {code: name for code, name in names.items() if code != first}
            second = _place(state.OTHER, _("Compared with"), rest)
        if first and second:
            st.html(cached.pair_view(first, second, question, chosen))
        else:
            st.caption(_("Choose two quartiers. Nothing is ranked: it is for two at a time."))


def other(names: Mapping[str, str], first: str) -> str:
    """Draw the choice of a quartier to compare the first one with; give its code, "" for none."""
    rest = {code: name for code, name in names.items() if code != first}
    state.from_link(state.OTHER, rest)
    return _place(state.OTHER, _("Compare with"), rest)


def link(names: Mapping[str, str]) -> None:
    """Take over from the address which quartiers are chosen, and tell it of a click on the map."""
    state.from_link(state.QUARTIER, names)
    state.from_link(state.OTHER, names)
    for key in (state.QUARTIER, state.OTHER):
        state.drop_unknown(key, names)
        state.to_link(key, default=_NOBODY)


def _place(key: str, label: str, names: Mapping[str, str]) -> str:
    """Draw a list of quartiers, tied to the address."""
    offered = [_NOBODY, *names]
    state.drop_unknown(key, offered)
    chosen = st.selectbox(
        label,
        offered,
        format_func=lambda code: names.get(code) or "–",
        key=key,
        persist_state="session",
        width=300,
    )
    state.to_link(key, default=_NOBODY)
    return chosen


def _switch(key: str, label: str) -> bool:
    """Draw a switch, tied to the address."""
    state.switch_from_link(key)
    on = st.toggle(label, key=key, persist_state="session")
    state.switch_to_link(key)
    return on
