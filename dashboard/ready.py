"""What is done before the app answers, so that no visitor has to wait for it."""

import gc
from importlib import import_module
from pkgutil import iter_modules

from dashboard import components

LOOKS = (5_000, 5, 4)
"""So many new objects make Python look for garbage among them; so many such looks, among those that
were left; and so many of these, among all that were loaded or made later."""


def get_ready() -> None:
    """Load what the pages are made of, and keep Python from looking for garbage in it.

    It is there to stay. Python would look through all of it whenever there is a quarter more than
    the last time, and all sessions would wait meanwhile; many that begin at once bring that about.
    """
    for found in iter_modules(components.__path__, f"{components.__name__}."):
        import_module(found.name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LOOKS)
