"""The journal: who did what when, for administrators."""

import streamlit as st

from dashboard.components import journal_list
from dashboard.i18n import _


def main() -> None:
    """Draw the page."""
    st.html(journal_list.STYLE)
    st.title(_("Journal"))
    st.markdown(
        _(
            "What was changed, by whom and when. What volunteers record at doors and all answers "
            "are not in it: a dated trail of them would lead from people to answers."
        )
    )
    asked = journal_list.filters()
    journal_list.draw(asked)
    journal_list.check()


main()
