"""What is done before the app answers, so that no visitor has to wait for it."""

import gc
from importlib import import_module

PARTS = ("altair", "babel.dates", "babel.numbers", "folium.plugins", "geopandas")
"""What takes longest to load of what pages are made of. Not streamlit-folium, nor what imports it:
a component has to be declared by the run of a page."""
LOOKS = (5_000, 5, 4)
"""So many new objects make Python look for garbage among them; so many such looks, among those that
were left; and so many of these, among all that were loaded or made later."""


def get_ready() -> None:
    """Load what the pages are made of, and keep Python from looking for garbage in it.

    It is there to stay. Python would look through all of it whenever there is a quarter more than
    the last time, and all sessions would wait meanwhile; many that begin at once bring that about.
    """
    for part in PARTS:
        import_module(part)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LOOKS)
