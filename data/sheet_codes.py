"""Codes of paper sheets: short, hard to misread, and with a check character.

A code is five random characters and one check character out of 23: the digits 2 to 9 and the
consonants that look like no digit and like no other letter. There are no vowels, so that no code
is a word. The check character is the sum of the others, each times its place, modulo 23. As 23 is
prime and neighbouring places differ by one, any single wrong character and any swap of two
different neighbours changes the sum (the principle of ISBN-10).
"""

from collections.abc import Container
from random import Random

ALPHABET = "23456789CDFGHJKMNPQRTWX"
LENGTH = 6
"""Characters of a code, check character included."""
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_DASHES = "-_\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_TRIES = 1000


def new_code(random: Random, *, taken: Container[str] = ()) -> str:
    """Draw a code.

    Parameters
    ----------
    random
        Where the characters are drawn from: a seeded `random.Random`, or `random.SystemRandom()`.
    taken
        Codes that may not be drawn again. There are 6.4 million in all: among a thousand sheets
        two would be alike by chance in one campaign out of thirteen.

    Raises
    ------
    ValueError
        If a thousand draws gave nothing but codes that are taken.

    Examples
    --------
    >>> code = new_code(Random(7))
    >>> len(code), valid_code(code.lower()) == code
    (6, True)
    """
    for _try in range(_TRIES):
        body = "".join(random.choice(ALPHABET) for _place in range(LENGTH - 1))
        code = body + check_character(body)
        if code not in taken:
            return code
    raise ValueError(f"{_TRIES} draws gave only codes that are taken")


def valid_code(text: str) -> str | None:
    """Read a code as somebody typed it: case, spaces and dashes do not matter.

    Returns
    -------
    str or None
        The code as it is stored, in capitals without dash; None where it is none, which is said
        of a wrong length, of characters that no code has and of a wrong check character.

    Examples
    --------
    >>> valid_code(" k7m-4rp "), valid_code("K7M-4RQ"), valid_code("7KM-4RP")
    ('K7M4RP', None, None)
    """
    code = "".join(
        character for character in text.upper() if not (character.isspace() or character in _DASHES)
    )
    if len(code) != LENGTH or not all(character in _VALUE for character in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def shown_code(code: str) -> str:
    """Write a code for people, in two groups of three.

    Examples
    --------
    >>> shown_code("K7M4RP")
    'K7M-4RP'
    """
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def check_character(body: str) -> str:
    """Work out the check character of the characters before it.

    Raises
    ------
    KeyError
        If one of them is not in `ALPHABET`.

    Examples
    --------
    >>> check_character("K7M4R")
    'P'
    """
    # Places count from 2: the check character itself stands at place 1, so that its swap with
    # the one before it is noticed too.
    total = sum(place * _VALUE[each] for place, each in enumerate(reversed(body), start=2))
    return ALPHABET[-total % len(ALPHABET)]
