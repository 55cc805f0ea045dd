"""What checking a database can find, in words that can be translated.

`data.store.checking` looks for it; the interface puts message and mend into a language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """Codes of what can be wrong."""

    DAMAGED = "damaged"
    VERSION = "version"
    REFERENCE = "reference"
    NO_SECRET = "no_secret"  # noqa: S105 (a code)
    NO_REVISION = "no_revision"
    TARGETS = "targets"
    IMPORT = "import"
    UNDONE = "undone"
    CIRCLE = "circle"
    CLAIM = "claim"
    DOORS = "doors"
    RATINGS = "ratings"
    UNREADABLE = "unreadable"
    RELEASE = "release"
    AUDIT = "audit"


_BACK = "Bring the last good backup in (portes restore FILE)."
TEMPLATES: Mapping[Fault, tuple[str, str]] = {
    Fault.DAMAGED: ("The database file is damaged: {detail}.", _BACK),
    Fault.VERSION: (
        "The database says that it is of version {found} instead of {wanted}.",
        "Start the program again: it brings the database up to date.",
    ),
    Fault.REFERENCE: (
        "{number} rows of “{table}” refer to rows of “{other}” that do not exist.",
        _BACK,
    ),
    Fault.NO_SECRET: ("The campaign “{campaign}” has lost its secret.", _BACK),
    Fault.NO_REVISION: ("The campaign “{campaign}” has lost its revision.", _BACK),
    Fault.TARGETS: (
        "The targets of the quartiers add up to {found} doors; the goal of “{campaign}” is "
        "{wanted}.",
        "Save the spread again on the Planning page, or with portes targets.",
    ),
    Fault.IMPORT: (
        "The import of “{source}” brought {wanted} rows; {found} are there.",
        "Undo that import and bring the file in again, or bring the last good backup in.",
    ),
    Fault.UNDONE: (
        "The import of “{source}” was undone; {found} of its rows are still there.",
        "Undo it again with portes undo.",
    ),
    Fault.CIRCLE: (
        "{number} visits correct each other in a circle, so that none of them counts.",
        _BACK,
    ),
    Fault.CLAIM: (
        "{number} streets are taken for an outing by a pair of another one.",
        "Free these streets on the Streets page and take them again.",
    ),
    Fault.DOORS: (
        "The doors of “{quartier}” are {found} when counted by outcome and {wanted} when counted "
        "by day.",
        _BACK,
    ),
    Fault.RATINGS: (
        "{number} answers to “{question}” are no rating from 1 to 5.",
        "Undo the import that they came with and bring the file in again.",
    ),
    Fault.UNREADABLE: ("Answers to version {version} of the questionnaire cannot be read.", _BACK),
    Fault.RELEASE: (
        "Release {number} was changed after it was published.",
        "Withdraw it and publish a new one, or bring the last good backup in.",
    ),
    Fault.AUDIT: (
        "The audit was tampered with: {fault}",
        "Compare it with the backups, and find out who could write to the database.",
    ),
}


@dataclass(frozen=True)
class Finding:
    """One fault of the database; `dashboard.i18n.explain` puts it into a language."""

    fault: Fault
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """English template of what is wrong."""
        return TEMPLATES[self.fault][0]

    @property
    def mend(self) -> str:
        """English template of what mends it."""
        return TEMPLATES[self.fault][1]


@dataclass(frozen=True)
class AuditFault:
    """A fault of the audit as a reason that can be translated."""

    template: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class Checkup:
    """What checking found.

    Parameters
    ----------
    rows
        How many rows there are, by table.
    """

    rows: Mapping[str, int]
    findings: tuple[Finding, ...]
