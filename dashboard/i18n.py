"""Languages: texts, numbers and dates as the person reads them. Knows nothing of Streamlit.

The English text in the code is the message id; French lies in `locale/fr/*.po`, several catalogues
that are merged, read and compiled in memory when first needed. Assumption: the language belongs
to the context (one run of a script, one request), so that threads do not disturb each other.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages import Catalog

LANGUAGES = {"fr": "Français", "en": "English"}
DEFAULT = "fr"
SOURCE = "en"
"""The language of the texts in the code."""
CATALOGUES = Path(__file__).parent / "locale"

DateFormat = Literal["full", "long", "medium", "short"]

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
# As the catalogues say it. The locale data know a third form in French, for whole millions.
_PLURALS = {"fr": "nplurals=2; plural=(n > 1);"}
_SPACED = re.compile(r" (?=[;:?!»])|(?<=«) ")
_current: ContextVar[str | None] = ContextVar("language", default=None)
_chooser: list[Callable[[], str]] = []


def use(lang: str) -> None:
    """Set the language of this context.

    Raises
    ------
    ValueError
        If it is not one of `LANGUAGES`.
    """
    _current.set(_known(lang))


@contextmanager
def using(lang: str) -> Iterator[None]:
    """Set the language for a block.

    Raises
    ------
    ValueError
        If it is not one of `LANGUAGES`.

    Examples
    --------
    >>> with using("en"):
    ...     number(1234.5, 1)
    '1,234.5'
    """
    token = _current.set(_known(lang))
    try:
        yield
    finally:
        _current.reset(token)


def follow(chooser: Callable[[], str] | None) -> None:
    """Ask `chooser` for the language wherever none was set with `use` or `using`.

    A callback or a fragment of the app runs in a thread of its own, before or without the code
    that sets the language; this finds the language of its session all the same.
    """
    _chooser[:] = [chooser] if chooser else []


def language() -> str:
    """Give the language of this context: as set, else as chosen, else French."""
    found = _current.get()
    if found is None and _chooser:
        found = _chooser[0]()
    return found if found in LANGUAGES else DEFAULT


def _(msgid: str, /, **params: object) -> str:
    """Translate a text, then fill in its placeholders.

    Without `params` the text is left as it is, braces included.

    Examples
    --------
    >>> with using("en"):
    ...     _("{done} of {target}", done=3, target=5)
    '3 of 5'
    """
    found = _translations(language()).gettext(msgid) if msgid else ""
    return found.format(**params) if params else found


def N_(msgid: str) -> str:  # noqa: N802 (the name that gettext tools know)
    """Mark a text that is translated later, for instance one in a table of labels.

    Examples
    --------
    >>> LABELS = {"absent": N_("Nobody at home")}
    """
    return msgid


def ngettext(one: str, many: str, n: int, /, **params: object) -> str:
    """Translate a text that depends on a number; `{n}` is the number as the language writes it.

    Examples
    --------
    >>> with using("en"):
    ...     ngettext("{n} door", "{n} doors", 1001)
    '1,001 doors'
    """
    found = _translations(language()).ngettext(one, many, abs(n))
    return found.format(**{"n": number(n), **params})


def number(x: float, decimals: int = 0) -> str:
    """Write a number, rounded, with the separators of the language.

    Examples
    --------
    >>> with using("fr"):
    ...     number(1001.25, 1)
    '1\\u202f001,2'
    """
    return _decimal(x or 0, _digits(decimals), language())


def percent(ratio: float, decimals: int = 0) -> str:
    """Write a ratio as a percentage.

    Examples
    --------
    >>> with using("fr"):
    ...     percent(0.405, 1)
    '40,5\\xa0%'
    """
    pattern = _locale(language()).percent_formats[None].pattern
    return _decimal(ratio or 0, pattern.replace("#,##0", _digits(decimals)), language())


def day(when: date, format: DateFormat = "long") -> str:
    """Write a day.

    Examples
    --------
    >>> with using("fr"):
    ...     day(date(2023, 4, 2)), day(date(2023, 4, 1), "full")
    ('2 avril 2023', 'samedi 1er avril 2023')
    """
    from babel.dates import format_date

    found = str(format_date(when, format, locale=_locale(language())))
    if language() == "fr":  # the locale data leave out how French writes the first of a month
        return re.sub(r"(?<!\d)1 (?=[^\W\d])", "1er ", found, count=1)
    return found


def month(when: date) -> str:
    """Write a month with its year.

    Examples
    --------
    >>> with using("fr"):
    ...     month(date(2023, 4, 1))
    'avril 2023'
    """
    from babel.dates import format_date

    return str(format_date(when, "LLLL y", locale=_locale(language())))


def text(mapping: Mapping[str, str]) -> str:
    """Pick the text in the current language, else in French, else in any; "" where there is none.

    French is typed with ordinary spaces before ? and its like: they become narrow ones that no
    line ends at.

    Examples
    --------
    >>> with using("en"):
    ...     text({"fr": "Quartiers"}), text({"fr": "Ville", "en": "Town"}), text({})
    ('Quartiers', 'Town', '')
    >>> text({"fr": "Qui vient ?"})
    'Qui vient\\u202f?'
    """
    for wish in (language(), DEFAULT, *mapping):
        if found := mapping.get(wish):
            return _SPACED.sub("\u202f", found) if wish == "fr" else found
    return ""


def explain(problem: object, *, within: Callable[[str], str] | None = None) -> tuple[str, str]:
    """Say in the current language what is wrong and how to mend it.

    Parameters
    ----------
    problem
        An error or a finding with the templates `message` and `mend` and their `params`. Among
        these, reasons that keep a `template` and enum members are translated too, findings are
        explained, numbers with a fraction and days are written as the language does; other
        values stay as they are.
    within
        Escapes a text that is filled in, where the whole is read as more than text.

    Returns
    -------
    message, mend
        `mend` may be empty. Anything else that was raised gives a sentence that says no more
        than that: its own words are not for people, and may hold what others must not see.

    Examples
    --------
    >>> from data.errors import FloorTooHighError
    >>> with using("en"):
    ...     explain(FloorTooHighError(quartiers=10, floor=200, needed=2000, goal=1001))[1]
    'Lower the floor or raise the goal.'
    """
    message, mend = getattr(problem, "message", None), getattr(problem, "mend", None)
    if not isinstance(message, str) or not isinstance(mend, str):
        return (
            _("Something went wrong that was not foreseen."),
            _("Try again. If it happens again, tell whoever looks after the app."),
        )
    params = {key: _shown(value) for key, value in getattr(problem, "params", {}).items()}
    if within is not None:
        params = {
            key: within(value) if isinstance(value, str) else value for key, value in params.items()
        }
    return _(message).format(**params), _(mend).format(**params)


def _shown(value: object) -> object:
    """Put one value of a template into the current language."""
    template = getattr(value, "template", None)
    if isinstance(template, str):
        inner: Mapping[str, object] = getattr(value, "params", {})
        return _(template).format(**{key: _shown(part) for key, part in inner.items()})
    if isinstance(value, Enum):
        return _(str(value.value))
    if hasattr(value, "message") and hasattr(value, "mend"):
        return explain(value)[0]
    if isinstance(value, (list, tuple)):
        sentences = all(hasattr(part, "message") for part in value)
        return (" " if sentences else ", ").join(str(_shown(part)) for part in value)
    return _written(value)


def _written(value: object) -> object:
    """Write a number with a fraction, a day or a moment as the language does; else leave it."""
    if isinstance(value, float):
        return _decimal(value or 0, "#,##0.######", language())
    if isinstance(value, datetime):  # a page that knows the town's clock says it better
        return f"{day(value)}, {value:%H:%M %Z}"
    return day(value) if isinstance(value, date) else value


def _known(lang: str) -> str:
    """Refuse a language that is not offered."""
    if lang not in LANGUAGES:
        raise ValueError(f"{lang!r} is not one of {', '.join(LANGUAGES)}")
    return lang


def _digits(decimals: int) -> str:
    """Give the number pattern with so many decimals."""
    return "#,##0." + "0" * decimals if decimals else "#,##0"


@lru_cache(maxsize=4096)
def _decimal(x: float, pattern: str, lang: str) -> str:
    """Write a number by a pattern; kept, because a page writes the same ones at every run."""
    from babel.numbers import format_decimal

    return str(format_decimal(x, format=pattern, locale=_locale(lang)))


@lru_cache
def _locale(lang: str) -> "Locale":
    """Read the Babel locale of a language once."""
    from babel import Locale

    return Locale.parse(_LOCALES[lang])


@lru_cache
def _translations(lang: str) -> NullTranslations:
    """Merge and compile the catalogues of a language, once."""
    if lang == SOURCE:
        return NullTranslations()
    from babel.messages.mofile import write_mo

    compiled = BytesIO()
    write_mo(compiled, merged(lang))
    compiled.seek(0)
    return GNUTranslations(compiled)


def merged(lang: str) -> "Catalog":
    """Read all catalogues of a language into one; fuzzy and empty entries are left out.

    Where two translate the same text, the one whose file name comes last wins.
    """
    from babel.messages import Catalog
    from babel.messages.pofile import read_po

    result = Catalog(locale=lang)
    result.mime_headers = [("Plural-Forms", _PLURALS[lang])]
    for path in sorted((CATALOGUES / lang).glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=lang)
        for entry in catalogue:
            if entry.id and not entry.fuzzy and _complete(entry.string):
                # A plain assignment would add the strings of both entries up.
                result.delete(entry.id)
                result[entry.id] = entry
    return result


def _complete(string: Any) -> bool:
    """Say whether a translation has all its forms."""
    return all(string) if isinstance(string, (list, tuple)) else bool(string)
