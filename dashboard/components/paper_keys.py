"""The keys of the paper grids, and their legend."""

from collections.abc import Mapping
from html import escape

from dashboard.components import intake_words
from dashboard.i18n import _
from data.model import SCALE, Outcome

KEYS: Mapping[str, Outcome] = {
    "e": Outcome.INTERVIEW,
    "r": Outcome.REFUSAL,
    "a": Outcome.ABSENT,
    "p": Outcome.COME_BACK,
    "b": Outcome.NO_ACCESS,
    "v": Outcome.VACANT,
    "l": Outcome.LANGUAGE,
    "n": Outcome.DO_NOT_DISTURB,
}
"""First letters in French: entretien, refus, absent, à repasser, bloqué, vacant, langue, ne pas."""
LETTERS = {outcome: letter for letter, outcome in KEYS.items()}
SCORES = {str(score): str(score) for score in SCALE}


def names() -> Mapping[str, str]:
    """Name what each key stands for."""
    outcomes = intake_words.outcomes()
    return {letter: outcomes[outcome] for letter, outcome in KEYS.items()}


def legend() -> str:
    """Give the keys as HTML."""
    keys = "".join(f"<span><kbd>{key}</kbd> {escape(name)}</span>" for key, name in names().items())
    moves = escape(_("Enter or ↓ next line, ↑ line above, Delete empties, Ctrl + Enter saves"))
    return f'<p class="keys">{keys}</p><p class="recall">{moves}</p>'
