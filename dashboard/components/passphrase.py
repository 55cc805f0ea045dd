"""The field for a passphrase that files are encrypted with."""

import streamlit as st

from dashboard.components import frame
from dashboard.i18n import _
from data.errors import ShortPassphraseError
from data.sealing import SHORTEST


def ask(key: str) -> str | None:
    """Ask for a passphrase; give "" where files are not to be encrypted, None for a short one."""
    typed = st.text_input(
        _("Passphrase, to encrypt the files"),
        type="password",
        key=key,
        placeholder=_("without one, files are not encrypted"),
        help=_(
            "The files then end in .age: the program age opens them with the passphrase. One that "
            "is lost cannot be found again."
        ),
        autocomplete="new-password",
    )
    if typed and len(typed) < SHORTEST:
        frame.show_problem(ShortPassphraseError(least=SHORTEST))
        return None
    return typed
