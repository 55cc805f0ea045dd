"""Streets."""

import streamlit as st

from dashboard.i18n import _

st.title(_("Streets"))
