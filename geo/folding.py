"""Comparing names as people and files write them: without case, accents and punctuation.

Names that fold to the same text are the same; the lasting name of a street section rests on it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

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


def section_id(quartier: str, street: str) -> str:
    """Name a section for ever by its quartier and its street, however the street is spelt.

    Examples
    --------
    >>> section_id("8619401", "Grand'Rue") == section_id("8619401", "GRAND RUE")
    True
    >>> len(section_id("8619401", "Grand'Rue"))
    16
    """
    return blake2b(f"{quartier}\x1f{fold(street)}".encode(), digest_size=8).hexdigest()
