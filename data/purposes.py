"""The words of the record of processing: whom it is about, why, who sees it, until when.

`data.processing` says it of each table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Whom(StrEnum):
    """Whom a table is about."""

    NOBODY = "nobody"
    RESIDENTS = "people whose door was knocked on"
    VOLUNTEERS = "volunteers"
    TEAM = "whoever has an account"


class Basis(StrEnum):
    """Why it may be kept, in the words of the GDPR."""

    NONE = "nothing about a person"
    INTEREST = "legitimate interest of the organiser (GDPR, article 6.1.f)"
    CONSENT = "consent (GDPR, article 6.1.a)"
    DUTY = "duty to keep data secure (GDPR, article 32)"


class Seen(StrEnum):
    """Who sees it in the app."""

    ALL = "everybody"
    FIELD = "volunteers and coordinators"
    COORDINATORS = "coordinators only"
    ADMINISTRATORS = "administrators only"
    MACHINE = "the program alone"


class Kept(StrEnum):
    """Until when it is kept."""

    DATABASE = "as long as the database of the campaign"
    PUBLISHED = "for good: it is published"
    DOORS = "until the purge after the last day of doors"
    OUTING = "until the purge after the outing"
    RESTITUTION = "until the purge after the restitution"
    ACCOUNT = "as long as the account"
    SIGN_IN = "until it runs out, is ended or purged"
    DAY = "a day"


@dataclass(frozen=True)
class Use:
    """What a column is for, where that differs from its table: until when it is kept."""

    what: str
    kept: Kept | None = None


@dataclass(frozen=True)
class Purpose:
    """What a table is for.

    Parameters
    ----------
    columns
        What each column holds; those of `COMMON` need not be named.
    """

    title: str
    why: str
    whom: Whom
    basis: Basis
    seen: Seen
    kept: Kept
    columns: Mapping[str, str | Use] = field(default_factory=dict)

    def use(self, column: str) -> Use:
        """Say what a column is for.

        Raises
        ------
        KeyError
            If nobody said so.
        """
        found = self.columns[column] if column in self.columns else COMMON[column]
        use = Use(found) if isinstance(found, str) else found
        return Use(use.what, use.kept or self.kept)


COMMON: Mapping[str, str] = {
    "campaign": "campaign that the row belongs to",
    "id": "random identifier",
    "demo": "whether it is invented",
    "quartier": "code of the quartier",
    "outing": "the outing",
    "pair": "the pair",
    "volunteer": "the volunteer",
    "section": "part of a street",
    "street": "name of the street",
    "dwellings": "number of dwellings, from public statistics",
    "position": "order",
    "source": "file it came from",
    "at": "when",
    "lon": "longitude of a public place",
    "lat": "latitude of a public place",
    "geometry": "outline for maps",
    "account": "random identifier of the account",
    "import_id": "the file it came from, so that an import can be undone",
    "response": "the questionnaire it belongs to",
    "question": "the question",
    "sealed_by": "name of the key that sealed it",
    "seal": "seal of the key",
    "hash": "digest of what it says and of the entry before",
    "number": "number",
    "kind": "kind",
    "name": "name",
}
"""Columns that mean the same in every table."""
