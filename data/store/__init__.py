"""What was recorded, kept in a database: SQLite embedded, or another one by its address.

`open_store` gives a `Store`; nothing else of this package is for use elsewhere.
"""

from data.store.progress import FLAT
from data.store.purging import Purged
from data.store.recording import Absences
from data.store.sections import SectionCounts, SectionSource
from data.store.sheets import line_key
from data.store.store import Store, open_store
from data.store.writer import Writer

__all__ = [
    "FLAT",
    "Absences",
    "Purged",
    "SectionCounts",
    "SectionSource",
    "Store",
    "Writer",
    "line_key",
    "open_store",
]
