"""Typographer's rules for texts on paper, whoever typed them.

French wants a narrow no-break space inside « » and before ; : ! ?, both languages a curly
apostrophe and groups of figures kept together. Only what is surely prose is touched: addresses
of pages and times stay as they are.
"""

import re
import unicodedata

NARROW = "\u202f"
_MARKS = ";:!?"
_QUOTED = re.compile(r'"([^"\n]*)"')
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
# A space that stands there already, or none between a word and a mark that ends it. A colon is
# only touched where a space stood: it also parts hours and the beginning of web addresses.
_SPACED = re.compile(rf"[ \u00a0{NARROW}]+(?=[{_MARKS}»])")
_TIGHT = re.compile(r"(?<=[\w)\]»])(?=[;!?]+(?:\s|$|»))")
_FIGURES = re.compile(r"(?<=\d) (?=\d)")
_OPENED = re.compile(rf"«[ \u00a0{NARROW}]*(?=\S)")
_CLOSED = re.compile(r"(?<=[^\s«])(?=»)")


def tidy(text: str, language: str) -> str:
    """Set quotation marks, apostrophes and spaces as the language wants them.

    Control characters go, except line ends; so do characters that only steer the direction.

    Examples
    --------
    >>> tidy("C'est \\"ici\\" !", "fr")
    'C’est «\\u202fici\\u202f»\\u202f!'
    >>> tidy("Who's \\"there\\"?", "en")
    'Who’s “there”?'
    """
    text = "".join(filter(_printable, text.replace("\r\n", "\n")))
    text = _FIGURES.sub("\u00a0", _APOSTROPHE.sub("’", text))
    if language != "fr":
        return _QUOTED.sub(r"“\1”", text)
    text = _QUOTED.sub(r"«\1»", text)
    for pattern in (_SPACED, _TIGHT, _CLOSED):
        text = pattern.sub(NARROW, text)
    text = _OPENED.sub(f"«{NARROW}", text)
    return re.sub(f"{NARROW}+", NARROW, text)


def _printable(character: str) -> bool:
    """Say whether a character can stand on paper; half a surrogate pair cannot."""
    return character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn")
