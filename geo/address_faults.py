"""What reading addresses can find: one `AddressFault` a kind, one `AddressFinding` a case.

The texts are English templates; the interface translates them and fills in the `params`. A row is
left out only where there is nothing to knock on or no place to find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from geo.faults import Severity

FINDINGS_MOST = 1_000
"""Cases kept one by one; beyond, they are only counted."""


class AddressFault(StrEnum):
    """Stable codes of the faults."""

    NO_PLACE = "no_place"
    NO_STREET = "no_street"
    BAD_NUMBER = "bad_number"
    NO_NUMBER = "no_number"
    BAD_DWELLINGS = "bad_dwellings"
    DUPLICATE = "duplicate_address"
    FURTHER_POSITIONS = "further_positions"
    TOPONYM = "toponym"
    OTHER_COMMUNE = "other_commune"
    OUTSIDE = "outside_quartiers"
    ENCODING_GUESSED = "encoding_guessed"


_OUT = Severity.BLOCKING
_TOLD = Severity.NOTICE

MESSAGES: Mapping[AddressFault, tuple[str, str]] = {
    AddressFault.NO_PLACE: (
        "The address has no coordinates that can be used.",
        "Fill in its longitude and latitude, or x and y in Lambert-93.",
    ),
    AddressFault.NO_STREET: ("The address names no street.", "Fill in the name of its street."),
    AddressFault.BAD_NUMBER: (
        "“{value}” is no house number.",
        "Write a whole number up to 9999, and bis, ter or a letter in the column beside it.",
    ),
    AddressFault.NO_NUMBER: (
        "An entrance of {street} has no number.",
        "It comes last on the sheets; fill in its number if it has one.",
    ),
    AddressFault.BAD_DWELLINGS: (
        "“{value}” is no number of dwellings; it counts as unknown.",
        "Fill in a whole number, or leave the cell empty.",
    ),
    AddressFault.DUPLICATE: (
        "The address {label} {street} is there already (row {first}); it counts once.",
        "Nothing to do, unless one of the two should have another number or suffix.",
    ),
    AddressFault.FURTHER_POSITIONS: (
        "Further positions of an address, of which the entrance was taken: {count}.",
        "Nothing to do.",
    ),
    AddressFault.TOPONYM: (
        "Places without house numbers (99999), which are no doors: {count}.",
        "Nothing to do.",
    ),
    AddressFault.OTHER_COMMUNE: (
        "Addresses of the commune {other}, not of {commune}: {count}.",
        "Check that it is the right file; those that lie in a quartier are taken all the same.",
    ),
    AddressFault.OUTSIDE: (
        "Addresses in no quartier of the campaign, left out: {count}.",
        "Check that it is the file of the town, and that the quartiers are the right ones.",
    ),
    AddressFault.ENCODING_GUESSED: (
        "The file is not in UTF-8; its letters were read as {encoding}.",
        "Check the accents of the street names.",
    ),
}
LEFT_OUT = frozenset((AddressFault.NO_PLACE, AddressFault.NO_STREET, AddressFault.BAD_NUMBER))
"""Faults for which a row is left out."""


@dataclass(frozen=True)
class AddressFinding:
    """One fault that was found in a file of addresses.

    Parameters
    ----------
    row
        Row as a spreadsheet numbers it (the column names are row 1); None where the finding is
        about several rows or the whole file.
    params
        Values for the placeholders of `message` and `mend`.
    """

    fault: AddressFault
    row: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """BLOCKING where the row is left out, else NOTICE."""
        return _OUT if self.fault in LEFT_OUT else _TOLD

    @property
    def message(self) -> str:
        """English template that says what was found."""
        return MESSAGES[self.fault][0]

    @property
    def mend(self) -> str:
        """English template that says what to do about it."""
        return MESSAGES[self.fault][1]

    def __str__(self) -> str:
        """English text of the finding.

        Examples
        --------
        >>> str(AddressFinding(AddressFault.BAD_NUMBER, 12, {"value": "?"}))
        '“?” is no house number.'
        """
        return self.message.format(**self.params)


class Noted:
    """Findings as they come: the first ones whole, all of them counted."""

    def __init__(self) -> None:
        self.findings: list[AddressFinding] = []
        self.counts: dict[AddressFault, int] = {}

    def add(self, fault: AddressFault, row: int | None = None, **params: object) -> None:
        """Note a fault of one row."""
        self.counts[fault] = self.counts.get(fault, 0) + 1
        if len(self.findings) < FINDINGS_MOST:
            self.findings.append(AddressFinding(fault, row, params))

    def add_many(self, fault: AddressFault, count: int, **params: object) -> None:
        """Note one fault of several rows; nothing where `count` is 0."""
        if count:
            self.counts[fault] = self.counts.get(fault, 0) + count
            self.findings.append(AddressFinding(fault, None, {"count": count, **params}))
