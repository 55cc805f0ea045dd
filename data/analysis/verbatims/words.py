"""Words of a text as they are compared: without case and accents, plurals and feminines as one.

Assumption: the texts are French for the most part; words of other languages are compared as they
are. Markers that redaction left are no words, nor is that of the demonstration.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from data.analysis.verbatims.markers import INVENTED, MARKER


def listed(text: str) -> frozenset[str]:
    """Read a list of words that is written with spaces between them."""
    return frozenset(text.split())


NEGATIONS: Final = listed("ne pas plus sans moins ni non jamais rien aucun aucune guere trop peu")
"""Folded words that turn what is said round; they never count as stop words."""

STOP_WORDS: Final = listed(
    """
    a ai aie ait alors apres as au aussi aux avaient avais avait avant avec avez avoir avons ayant
    bah bas beaucoup ben bien bon c ca car ce ceci cela celle celles celui ces cet cette ceux chaque
    chez ci comme comment d dans de dedans deja depuis des deux devant dire dirais dis dit dois
    doit donc dont du elle elles en encore enfin entre es est et etaient etais etait etant ete etes
    etre eu eux faire fais fait faites faudrait faut fois font franchement genre ici il ils j je
    juste l la le les leur leurs lors lui m ma mais me meme memes merci mes mettre mieux moi mon
    nos notre nous o oh on ont or ou ouais oui par parce parfois peut peuvent peux plutot pour
    pourquoi pouvoir puis qu quand que quel quelle quelles quels quelque quelques qui quoi s sa se
    sera serait ses seulement si soi soit sommes son sont sous souvent suis sur surtout t ta tant te
    tel telle tes toi ton toujours tous tout toute toutes tres truc tu un une va vais vers veut veux
    voila voir voit vont vos votre vous vraiment vu y
    """
)
"""Folded French words that say nothing by themselves: a list of our own, without negations."""

_LETTERS = r"[^\W_][\u0300-\u036f]*"
_NO_WORD = rf"({MARKER.pattern}|{re.escape(INVENTED)})"
_WORD = re.compile(rf"{_NO_WORD}|aujourd['’]hui|(?:{_LETTERS})+", re.IGNORECASE)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_ENDINGS = (
    (re.compile(r"(?<=[^e])aux$"), "al"),
    (re.compile(r"(eau|eu|ou)x$"), r"\1"),
    (re.compile(r"euses?$"), "eu"),
    (re.compile(r"ives?$"), "if"),
    (re.compile(r"s$"), ""),
    (re.compile(r"e+$"), ""),
    (re.compile(r"(?<=[eo])([lnt])\1$"), r"\1"),
)
_SHORT = 3


@dataclass(frozen=True)
class Word:
    """One word of a text: where it stands, and what it is compared by."""

    start: int
    end: int
    folded: str
    stem: str


def folded(word: str) -> str:
    """Reduce a word to small letters without accents.

    Examples
    --------
    >>> folded("Éclairée"), folded("sœur")
    ('eclairee', 'soeur')
    """
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Reduce a folded word to what its singular, plural, masculine and feminine share.

    A few rules that err on the side of leaving words apart; short words, stop words and negations
    stay whole, and none is made of another word: *parce* is no *parc*, *danse* not *dans*.

    Examples
    --------
    >>> [stem(word) for word in ("arbres", "journaux", "gratuite", "personnelles", "bus", "plus")]
    ['arbr', 'journal', 'gratuit', 'personnel', 'bus', 'plus']
    """
    if len(word) <= _SHORT or _small(word):
        return word
    for ending, rest in _ENDINGS:
        shorter = ending.sub(rest, word, count=1)
        if len(shorter) >= _SHORT and not _small(shorter):
            word = shorter
    return word


def _small(word: str) -> bool:
    return word in NEGATIONS or word in STOP_WORDS


def words(text: str) -> tuple[Word, ...]:
    """Find the words of a text in order; an elided n’ is the word “ne”.

    Examples
    --------
    >>> [word.folded for word in words("L’été, je n’ai vu [nom] qu’une fois.")]
    ['l', 'ete', 'je', 'ne', 'ai', 'vu', 'qu', 'une', 'fois']
    """
    found = []
    for match in _WORD.finditer(text):
        if match[1]:
            continue
        plain = folded(match[0])
        if plain == "n" and text[match.end() : match.end() + 1] in ("'", "’"):
            plain = "ne"
        found.append(Word(match.start(), match.end(), plain, stem(plain)))
    return tuple(found)


def telling(word: Word) -> bool:
    """Say whether a word may say something by itself: no stop word, letter or number.

    Examples
    --------
    >>> [word.folded for word in words("Il n’y a plus de bus à 20 h") if telling(word)]
    ['ne', 'plus', 'bus']
    """
    if word.folded in NEGATIONS:
        return True
    return len(word.folded) > 1 and not word.folded.isdigit() and word.folded not in STOP_WORDS
