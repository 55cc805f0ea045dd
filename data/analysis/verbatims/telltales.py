"""What in a passage could still tell who speaks, for the person who decides whether to quote it.

These are hints by simple rules, beyond what redaction takes out: they point at what to look at,
and finding nothing means nothing. A person decides.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from data.analysis.verbatims.markers import MARKER
from data.analysis.verbatims.redaction import Redactor
from data.analysis.verbatims.words import folded, listed, stem, words

_PERSONAL = frozenset(
    stem(word)
    for word in listed(
        """
        enfant fils fille mari epoux epouse compagnon compagne mere pere maman papa bebe jumeaux
        veuf veuve divorce divorcee enceinte famille retraite retraitee chomage chomeur rsa
        handicap handicape handicapee fauteuil malade maladie cancer hopital depression alcool
        travaille travaillais metier patron infirmier infirmiere medecin professeur enseignant
        etudiant etudiante syndicat elu elue parti religion musulman musulmane juif juive
        catholique mosquee eglise synagogue etranger etrangere papiers refugie refugiee
        tribunal prison plainte ans nee
        """
    )
)
_SENTENCE = re.compile(r"(?:^|[.!?…:«\"\n–—\]]|\s-)\s*$")


class Telltale(StrEnum):
    """Why a passage is to be looked at.

    TAKEN_OUT: something was taken out of it, and what is around may say the same. PRIVATE: the
    redaction would still take something out. CAPITAL: a word with a capital within a sentence,
    which may name somebody or a place. NUMBER: an age, a number of a house, a date. PERSONAL: a
    word for family, health, work, origin or belief.
    """

    TAKEN_OUT = "taken_out"
    PRIVATE = "private"
    CAPITAL = "capital"
    NUMBER = "number"
    PERSONAL = "personal"


@dataclass(frozen=True)
class Hint:
    """One reason to look, and the words that gave it."""

    telltale: Telltale
    words: tuple[str, ...]


def telltales(
    text: str, *, redactor: Redactor | None = None, known: Collection[str] = ()
) -> tuple[Hint, ...]:
    """Point at what could identify who speaks.

    Parameters
    ----------
    redactor
        Finds private details; the rules alone where it is None.
    known
        Names that tell nothing, such as the town's; case and accents do not matter.

    Returns
    -------
    tuple of Hint
        At most one of each kind, in the order of `Telltale`; its words once each, as in the text.

    Examples
    --------
    >>> hints = telltales("Ma fille, 12 ans, va chez [nom] à Poitiers.", known=["Poitiers"])
    >>> [(hint.telltale.value, hint.words) for hint in hints]
    [('taken_out', ('[nom]',)), ('number', ('12',)), ('personal', ('fille', 'ans'))]
    """
    spans = (redactor or Redactor()).redact(text).spans
    private = [text[span.start : span.end] for span in spans]
    plain = {folded(name) for name in known}
    found: dict[Telltale, list[str]] = {
        Telltale.TAKEN_OUT: [match[0] for match in MARKER.finditer(text)],
        Telltale.PRIVATE: private,
    }
    for word in words(text):
        if any(span.start <= word.start < span.end for span in spans):
            continue
        written = text[word.start : word.end]
        kind = _kind(written, word.stem, text[: word.start])
        if kind is not None and word.folded not in plain:
            found.setdefault(kind, []).append(written)
    return tuple(
        Hint(kind, tuple(dict.fromkeys(found[kind]))) for kind in Telltale if found.get(kind)
    )


def _kind(written: str, stemmed: str, before: str) -> Telltale | None:
    """Say why one word is to be looked at, None for most."""
    if any(sign.isdigit() for sign in written):
        return Telltale.NUMBER
    if stemmed in _PERSONAL:
        return Telltale.PERSONAL
    if written[0].isupper() and len(written) > 1 and not _SENTENCE.search(before):
        return Telltale.CAPITAL
    return None
