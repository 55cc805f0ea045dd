"""New links: shown once, to be copied, photographed or printed."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from dashboard import cached, printing, state
from dashboard.accounts import Invited
from dashboard.components.markup import plain
from dashboard.i18n import _, language, ngettext
from dashboard.sheets.printing import qr_code


def site() -> str:
    """Give the address that links begin with: as set, else as this browser reached the app."""
    known = cached.service().settings.address
    if known:
        return known
    parts = urlsplit(str(st.context.url or ""))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def draw() -> None:
    """Draw the links that were made last, until they are put away."""
    made: Sequence[Invited] = state.invited()
    if not made:
        return
    with st.container(border=True):
        st.subheader(ngettext("New link", "{n} new links", len(made)))
        st.info(_told(made), icon=":material/visibility:")
        if len(made) == 1:
            _one(made[0])
        else:
            _several(made)
        st.button(
            _("Put away"), key="links-away", icon=":material/done:", on_click=state.keep_invited
        )


def _told(made: Sequence[Invited]) -> str:
    """Say what the links are good for, and that nobody can show them again."""
    shown = _("Shown now only: nobody can read a link again, not even in the database.")
    if made[0].once:
        return shown + " " + _("It lets in once; then the browser stays signed in.")
    return shown + " " + _("It is personal, and lets in again and again until it is revoked.")


def _one(invited: Invited) -> None:
    link = f"{site()}{invited.path}"
    st.markdown(f"**{plain(invited.account.name)}**")
    st.code(link, language=None, wrap_lines=True)
    st.html(_figures([invited]))
    if not invited.once:
        _print([invited])


def _several(made: Sequence[Invited]) -> None:
    _print(made)
    lines = [f"{one.account.name}\t{site()}{one.path}" for one in made]
    with st.expander(_("Links to copy"), icon=":material/content_copy:"):
        st.code("\n".join(lines), language=None, wrap_lines=True)
    with st.expander(_("QR codes"), icon=":material/qr_code_2:"):
        st.html(_figures(made))


def _print(made: Sequence[Invited]) -> None:
    service, lang, address = cached.service(), language(), site()
    people = [(one.account.name, f"{address}{one.path}") for one in made]
    st.download_button(
        _("Cards to print"),
        lambda: printing.access_cards_pdf(service, people, language=lang),
        file_name=_("access-cards.pdf"),
        mime="application/pdf",
        icon=":material/print:",
        type="primary",
        on_click="ignore",
        key="print-links",
    )


def _figures(made: Sequence[Invited]) -> str:
    """Give the QR codes as HTML, each with the name it is for."""
    figures = (
        f"<figure>{qr(site() + one.path, _('QR code of {name}', name=one.account.name))}"
        f"<figcaption>{escape(one.account.name)}</figcaption></figure>"
        for one in made
    )
    return f'<div class="invited">{"".join(figures)}</div>'


def qr(content: str, told: str) -> str:
    """Give a QR code as HTML; `told` is what is read out."""
    drawn = b64encode(qr_code(content).encode()).decode()
    return f'<img class="qr" alt="{escape(told)}" src="data:image/svg+xml;base64,{drawn}">'
