"""What was published: frozen, numbered, never removed."""

import json
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from data.errors import NotFoundError, ReleaseTakenError, Thing
from data.restitution import Publication
from data.schema import publications
from data.store.part import Part, here


class Publications(Part):
    """Releases of results; `Store.publications`."""

    def all(self) -> tuple[Publication, ...]:
        """Read the releases, newest first; withdrawn ones too."""
        with self._reading() as (connection, key):
            order = publications.c.number.desc()
            statement = select(publications).where(*here(publications, key)).order_by(order)
            return tuple(_publication(row) for row in connection.execute(statement).mappings())

    def get(self, number: int) -> Publication:
        """Read one release.

        Raises
        ------
        NotFoundError
            If there is no such release.
        """
        for publication in self.all():
            if publication.number == number:
                return publication
        raise NotFoundError(what=Thing.PUBLICATION, key=str(number))

    def next_number(self) -> int:
        """Say which number the next release gets; numbers are never used twice."""
        with self._reading() as (connection, key):
            return _next(connection, key)

    def add(self, number: int, content: str, digest: str, *, at: datetime) -> None:
        """Keep a release for good.

        Parameters
        ----------
        number
            As `next_number` said; it stands in the content too.
        content
            JSON text, kept to the byte: the digest is that of these bytes.

        Raises
        ------
        ReleaseTakenError
            If another release took that number in between.
        """
        with self._changing() as (connection, key):
            if number != _next(connection, key):
                raise ReleaseTakenError(number=number)
            row = {"campaign": key, "number": number, "at": at, "reason": ""}
            connection.execute(insert(publications).values(**row, content=content, digest=digest))

    def withdraw(self, number: int, *, at: datetime, reason: str) -> None:
        """Take a release back: it is no longer shown, and stays on record.

        Raises
        ------
        NotFoundError
            If there is no such release, or it was withdrawn already.
        """
        with self._changing() as (connection, key):
            standing = *here(publications, key, number=number), publications.c.withdrawn.is_(None)
            values = {"withdrawn": at, "reason": reason}
            change = update(publications).where(*standing).values(**values)
            if not connection.execute(change).rowcount:
                raise NotFoundError(what=Thing.PUBLICATION, key=str(number))


def _next(connection: Connection, key: str) -> int:
    newest = select(func.max(publications.c.number)).where(*here(publications, key))
    return (connection.scalar(newest) or 0) + 1


def _publication(row: RowMapping) -> Publication:
    return Publication(
        number=row["number"],
        at=row["at"],
        content=json.loads(row["content"]),
        digest=row["digest"],
        withdrawn=row["withdrawn"],
        reason=row["reason"],
    )
