"""Comparing names as people write them: without case, accents and punctuation."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "°": " ", "º": " "})
_NOT_ALNUM = re.compile(r"[^0-9a-z\u0400-\u04ff\u0600-\u06ff]+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Reduce a name to lower-case letters and digits, single spaces between words.

    Examples
    --------
    >>> fold("  Saint-Éloi – Breuil-Mingot ")
    'saint eloi breuil mingot'
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_ALNUM.sub(" ", bare).strip()


def likeness(first: str, second: str) -> float:
    """Say how alike two folded names are, 0 to 1 (Ratcliff/Obershelp on letters or on words).

    Examples
    --------
    >>> likeness("trois cites", "trois citees") > 0.9
    True
    >>> likeness("campus", "gibauderie chu campus") > 0.7
    True
    """
    if not first or not second:
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    # Two upper bounds that cost little; below 0.6 nobody would call the names alike.
    alike = matcher.real_quick_ratio() >= 0.6 and matcher.quick_ratio() >= 0.6
    letters = matcher.ratio() if alike else 0.0
    few, many = sorted((set(_words(first)), set(_words(second))), key=len)
    contained = 0.75 + 0.2 * len(few) / len(many) if few and few <= many else 0.0
    return max(letters, contained)


_SMALL = frozenset(("le", "la", "les", "l", "de", "du", "des", "d", "quartier", "the", "of"))


def _words(folded: str) -> list[str]:
    words = [word for word in folded.split() if word not in _SMALL]
    return words or folded.split()


def nearest(folded: str, among: Iterable[str], *, least: float = 0.72) -> tuple[str, float] | None:
    """Find the most alike name, or None where none is alike enough or two are equally so."""
    scores = sorted(((likeness(folded, name), name) for name in among), reverse=True)
    if not scores or scores[0][0] < least:
        return None
    if len(scores) > 1 and scores[0][0] == scores[1][0]:
        return None
    return scores[0][1], scores[0][0]
