"""Every text that `data` can show to people has its French, with the same placeholders."""

from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from data import errors
from data.checkup import TEMPLATES
from data.errors import UNREACHABLE_MENDS, DataError, Reason, Thing, because

LOCALE = Path(errors.__file__).parents[1] / "dashboard" / "locale" / "fr"


def _subclasses(kind: type[DataError]) -> list[type[DataError]]:
    return [kind, *(deeper for sub in kind.__subclasses__() for deeper in _subclasses(sub))]


def _templates() -> list[str]:
    ours = [kind for kind in _subclasses(DataError) if kind.__module__ == "data.errors"]
    texts = [text for kind in ours for text in (kind.message, kind.mend)]
    return sorted({*texts, *UNREACHABLE_MENDS.values(), *_of_checks(), *Reason, *Thing} - {""})


def _of_checks() -> list[str]:
    return [text for pair in TEMPLATES.values() for text in pair]


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.fixture(scope="module")
def french() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(LOCALE.glob("*.po")):
        with path.open("rb") as file:
            found |= {str(m.id): str(m.string) for m in read_po(file) if m.id}
    return found


@pytest.mark.parametrize("text", _templates())
def test_each_text_has_its_french(french: dict[str, str], text: str) -> None:
    assert french.get(text)
    assert _placeholders(french[text]) == _placeholders(text)


def test_no_text_is_translated_for_nothing() -> None:
    with (LOCALE / "data.po").open("rb") as file:
        assert {str(m.id) for m in read_po(file) if m.id} <= set(_templates())


def test_a_reason_keeps_what_is_needed_to_translate_it() -> None:
    reason = because(Reason.TOO_SMALL, key="k", least=5)
    assert reason == "“k” cannot be below 5."
    assert reason.template == Reason.TOO_SMALL.value
    assert reason.params == {"key": "k", "least": 5}
