"""Where somebody is sent after coming in: always somewhere on this site."""

import re
from urllib.parse import urlsplit

HOME = "/"
_OWN = ("/entrer", "/connexion", "/sortir", "/auth/", "/oauth2callback")
# Browsers read a backslash as a slash, and leave out what does not print.
_DOUBTFUL = re.compile(r"[\\\x00-\x20\x7f-\uffff]")


def local(wish: str | None) -> str:
    """Give a path of this site: the one wished for, or the first page where it leads elsewhere.

    Examples
    --------
    >>> local("/porte?sortie=12"), local("//elsewhere.org"), local("https://elsewhere.org")
    ('/porte?sortie=12', '/', '/')
    """
    wish = wish or HOME
    if not wish.startswith("/") or wish.startswith("//") or _DOUBTFUL.search(wish):
        return HOME
    try:
        parts = urlsplit(wish)
    except ValueError:
        return HOME
    here = not parts.scheme and not parts.netloc and not parts.path.startswith(_OWN)
    return wish if here else HOME
