"""What goes onto paper: for a pair its sheet, for an outing those of all pairs at once."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import cached, i18n, printing
from dashboard.components.field_pair import Team
from dashboard.i18n import _, ngettext
from data.fieldwork import Outing, Pair


def of_pair(team: Team) -> None:
    """Offer the papers of a pair: at once while it has not begun, folded away afterwards."""
    outing, pair = team
    service, language = cached.service(), i18n.language()
    sheets = service.paper.sheets(outing.id)
    begun = service.doors.of_pair(pair.id) or any(sheet.pair == pair.id for sheet in sheets)
    with st.expander(_("On paper"), icon=":material/print:", expanded=not begun):
        paper = _format()
        with st.container(horizontal=True):
            _print(
                "sheet",
                _("Our sheet (PDF)"),
                "description",
                _("sheet-pair-{number}.pdf", number=pair.number),
                lambda: printing.pair_sheet_pdf(service, pair.id, paper=paper, language=language),
            )
            _to_take_along(paper)


def of_outing(outing: Outing, pairs: Sequence[Pair]) -> None:
    """Offer the papers of all pairs, for who prints them before anybody comes."""
    service, language = cached.service(), i18n.language()
    claims = {pair.id: service.turf.claims_of(pair.id) for pair in pairs}
    held = [pair for pair, all_ in claims.items() if any(one.ended is None for one in all_)]
    with st.expander(_("On paper"), icon=":material/print:", expanded=not outing.closed):
        paper = _format()
        _without_street(len(pairs) - len(held))
        with st.container(horizontal=True):
            if held:
                _print(
                    "sheets",
                    ngettext(
                        "The sheet of {n} pair (PDF)", "The sheets of {n} pairs (PDF)", len(held)
                    ),
                    "description",
                    f"{_('sheets')}-{outing.day.isoformat()}.pdf",
                    lambda: printing.pair_sheets_pdf(service, held, paper=paper, language=language),
                )
            _to_take_along(paper)


def _without_street(pairs: int) -> None:
    """Say of how many pairs there is no sheet yet."""
    if pairs:
        said = ngettext(
            "{n} pair holds no street yet: it takes one on the Streets page.",
            "{n} pairs hold no street yet: they take one on the Streets page.",
            pairs,
        )
        st.caption(said)


def _format() -> str:
    """Choose the paper."""
    chosen = st.segmented_control(
        _("Format"), ["a4", "a5"], default="a4", format_func=str.upper, key="paper-format",
        required=True,
    )  # fmt: skip
    return str(chosen or "a4")


def _to_take_along(paper: str) -> None:
    """Offer what every pair takes along."""
    service, language = cached.service(), i18n.language()
    _print(
        "questionnaire",
        _("Questionnaires (PDF)"),
        "quiz",
        _("questionnaire.pdf"),
        lambda: printing.questionnaire_pdf(service, paper=paper, language=language),
    )
    _print(
        "cards",
        _("Cards to leave (PDF)"),
        "mail",
        _("cards.pdf"),
        lambda: printing.leave_behind_pdf(service, language=language),
    )


def _print(key: str, label: str, icon: str, name: str, made: Callable[[], bytes]) -> None:
    """Offer a PDF that is made once somebody asks for it."""
    st.download_button(
        label,
        made,
        file_name=name,
        mime="application/pdf",
        icon=f":material/{icon}:",
        key=f"print-{key}",
        on_click="ignore",
    )
