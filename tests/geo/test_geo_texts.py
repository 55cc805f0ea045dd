"""Every text of the package can be told in French, with the same placeholders."""

import inspect
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from geo import address_faults, errors, faults
from geo.errors import GeoError
from geo.faults import RingReason, ShapeKind

CATALOGUE = Path(__file__).resolve().parents[2] / "dashboard/locale/fr/geo.po"
CLASSES = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, GeoError)]
MESSAGES = {**faults.MESSAGES, **address_faults.MESSAGES}
PHRASES = (errors.UnreadableReason, errors.AddressReason, RingReason, ShapeKind)
TEMPLATES = {
    *(text for c in CLASSES for text in (c.message, c.mend)),
    *(text for pair in MESSAGES.values() for text in pair),
    *(member.value for kind in PHRASES for member in kind),
} - {""}


@pytest.fixture(scope="module")
def catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="fr") if message.id}


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_every_text_is_translated_and_no_other(catalogue):
    assert set(catalogue) == TEMPLATES


def test_translations_keep_the_placeholders_and_the_typography(catalogue):
    for source, french in catalogue.items():
        assert french, source
        assert placeholders(french) == placeholders(source), source
        assert "'" not in french, french


def test_the_tree_in_the_docstring_names_every_error():
    for c in CLASSES:
        assert c.__name__ in errors.__doc__, c


def test_each_fault_has_what_to_do():
    assert all(message and mend for message, mend in MESSAGES.values())
    assert len(faults.Fault) + len(address_faults.AddressFault) == len(MESSAGES)
