"""The releases there are: what stands, what was withdrawn and why, their files."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import cached, state
from dashboard.components import frame
from dashboard.components.markup import plain
from dashboard.i18n import _, day, ngettext
from dashboard.publication.serving import ADDRESS
from data.errors import DataError
from data.restitution import Publication

KIND = "withdraw"


def draw(releases: Sequence[Publication]) -> None:
    """List the releases, newest first."""
    if not releases:
        st.info(_("Nothing was published yet."), icon=":material/inventory_2:")
        return
    current = next((one.number for one in releases if one.withdrawn is None), None)
    if current is None:
        st.warning(
            _("No release stands: the public sees the number of doors only."),
            icon=":material/visibility_off:",
        )
    for one in releases:
        with st.container(border=True, key=f"release-{one.number}"):
            _draw(one, current=one.number == current)


def _draw(one: Publication, *, current: bool) -> None:
    """Draw one release."""
    st.markdown(f"**{_('Release {number}', number=one.number)}** · {day(one.at)}")
    questions = len(one.content["questions"])
    st.caption(
        ngettext("{n} question", "{n} questions", questions)
        + " · "
        + _("fingerprint {digest}", digest=one.digest[:16])
    )
    st.markdown(_standing(one, current=current))
    with st.container(horizontal=True):
        st.download_button(
            _("All its files"),
            partial(cached.service().publishing.archive, one.number),
            file_name=f"resultats-{one.number}.zip",
            mime="application/zip",
            icon=":material/download:",
            key=f"files-{one.number}",
            on_click="ignore",
        )
        if one.withdrawn is None:
            st.button(
                _("Withdraw"),
                key=f"withdraw-{one.number}",
                icon=":material/undo:",
                on_click=state.edit,
                args=(KIND, str(one.number)),
            )
    if state.editing(KIND) == str(one.number) and one.withdrawn is None:
        _withdraw(one)


def _standing(one: Publication, *, current: bool) -> str:
    """Say whether the public sees a release, and why not."""
    if one.withdrawn is not None:
        return _("Withdrawn on {day}: {reason}", day=day(one.withdrawn), reason=plain(one.reason))
    if current:
        return _("This is what the public sees, at the address {address}.", address=_link())
    return _("Superseded by a newer release; shown again if that one is withdrawn.")


def _link() -> str:
    """Give the address of the public page as a link, whole where the site has an address."""
    address = f"{cached.service().settings.address}{ADDRESS}/"
    return f"[{plain(address)}]({address})"


def _withdraw(one: Publication) -> None:
    """Ask why, then take a release back."""
    with st.form(f"withdraw-form-{one.number}"):
        reason = st.text_input(
            _("Why is it withdrawn?"), max_chars=300, help=_("This stays on record.")
        )
        with st.container(horizontal=True):
            go = st.form_submit_button(_("Withdraw it"), type="primary", icon=":material/undo:")
            leave = st.form_submit_button(_("Leave it"))
    if leave:
        state.edit(KIND)
        st.rerun()
    if not go:
        return
    if not (reason or "").strip():
        st.error(_("Say why: others will ask."), icon=":material/error:")
        return
    try:
        cached.service().publishing.withdraw(one.number, reason.strip())
    except DataError as problem:
        frame.show_problem(problem)
        return
    state.edit(KIND)
    state.leave_message(_("Release {number} is withdrawn.", number=one.number))
    st.rerun()
