"""Bringing a sign-up list in, as Google Forms or any spreadsheet exports it."""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from data.errors import MappingError
from data.fieldwork import Contact, Volunteer
from data.importers.faults import Fault, Reason, RowFinding
from data.importers.folding import fold
from data.importers.tables import Table, open_table

_NAMES: Final = {
    "name": ("nom et prenom", "prenom et nom", "nom complet", "name", "full name", "votre nom"),
    "first": ("prenom", "first name", "votre prenom"),
    "last": ("nom", "nom de famille", "last name", "surname"),
    "email": ("email", "e mail", "mail", "courriel", "adresse email", "adresse e mail",
              "email address", "adresse mail"),
    "phone": ("telephone", "tel", "portable", "mobile", "phone", "numero de telephone"),
    "experienced": ("experience", "experimente", "deja fait du porte a porte", "experienced",
                    "avez vous deja fait du porte a porte"),
}  # fmt: skip
_YES: Final = frozenset(("oui", "yes", "o", "y", "1", "true", "vrai", "x"))


@dataclass(frozen=True)
class VolunteerReport:
    """Who was in a list; rows without a name are findings.

    `volunteers` and `contacts` are sorted by name; the same person twice is there once.
    """

    volunteers: tuple[Volunteer, ...]
    contacts: tuple[Contact, ...]
    findings: tuple[RowFinding, ...] = ()


def read_volunteers(path: Path, *, filename: str, secret: bytes) -> VolunteerReport:
    """Read a sign-up list.

    A person is known again by their e-mail address, else by their name, so that the same list
    twice makes nobody twice.

    Parameters
    ----------
    secret
        Key of the hashes that identify people.

    Raises
    ------
    UnreadableTableError
        The file is no table.
    MappingError
        No column holds names.
    """
    table = open_table(path, filename=filename)
    places = _places(table)
    people: dict[str, tuple[Volunteer, Contact]] = {}
    findings: list[RowFinding] = []
    for row, cells in table.rows:
        if not any(str(cell).strip() for cell in cells):
            continue
        found = _person(list(cells), places, secret)
        if found is None:
            findings.append(RowFinding(row, table.headers[_name_place(places)], Fault.NO_VOLUNTEER))
        else:
            people[found[0].id] = found
    ordered = sorted(people.values(), key=lambda pair: (pair[0].name.casefold(), pair[0].id))
    return VolunteerReport(
        tuple(volunteer for volunteer, _ in ordered),
        tuple(contact for _, contact in ordered),
        tuple(findings),
    )


def _places(table: Table) -> dict[str, int]:
    """Find the column of each part; the first that fits counts."""
    found: dict[str, int] = {}
    for place, header in enumerate(table.headers):
        for part, names in _NAMES.items():
            if fold(header) in names:
                found.setdefault(part, place)
    if "name" not in found and "first" not in found and "last" not in found:
        raise MappingError(
            source=table.source, reason=Reason("no column holds the names of the volunteers")
        )
    return found


def _name_place(places: dict[str, int]) -> int:
    return next(places[part] for part in ("name", "first", "last") if part in places)


def _person(
    cells: Sequence[object], places: dict[str, int], secret: bytes
) -> tuple[Volunteer, Contact] | None:
    """Read one row; None where it has no name."""
    held = {
        part: " ".join(str(cells[place]).split()) if place < len(cells) else ""
        for part, place in places.items()
    }
    name = held.get("name") or " ".join(_given(held, ("first", "last")))
    if not name:
        return None
    email, phone = held.get("email", ""), held.get("phone", "")
    known_by = f"mail:{email.casefold()}" if email else f"name:{fold(name)}"
    identity = hmac.new(secret, f"volunteer:{known_by}".encode(), sha256).hexdigest()[:32]
    experienced = fold(held.get("experienced", "")).partition(" ")[0] in _YES
    return Volunteer(identity, name, experienced=experienced), Contact(identity, email, phone)


def _given(held: dict[str, str], parts: Sequence[str]) -> Iterator[str]:
    return (held[part] for part in parts if held.get(part))
