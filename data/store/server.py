"""What a PostgreSQL server needs of whoever connects to it.

Readers see one state of the database however many questions they ask (REPEATABLE READ). Writers
take turns by the revision of their campaign, which each of them raises before all else; what they
read once it is theirs has to be the newest state (READ COMMITTED). So nothing has to be tried
again because two of them came at once, and nothing that writes ever is tried again by itself.

A server that starts again meanwhile is waited for while a connection is made, because nothing was
asked of it yet. What was under way is told as lost.
"""

import time
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Dialect, Engine, event

PATIENCE_SECONDS: Final = 5
"""How long a server that starts again is waited for."""

READING: Final = "REPEATABLE READ"
WRITING: Final = "READ COMMITTED"

POOL: Final[Mapping[str, Any]] = {
    # A connection that a restart of the server broke is noticed before it is used.
    "pool_pre_ping": True,
    # Four processes fit into the hundred connections that a server takes as it comes.
    "pool_size": 5,
    "max_overflow": 15,
    "isolation_level": READING,
}

# What the address does not say otherwise. A machine that is gone does not say so: without these,
# a page would wait for it for many minutes.
_CONNECT: Final[Mapping[str, Any]] = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "portes",
}

# The same the other way round: who claims a street must not wait for a laptop that went to sleep
# in the middle of an import.
_SESSION: Final[Mapping[str, str]] = {
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "idle_in_transaction_session_timeout": "10min",
}


def prepare(engine: Engine, *, busy_seconds: float) -> None:
    """Make every connection of an engine behave as the store expects."""
    limits = dict(_SESSION) | {"lock_timeout": f"{busy_seconds * 1000:.0f}"}
    answered = False

    @event.listens_for(engine, "do_connect")
    def connect(
        dialect: Dialect, _record: object, args: list[Any], options: dict[str, Any]
    ) -> object:
        # A server that never answered is told at once: the address may be wrong.
        patience = PATIENCE_SECONDS if answered else 0
        return _connected(dialect, args, dict(_CONNECT) | options, patience)

    @event.listens_for(engine, "connect")
    def limit(connection: Any, _record: object) -> None:
        nonlocal answered
        answered = True
        with connection.cursor() as cursor:
            for name, value in limits.items():
                cursor.execute("SELECT set_config(%s, %s, false)", (name, value))
        connection.commit()


def _connected(
    dialect: Dialect, args: list[Any], options: dict[str, Any], patience: float
) -> object:
    until = time.monotonic() + patience
    while True:
        try:
            return dialect.connect(*args, **options)
        except dialect.loaded_dbapi.OperationalError:
            if time.monotonic() > until:
                raise
        time.sleep(0.1)
