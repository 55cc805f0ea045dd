"""What was recorded, kept in a database: SQLite embedded, or another one by its address.

`open_store` gives a `Store`; nothing else of this package is for use elsewhere.
"""

from data.store.records import Writer
from data.store.store import Store, open_store

__all__ = ["Store", "Writer", "open_store"]
