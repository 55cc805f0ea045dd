"""Names of people by rules: titles, “je m’appelle”, kinship and a list of first names.

Rules need a capital letter almost everywhere, so that « karim du troisième » goes unseen unless a
word such as *voisin* stands before it. Names of streets, schools and other public places stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.analysis.verbatims.first_names import SURE, UNSURE
from data.analysis.verbatims.words import NEGATIONS, STOP_WORDS, folded, listed

_TITLES: Final = listed(
    "monsieur madame mademoiselle messieurs mesdames docteur docteure professeur professeure "
    "maitre mme mmes mlle melle mr dr"
)
_SHORT_TITLES: Final = listed("m mm pr me")  # other words as well: a capital is needed
_LOOSE_TITLES: Final = listed("mme mlle melle mr")  # written in haste, so is the name
_RELATIONS: Final = listed(
    """
    voisin voisine voisins voisines ami amie amis amies copain copine fils fille filles mari femme
    epoux epouse compagnon compagne frere soeur neveu niece cousin cousine oncle tante tonton tata
    tatie mamie mamy papi papy collegue gardien gardienne concierge famille nounou maitresse
    instituteur institutrice directeur directrice facteur factrice infirmier infirmiere boulanger
    boulangere coiffeur coiffeuse animateur animatrice educateur educatrice prenom
    """
)
_OFFICES: Final = listed(
    """
    maire maires mairie adjoint adjointe prefet prefete president presidente ministre depute deputee
    senateur senatrice elu elue elus cure proprietaire bonjour bonsoir poitiers
    """
)
_PUBLIC: Final = listed(
    """
    rue rues avenue boulevard bd place square impasse allee allees chemin route quai pont parc
    jardin ecole maternelle college lycee universite stade gymnase piscine salle mediatheque
    bibliotheque theatre musee hopital clinique eglise cathedrale chapelle gare quartier cite
    residence centre foyer groupe arret station faculte fac saint sainte st ste
    """
)
_SMALL: Final = listed("de du des d la le les l")
_PARTICLES: Final = listed("de d du des le la van von ben bin el al da dos di")
_NEARBY: Final = 60  # characters in which the word that makes a name public is looked for
_SAID: Final = re.compile(
    r"(?:\bje m['’]appelle|\bs['’]appelle(?:nt)?|\bmon (?:pré)?nom(?: c['’]| )est|\bmoi c['’]est|"
    r"\b(?:dé|pré|sur)?nommée?)\s*:?\s+",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPACE: Final = re.compile(r"[ \u00a0\u202f]")
_AFTER_TITLE: Final = re.compile(r"\.?[ \u00a0\u202f]?")
_GLUE: Final = re.compile(r"[ \u00a0\u202f'’]{1,2}")


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    folded: str
    capital: bool


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Find where people are named, from first to last; spans do not overlap.

    Examples
    --------
    >>> text = "Mme Le Goff et mon voisin Karim B. aiment la rue Jean-Jaurès."
    >>> [text[start:end] for start, end in find_names(text)]
    ['Mme Le Goff', 'Karim B']
    """
    finder = _Finder(text)
    place = 0
    while place < len(finder.tokens):
        if finder.is_public(place):
            place = finder.last(place) + 1
            continue
        found = finder.name_at(place)
        if found is None:
            place += 1
            continue
        first, last = found
        yield finder.tokens[first].start, finder.tokens[last].end
        place = last + 1


def names_a_place(text: str, start: int) -> bool:
    """Say whether what begins at `start` follows a word such as *rue* or *école*, or is a saint.

    Examples
    --------
    >>> names_a_place("l’école Jules-Ferry", 8), names_a_place("à Saint-Éloi", 2)
    (True, True)
    """
    here = _TOKEN.match(text, start)
    if here and folded(here[0]).startswith(("saint-", "sainte-", "st-", "ste-")):
        return True
    nearby = text[max(0, start - _NEARBY) : start]
    before = _tokens(nearby)
    while before and before[-1].folded in _SMALL:
        before.pop()
    if not before or before[-1].folded not in _PUBLIC:
        return False
    return not re.search(r"[^\w\s'’-]", nearby[before[-1].end :])


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(match.start(), match.end(), folded(match[0]), match[0][0].isupper())
        for match in _TOKEN.finditer(text)
    ]


