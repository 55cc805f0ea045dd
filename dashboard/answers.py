"""Open answers: read, redacted, coded, counted, quoted; nothing automatic goes any further.

Use cases reached as `Service.answers`; who may call them is checked there.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.errors import NoNameError
from dashboard.publication.release import ThemeCount
from data.analysis.verbatims import agreement, coding, concordance, keyness
from data.analysis.verbatims.redaction import Redaction, redactor
from data.codebook import read
from data.restitution import Codebook, Coding, QuoteStatus, Verbatim, VerbatimStatus

if TYPE_CHECKING:
    from dashboard.service import Service

CODEBOOK_FILE = "codebook.toml"


@dataclass(frozen=True)
class ThemeCounts:
    """What the answers to one question are about, in the whole town.

    Parameters
    ----------
    answers
        Answers that were read and coded.
    themes
        In the order of the codebook; themes that nobody spoke of are left out.
    """

    answers: int
    themes: tuple[ThemeCount, ...]


class Answers:
    """Open answers of a campaign."""

    def __init__(self, service: "Service") -> None:
        self._service = service
        self._kept = service.store.verbatims

    def all(self, question: str | None = None) -> Sequence[Verbatim]:
        """Give the open answers, to one question or to all, in no order of time."""
        return [one for one in self._kept.all() if question in (None, one.question)]

    def get(self, identity: str) -> Verbatim:
        """Give one open answer.

        Raises
        ------
        NotFoundError
            There is no such answer.
        """
        return self._kept.get(identity)

    # Reading

    def proposal(self, identity: str) -> Redaction:
        """Propose what to take out of an answer; a person confirms or changes it.

        Raises
        ------
        NotFoundError
            There is no such answer.
        """
        return redactor().redact(self._kept.get(identity).original)

    @property
    def names_known(self) -> bool:
        """Whether a language model looks for names, too, or regular expressions alone."""
        return redactor().names_known

    def confirm(self, identity: str, redacted: str) -> None:
        """Keep the text as a person wants it read by others.

        Raises
        ------
        NotFoundError
            There is no such answer.
        """
        self._kept.confirm(identity, redacted.strip())

    def set_aside(self, identity: str) -> None:
        """Note that an answer is not to be used.

        Raises
        ------
        NotFoundError
            There is no such answer.
        """
        self._kept.set_aside(identity)

    def reopen(self, identity: str) -> None:
        """Take back what was decided about an answer, its codings too.

        Raises
        ------
        NotFoundError
            There is no such answer.
        """
        self._kept.reopen(identity)

    # Coding

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

    def codebook(self) -> Codebook:
        """Give the themes."""
        return self._kept.codebook()

    def save_codebook(self, codebook: Codebook) -> None:
        """Work with other themes from now on; what was coded keeps its themes."""
        self._kept.save_codebook(codebook)

    def suggest(self, text: str) -> tuple[str, ...]:
        """Suggest themes for a text by keywords; a person confirms or changes them."""
        return coding.suggest(text, self.codebook())

    def next(self, coder: str, question: str | None = None) -> coding.Task | None:
        """Say what a person does next; None where nothing is left."""
        return coding.next_task(self.all(question), self._codings(question), coder)

    def progress(self, question: str | None = None) -> coding.CodingProgress:
        """Count how far reading and coding have come."""
        return coding.progress(self.all(question), self._codings(question))

    def code(self, identity: str, coder: str, themes: Collection[str]) -> None:
        """Keep the themes that somebody gives an answer; none at all is a coding as well.

        Parameters
        ----------
        coder
            What this person is called in the coding; not linked to any volunteer.

        Raises
        ------
        NoNameError
            Nobody says who codes.
        NotFoundError
            There is no such answer or theme.
        """
        if not coder.strip():
            raise NoNameError
        moment = self._service.settings.now()
        self._kept.code(Coding(identity, coder.strip(), tuple(sorted(themes)), moment))

    def codings(self, identity: str) -> Sequence[Coding]:
        """Give the codings of one answer, by coder."""
        return [one for one in self._kept.codings() if one.verbatim == identity]

    def agreement(self) -> agreement.Agreement:
        """Measure how far coders agree."""
        offered = [theme.key for theme in self.codebook().offered]
        return agreement.theme_agreement(self._codings(None), offered)

    # What was said

    def theme_counts(self, question: str) -> ThemeCounts:
        """Count who spoke of which theme, in the whole town.

        A theme counts for an answer where at least half of those who coded it gave it. Below the
        threshold of the campaign a theme has no number.
        """
        read = {one.id for one in self.all(question) if one.status is VerbatimStatus.READ}
        coded = agreement.latest(one for one in self._kept.codings() if one.verbatim in read)
        found = Counter(theme for sets in coded.values() for theme in _majority(sets))
        k = self._service.campaign().k
        themes = tuple(
            ThemeCount(theme.key, theme.label, found[theme.key] if found[theme.key] >= k else None)
            for theme in self.codebook().themes
            if found[theme.key]
        )
        return ThemeCounts(len(coded), themes)

    def key_words(self) -> Mapping[str, tuple[keyness.KeyWord, ...]]:
        """List the words that each quartier uses more than the others, by its code."""
        return keyness.key_words(
            keyness.Said(one.id.partition(".")[0], one.quartier, one.redacted)
            for one in self.all()
            if one.status is VerbatimStatus.READ and one.redacted
        )

    def in_context(self, word: str) -> tuple[concordance.Occurrence, ...]:
        """Find a word in the confirmed texts, each time with what stands around it."""
        return concordance.concordance(self.all(), word)

    # Quotes

    def propose_quote(self, identity: str, passage: str) -> None:
        """Propose a passage for publication.

        Raises
        ------
        QuoteError
            It is not part of the confirmed text.
        NotFoundError
            There is no such answer.
        """
        self._kept.quote(identity, QuoteStatus.PROPOSED, passage.strip())

    def decide_quote(self, identity: str, status: QuoteStatus) -> None:
        """Approve a proposed passage, refuse it, or forget it.

        Raises
        ------
        QuoteError
            Nothing was proposed.
        NotFoundError
            There is no such answer.
        """
        self._kept.quote(identity, status)

    def quotes(self) -> Sequence[Verbatim]:
        """Give the answers with a passage that was proposed, approved or refused."""
        return [one for one in self._kept.all() if one.quote is not QuoteStatus.NONE]

    def _codings(self, question: str | None) -> Sequence[Coding]:
        return [
            one
            for one in self._kept.codings()
            if question is None or one.verbatim.partition(".")[2] == question
        ]


def _majority(sets: Mapping[str, Collection[str]]) -> list[str]:
    """Give the themes that at least half of the coders gave."""
    given = Counter(theme for themes in sets.values() for theme in themes)
    return [theme for theme, number in given.items() if 2 * number >= len(sets)]
