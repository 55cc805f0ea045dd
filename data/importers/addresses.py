"""Reading streets, doors and addresses; what is not understood is kept as it is written."""

import re
from typing import Final

from data.importers.faults import Bad
from data.importers.values import Cell, text_parser

STREET_LIMIT: Final = 200
parse_street = text_parser(limit=STREET_LIMIT, lines=False)
_DOOR = re.compile(r"(\d+)\s*(bis|ter|quater|[a-z])?(?![a-z0-9])", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:n\s*[°º]\s*)?(\d+\s*(?:(?:bis|ter|quater|[a-z])(?![a-zà-ÿ'’]))?)[\s,]+(.+)", re.IGNORECASE
)


def parse_door(cell: Cell) -> str | Bad | None:
    """Read the label of a door, with its suffix written one way.

    Examples
    --------
    >>> parse_door("12BIS"), parse_door(7.0), parse_door("Apt 4")
    ('12 bis', '7', 'Apt 4')
    """
    text = parse_street(cell)
    if isinstance(text, str) and (match := _DOOR.fullmatch(text)):
        return f"{int(match[1])} {match[2].lower()}" if match[2] else str(int(match[1]))
    return text


def parse_address(cell: Cell) -> tuple[str, str | None] | Bad | None:
    """Split an address into street and door; the door is None where there is no number.

    Examples
    --------
    >>> parse_address("12 bis, rue de la Paix")
    ('rue de la Paix', '12 bis')
    >>> parse_address("place de l’Église")
    ('place de l’Église', None)
    """
    text = parse_street(cell)
    if text is None or isinstance(text, Bad):
        return text
    match = _ADDRESS.fullmatch(text)
    if not match:
        return text, None
    door = parse_door(match[1])
    return match[2], door if isinstance(door, str) else None
