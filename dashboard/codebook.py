"""The codebook: the themes that open answers are coded with.

Use cases reached as `Service.themes`.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import themes
from dashboard.access import Part, allowed
from dashboard.themes import ThemeEdit
from data.analysis.verbatims import agreement
from data.codebook import read
from data.model import Role
from data.restitution import Codebook

if TYPE_CHECKING:
    from dashboard.service import Service

CODEBOOK_FILE = "codebook.toml"
"""Themes that a campaign folder comes with."""


class Themes(Part):
    """Themes of a campaign."""

    def __init__(self, service: "Service") -> None:
        super().__init__(service)
        self._kept = service.store.verbatims

    @allowed(Role.ADMINISTRATOR, audited=True)
    def start(self, path: Path) -> None:
        """Begin with the themes of the campaign's folder, where it has any.

        Raises
        ------
        CodebookError
            The file is no codebook.
        """
        if path.is_file():
            languages = self._service.campaign().languages
            self._kept.save_codebook(read(path, languages=languages))

    @allowed(Role.COORDINATOR)
    def codebook(self) -> Codebook:
        """Give the themes."""
        return self._kept.codebook()

    @allowed(Role.COORDINATOR, audited=True)
    def save(self, codebook: Codebook) -> None:
        """Work with other themes from now on; what was coded keeps its themes."""
        self._kept.save_codebook(codebook)

    @allowed(Role.COORDINATOR)
    def can_begin(self) -> bool:
        """Say whether there is no theme yet, but a file of the campaign's folder to begin with."""
        file = self.settings.campaign / CODEBOOK_FILE
        return not self.codebook().themes and file.is_file()

    @allowed(Role.COORDINATOR, audited=True)
    def begin(self) -> None:
        """Begin with the themes of the campaign's folder; nothing happens where there are any.

        Raises
        ------
        CodebookError
            The file is no codebook.
        """
        if self.can_begin():
            self.start(self.settings.campaign / CODEBOOK_FILE)

    @allowed(Role.COORDINATOR, audited=True)
    def add(self, edit: ThemeEdit) -> None:
        """Add a theme.

        Raises
        ------
        ThemeError
            It has no name in some language, a name that is too long or taken, or a keyword
            without a word.
        """
        languages = self._service.campaign().languages
        self.save(themes.added(self.codebook(), edit, languages=languages))

    @allowed(Role.COORDINATOR, audited=True)
    def change(self, key: str, edit: ThemeEdit) -> None:
        """Rename a theme, give it other keywords, move it, or put it aside; its key stays.

        Raises
        ------
        ThemeError
            As for a new one.
        NotFoundError
            There is no such theme.
        """
        languages = self._service.campaign().languages
        self.save(themes.changed(self.codebook(), key, edit, languages=languages))

    @allowed(Role.COORDINATOR)
    def usage(self) -> Mapping[str, int]:
        """Count the answers that somebody gave a theme, by its key; for the team's eyes."""
        coded = agreement.latest(self._kept.codings())
        return Counter(key for sets in coded.values() for key in set().union(*sets.values()))
