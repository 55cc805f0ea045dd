"""Click's own words in the person's language: "Usage:", "No such option", "does not exist", ….

Click takes them from compiled catalogues of the standard library's `gettext`, which this project
does not have; so its modules get our own function in place of that one. Both take a text and give
a text, to be filled in afterwards.
"""

from importlib import import_module

from dashboard.i18n import _

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def translate_click() -> None:
    """Let click speak the language in use from now on."""
    for name in _MODULES:
        module = import_module(f"click.{name}")
        for word, ours in (("_", _), ("ngettext", _plural)):
            if hasattr(module, word):
                setattr(module, word, ours)


def _plural(one: str, many: str, number: int) -> str:
    """Pick the form for a number; French, unlike English, says "0" in the singular."""
    return _(one if number == 1 else many)
