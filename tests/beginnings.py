"""Databases that tests begin with: made once a process, then copied, as making them takes longer.

What makes a database is tested where it belongs; here it is only what stands before a test.
"""

import atexit
import shutil
import tempfile
from datetime import date
from functools import lru_cache
from pathlib import Path

from dashboard.service import Service
from dashboard.settings import Settings
from data.campaigns import POITIERS

DATABASE = "portes.sqlite"


def begin(folder: Path, *, filled: str | None = None) -> Path:
    """Put a database of the shipped campaign, and what lies beside it, in a folder; give its path.

    Parameters
    ----------
    filled
        The day, as YYYY-MM-DD, up to which the demonstration is in; None for no records at all.
    """
    shutil.copytree(_made(filled), folder, dirs_exist_ok=True)
    return folder / DATABASE


@lru_cache
def _made(filled: str | None) -> Path:
    """Make the database that is copied."""
    folder = Path(tempfile.mkdtemp(prefix="portes-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    day = date.fromisoformat(filled) if filled else None
    settings = Settings(f"sqlite:///{folder / DATABASE}", POITIERS, fixed_today=day)
    service = Service.open(settings)
    if filled:
        service.records.fill_demo(until=day)
    service.store.close()
    return folder