class _Finder:
    """The words of one text, and the rules that say whether a name begins at one of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self._said = {match.end() for match in _SAID.finditer(text)}

    def is_public(self, place: int) -> bool:
        """Say whether a word with a capital here names a street, a school or the like."""
        token = self.tokens[place]
        person = token.folded in _SHORT_TITLES or token.folded in _LOOSE_TITLES
        return token.capital and not person and names_a_place(self.text, token.start)

    def name_at(self, place: int) -> tuple[int, int] | None:
        """Give the first and last word of the name that begins here, or None."""
        token = self.tokens[place]
        if token.start in self._said and self._can_be_name(place):
            return place, self.last(place, loose=not token.capital)
        if self._is_title(place):
            return self._titled(place)
        if token.folded in _RELATIONS and self._joined(place, _SPACE):
            following = self.tokens[place + 1]
            if following.folded in SURE or (following.capital and self._can_be_name(place + 1)):
                return place + 1, self.last(place + 1)
            return None
        return (place, self.last(place)) if self._is_listed(place) else None

    def _titled(self, place: int) -> tuple[int, int] | None:
        if not self._joined(place, _AFTER_TITLE):
            return None
        first = place + 1
        while self._is_particle(first):
            first += 1
        if not self._can_be_name(first):
            return None
        loose = self.tokens[place].folded in _LOOSE_TITLES and len(self.tokens[first].folded) > 2
        if self.tokens[first].capital or (loose and first == place + 1):
            return place, self.last(first)
        return None

    def _is_title(self, place: int) -> bool:
        token = self.tokens[place]
        if token.folded in _TITLES:
            return True
        return token.folded in _SHORT_TITLES and token.capital

    def _is_particle(self, place: int) -> bool:
        """Say whether a small word stands here that a capital follows: Le Goff, de Vigny."""
        return (
            place + 1 < len(self.tokens)
            and self.tokens[place].folded in _PARTICLES
            and self._joined(place, _GLUE)
            and (self.tokens[place + 1].capital or self._is_particle(place + 1))
        )

    def _is_listed(self, place: int) -> bool:
        token = self.tokens[place]
        first = token.folded.split("-")[0]
        if not token.capital:
            return False
        if first in SURE:
            return True
        alone = place == 0 or not self._joined(place - 1, _GLUE)
        return first in UNSURE and (not alone or self.last(place) > place)

    def _can_be_name(self, place: int) -> bool:
        if place >= len(self.tokens):
            return False
        word = self.tokens[place].folded
        if len(word) == 1 and self._elided(place):  # d’Alembert, but N’Diaye
            return self._joined(place, _GLUE) and self.tokens[place + 1].capital
        if len(word) == 1 and word not in "aoy":
            return True  # an initial
        return word not in STOP_WORDS and word not in NEGATIONS and word not in _OFFICES

    def _elided(self, place: int) -> bool:
        return self.text[self.tokens[place].end :][:1] in ("'", "’")

    def _joined(self, place: int, by: re.Pattern[str]) -> bool:
        """Say whether nothing but `by` stands between this word and the next."""
        if place + 1 >= len(self.tokens):
            return False
        return bool(by.fullmatch(self.text, self.tokens[place].end, self.tokens[place + 1].start))

    def last(self, place: int, *, loose: bool = False) -> int:
        """Follow a name to its last word; `loose` lets one word without capital belong to it."""
        while self._joined(place, _GLUE):
            if self._is_particle(place + 1):
                place += 1
                continue
            following = self.tokens[place + 1]
            if not (following.capital or loose) or not self._can_be_name(place + 1):
                break
            place += 1
            loose = loose and following.capital
        return place
