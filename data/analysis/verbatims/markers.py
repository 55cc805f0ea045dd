"""What can be taken out of an answer, and the marker that is left in its place."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Private(StrEnum):
    """A kind of detail by which somebody could be known."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    HANDLE = "handle"
    ADDRESS = "address"
    POSTCODE = "postcode"
    ACCOUNT = "account"
    PLATE = "plate"
    NUMBER = "number"


MARKERS: Final[Mapping[Private, str]] = {
    Private.NAME: "[nom]",
    Private.PHONE: "[téléphone]",
    Private.EMAIL: "[courriel]",
    Private.LINK: "[lien]",
    Private.HANDLE: "[pseudo]",
    Private.ADDRESS: "[adresse]",
    Private.POSTCODE: "[code postal]",
    Private.ACCOUNT: "[compte bancaire]",
    Private.PLATE: "[immatriculation]",
    Private.NUMBER: "[numéro]",
}
"""Markers are French because the answers are, and are not translated with the interface."""

INVENTED: Final = "[démo]"
"""What every answer of the demonstration begins with."""

MARKER: Final = re.compile("|".join(re.escape(marker) for marker in MARKERS.values()))
"""Any marker."""
