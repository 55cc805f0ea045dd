"""Comparing names as people and files write them: without case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_NOT_ALNUM = re.compile(r"[\W_]+")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Reduce a name to lower-case letters and digits, single spaces between words.

    Examples
    --------
    >>> fold("  Rue de l’Ancienne-Comédie "), fold("RUE DU SACRÉ-CŒUR")
    ('rue de l ancienne comedie', 'rue du sacre coeur')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NOT_ALNUM.sub(" ", bare).strip()
