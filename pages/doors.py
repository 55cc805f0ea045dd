"""At the door."""

import streamlit as st

from dashboard.i18n import _

st.title(_("At the door"))
