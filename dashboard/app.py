"""The ASGI entry: the app for `streamlit run dashboard/app.py`, or for a server of one's own.

Streamlit reads this file to find `app`, which has to be made here by its own name.
"""

import streamlit as st

from dashboard import server

app = st.App(server.SCRIPT, **server.parts(greeting=True))
