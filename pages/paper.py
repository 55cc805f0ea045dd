"""Paper sheets."""

import streamlit as st

from dashboard.i18n import _

st.title(_("Paper sheets"))
