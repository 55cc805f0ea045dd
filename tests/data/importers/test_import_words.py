"""Every text that an import can show has its French, with the same placeholders."""

import importlib
import pkgutil
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from data import importers
from data.importers import TEMPLATES, Fault

CATALOGUE = Path(__file__).parents[3] / "dashboard" / "locale" / "fr" / "importers.po"


def reasons():
    """Find the sentences that modules give as reasons: constants with a space in them."""
    found = [reason for _, reason in importers.sniffing.REASONS]
    for info in pkgutil.iter_modules(importers.__path__):
        module = importlib.import_module(f"data.importers.{info.name}")
        found += [
            value
            for name, value in vars(module).items()
            if name.isupper() and isinstance(value, str) and " " in value
        ]
    return found


@pytest.fixture(scope="module")
def french():
    with CATALOGUE.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="fr") if message.id}


def placeholders(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_every_fault_has_its_words(french):
    assert set(TEMPLATES) == set(Fault)
    for text in [text for pair in TEMPLATES.values() for text in pair] + reasons():
        assert placeholders(french[text]) == placeholders(text), text


def test_the_catalogue_holds_nothing_that_is_not_said(french):
    folder = Path(importers.__file__).parent
    sources = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert [text for text in french if text not in sources] == []


def test_french_punctuation(french):
    for text in french.values():
        assert not re.search(r"(?<!\u202f)[;?!]|'|« | »", text), text
