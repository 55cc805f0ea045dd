"""A PostgreSQL of the tests' own: a new cluster in a folder that goes with it.

It listens on a socket in that folder only. PostgreSQL refuses to run as root; where the tests do,
it runs as the user that Debian's package makes.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

ACCOUNT = "postgres"
"""Who runs the server where the tests are run by root."""

MISSING = "the programs of PostgreSQL (Debian: postgresql) are not installed"

# Room for fifty writers at once, and no work that nobody needs in a cluster of a few minutes.
_SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "120",
    "shared_buffers": "32MB",
    "autovacuum": "off",
}
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


MEMORY = Path("/dev/shm")
ROOM = 1 << 30
"""Bytes that have to be free there for a careless cluster to lie in memory."""


class ServerEndedError(Exception):
    """The server ended or did not answer; holds what it wrote."""


class Cluster:
    """A server, and the databases in it.

    Parameters
    ----------
    folder
        Empty folder of its own; files, socket and log lie there.
    careful
        Whether the disk confirms each commit, as on a real server; else it is faster.
    """

    def __init__(self, folder: Path, *, careful: bool = False) -> None:
        self._folder, self._data, self._log = folder, folder / "data", folder / "log"
        self._bin = programs()
        self._server: subprocess.Popen[bytes] | None = None
        # Sorts as a French machine does, which is not how Python sorts.
        sorts = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=fr"]
        how = ["--auth=trust", "--encoding=UTF8", "--no-sync", *sorts]
        subprocess.run(
            [*_account(), self._bin / "initdb", "-D", self._data, "-U", "portes", *how],
            check=True,
            capture_output=True,
            cwd=folder,
        )
        settings = _SETTINGS | ({} if careful else _CARELESS)
        settings |= {"unix_socket_directories": f"'{folder}'"}
        with (self._data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def start(self) -> None:
        """Start the server and wait until it takes connections."""
        command = [*_account(), self._bin / "postgres", "-D", self._data]
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        for _ in range(600):
            with suppress(psycopg.OperationalError):
                return self._execute("SELECT 1")
            with suppress(subprocess.TimeoutExpired):
                self._server.wait(0.1)
                break
        raise ServerEndedError(self._log.read_text("utf-8", errors="replace"))

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT ends what is going on, SIGQUIT is as if the plug was pulled."""
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(60)
            self._server = None

    def restart(self) -> None:
        """Pull the plug and start again; what was confirmed has to be there."""
        self.stop(signal.SIGQUIT)
        self.start()

    def url(self, name: str) -> str:
        """Give the address of a database, as SQLAlchemy writes it."""
        return f"postgresql+psycopg://portes@/{name}?host={self._folder}"

    def create(self, name: str, *, template: str = "template1") -> str:
        """Make a database anew as a copy of another one; give its address."""
        self.drop(name)
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Take a database away, also while somebody uses it."""
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        where = {"host": str(self._folder), "user": "portes", "dbname": "postgres"}
        with psycopg.connect(**where, autocommit=True) as connection:
            connection.execute(statement.encode())


def programs() -> Path | None:
    """Find the folder of the newest PostgreSQL's programs; None where there is none."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def running(*, careful: bool = False) -> Iterator[Cluster]:
    """Give a server that runs; it and its files go at the end."""
    # Not below pytest's folder: only who runs the tests may enter that.
    folder = Path(tempfile.mkdtemp(prefix="portes-pg-", dir=None if careful else _memory()))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, ACCOUNT)
        cluster = Cluster(folder, careful=careful)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder)


def _memory() -> Path | None:
    """Give the folder that lies in memory, where a new database takes half the time."""
    with suppress(OSError):
        return MEMORY if shutil.disk_usage(MEMORY).free > ROOM else None
    return None


def _account() -> list[str]:
    """Say as whom a program runs; it ends with the tests, however these end."""
    if not shutil.which("setpriv"):
        return []
    who = ["--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", "--pdeathsig", "QUIT", *who]
