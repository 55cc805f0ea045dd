"""Making cells safe for spreadsheets, which run what begins like a formula.

An apostrophe goes before = + - @, tab and carriage return; where the text begins with
apostrophes and then one of these, one more goes before them, so that the importer can take exactly
one off again and gets the same text.
"""

import re

_RISKY = re.compile(r"'*[=+\-@\t\r]")


def safe(text: str) -> str:
    """Neutralise a text for a spreadsheet.

    Examples
    --------
    >>> safe("=1+1"), safe("'=1+1"), safe("l’été"), safe("'quoted'")
    ("'=1+1", "''=1+1", 'l’été', "'quoted'")
    """
    return "'" + text if _RISKY.match(text) else text
