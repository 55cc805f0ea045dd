"""The codebook as a file: the themes of open answers, their labels and their keywords.

A file has a list of `themes` in the order in which they are offered. The languages are those of
the first label; every label has to be there in all of them. `dumps` writes what `read` reads.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from data._toml import Section, quoted, read_toml
from data.errors import Because, CodebookError, Reason, because
from data.restitution import Codebook, Theme

LABEL = 60
"""Longest label of a theme, in characters."""

_KEY = re.compile(r"[a-z][a-z0-9_-]*")


def read(path: Path, *, languages: Sequence[str] | None = None) -> Codebook:
    """Read and check a codebook file.

    Parameters
    ----------
    languages
        Languages that every label has to have, and no other; None for those of the first label.

    Raises
    ------
    CodebookError
        With the file and the key that is wrong.

    Examples
    --------
    >>> from data.campaigns import POITIERS
    >>> [theme.key for theme in read(POITIERS / "codebook.toml").themes][:3]
    ['transport', 'cleanliness', 'safety']
    """

    def fail(reason: Because) -> CodebookError:
        return CodebookError(source=path.name, reason=reason)

    top = read_toml(path, fail)
    top.only("themes")
    sections = top.tables("themes", named_by="key")
    if not sections:
        raise fail(because(Reason.NO_THEMES))
    spoken = tuple(languages or sections[0].languages_of("label"))
    if not spoken:
        raise sections[0].error(Reason.MISSING_KEY, "label")
    themes = tuple(_theme(section, spoken) for section in sections)
    seen: set[str] = set()
    for theme in themes:
        if theme.key in seen:
            raise top.error(Reason.TWICE, theme.key)
        seen.add(theme.key)
    return Codebook(themes)


def _theme(section: Section, languages: tuple[str, ...]) -> Theme:
    section.only("key", "label", "keywords", "archived")
    key = section.text("key")
    if not _KEY.fullmatch(key):
        raise section.error(Reason.BAD_NAME, "key")
    label = section.translations("label", languages)
    for language, text in label.items():
        if len(text) > LABEL:
            raise section.error(Reason.TOO_LONG, f"label.{language}", most=LABEL)
    archived = section.has("archived") and section.truth("archived")
    return Theme(key=key, label=label, keywords=section.words("keywords"), archived=archived)


def dumps(codebook: Codebook) -> str:
    """Write a codebook as the text of a file.

    Examples
    --------
    >>> book = Codebook((Theme("transport", {"en": "Transport"}, ("bus", "no bus")),))
    >>> print(dumps(book), end="")
    [[themes]]
    key = "transport"
    label.en = "Transport"
    keywords = ["bus", "no bus"]
    """
    return "\n".join(map(_written, codebook.themes))


def _written(theme: Theme) -> str:
    lines = ["[[themes]]", f"key = {quoted(theme.key)}"]
    lines += [f"label.{language} = {quoted(text)}" for language, text in theme.label.items()]
    if theme.keywords:
        lines.append(f"keywords = [{', '.join(map(quoted, theme.keywords))}]")
    if theme.archived:
        lines.append("archived = true")
    return "\n".join(lines) + "\n"
