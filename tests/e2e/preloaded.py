"""What a server imports until its first page is drawn, imported ahead of it.

Nothing of this starts a thread or keeps a setting; whatever is left out is imported later.
streamlit_folium has to be left out: its component would look in vain for a server to belong to.
"""

import altair  # noqa: F401
import folium.plugins  # noqa: F401
import geopandas  # noqa: F401

import dashboard.cli
import dashboard.server
import dashboard.service  # noqa: F401
