"""How far people who code the same answers agree, in plain words."""

from collections.abc import Mapping

import streamlit as st

from dashboard import cached
from dashboard.components import markup
from dashboard.components.markup import Row
from dashboard.i18n import _, ngettext, number
from data.analysis.verbatims.agreement import Agreement

_SURE, _FAIR = 0.8, 0.667
_FEW = 30


def draw(labels: Mapping[str, str]) -> None:
    """Say how far coders agree, and on what they do not."""
    st.header(_("How far coders agree"))
    found = cached.service().answers.agreement()
    if not found.answers:
        st.info(
            _(
                "No answer has been coded by two people yet. Once everything is coded, a tenth of "
                "the answers is proposed to a second person."
            ),
            icon=":material/group:",
        )
        return
    st.markdown(_verdict(found))
    if found.answers < _FEW:
        st.caption(
            _("With so few answers coded twice, these figures can still change a great deal.")
        )
    _by_theme(found, labels)
    _reading()


def _by_theme(found: Agreement, labels: Mapping[str, str]) -> None:
    """List the themes with their agreement, folded."""
    rows = [
        Row(
            [
                labels.get(one.theme, one.theme),
                number(one.given),
                _alpha(one.alpha),
                meaning(one.alpha),
            ]
        )
        for one in found.themes
        if one.given
    ]
    if rows:
        heads = [_("Theme"), _("Answers"), _("Alpha"), _("What it means")]
        st.html(markup.details(_("Agreement by theme"), markup.table("", heads, rows)))


def _reading() -> None:
    """Say what the figure means."""
    with st.expander(_("How to read this figure"), icon=":material/help:"):
        st.markdown(
            _(
                "Krippendorff’s alpha says how far two people who code the same answers agree, "
                "beyond what chance would give: 1 is full agreement, 0 is chance. From "
                "{sure} on, a theme can be relied on. From {fair} to {sure} it allows cautious "
                "conclusions. Below, the theme is not clear enough: talk about the answers on "
                "which you differ, sharpen the theme, and code again.",
                sure=number(_SURE, 1),
                fair=number(_FAIR, 2),
            )
        )


def _verdict(found: Agreement) -> str:
    """Say in a sentence how far coders agree."""
    counted = ngettext(
        "{n} answer was coded by two people or more.",
        "{n} answers were coded by two people or more.",
        found.answers,
    )
    if found.alpha is None:
        return counted + " " + _("They do not suffice to measure agreement.")
    return (
        _("**Alpha {alpha}: {meaning}.**", alpha=_alpha(found.alpha), meaning=meaning(found.alpha))
        + " "
        + counted
    )


def _alpha(alpha: float | None) -> str:
    return "–" if alpha is None else number(alpha, 2)


def meaning(alpha: float | None) -> str:
    """Say in plain words what an alpha is worth."""
    if alpha is None:
        return _("cannot be measured yet")
    if alpha >= _SURE:
        return _("reliable")
    if alpha >= _FAIR:
        return _("usable with caution")
    return _("not clear enough: talk it over")
