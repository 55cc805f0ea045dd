"""Open answers: read, redacted, coded, counted; nothing automatic goes any further.

Use cases reached as `Service.answers`.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.access import Part, allowed
from dashboard.errors import NoNameError, NoTextError
from dashboard.publication.release import ThemeCount
from data.analysis.verbatims import agreement, coding, concordance, keyness
from data.analysis.verbatims.redaction import Redaction, redactor
from data.errors import NotFoundError, QuoteError, Thing
from data.model import QuestionKind, Role, Text
from data.restitution import Coding, Verbatim, VerbatimStatus

if TYPE_CHECKING:
    from dashboard.service import Service

NAME = 40
"""Longest name of a coder, in characters."""


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


@dataclass(frozen=True)
class Board:
    """What a coder sees of the work: what comes next, how far it is, what was set aside.

    `task` is None where nothing is left for this coder.
    """

    task: coding.Task | None
    progress: coding.CodingProgress
    set_aside: tuple[Verbatim, ...]


class Answers(Part):
    """Open answers of a campaign."""

    def __init__(self, service: "Service") -> None:
        super().__init__(service)
        self._kept = service.store.verbatims

    @allowed(Role.COORDINATOR)
    def all(self, question: str | None = None) -> Sequence[Verbatim]:
        """Give the open answers, to one question or to all, in no order of time."""
        return [one for one in self._kept.all() if question in (None, one.question)]

    @allowed(Role.COORDINATOR)
    def any(self) -> bool:
        """Say whether anybody answered in words."""
        return bool(self._kept.all())

    @allowed(Role.COORDINATOR)
    def get(self, identity: str) -> Verbatim:
        """Give one open answer.

        Raises
        ------
        NotFoundError
            There is no such answer.
        """
        return self._kept.get(identity)

    @allowed(Role.COORDINATOR)
    def questions(self) -> Mapping[str, Text]:
        """Give the open questions, by key and in order: those asked now, then those of before.

        The latter have no words any more: their text is empty.
        """
        asked = self._service.questionnaire().questions
        known = {one.key: one.short for one in asked if one.kind is QuestionKind.OPEN}
        before = sorted({one.question for one in self._kept.all()} - known.keys())
        return known | {key: {} for key in before}

    # Reading

    @allowed(Role.COORDINATOR)
    def proposal(self, identity: str) -> Redaction:
        """Propose what to take out of an answer; a person confirms or changes it.

        Raises
        ------
        NotFoundError
            There is no such answer.
        """
        return redactor().redact(self._kept.get(identity).original)

    @property
    @allowed(Role.COORDINATOR)
    def names_known(self) -> bool:
        """Whether a language model looks for names, too, or regular expressions alone."""
        return redactor().names_known

    @allowed(Role.COORDINATOR)
    def confirm(self, identity: str, redacted: str) -> None:
        """Keep the text as a person wants it read by others.

        Raises
        ------
        NotFoundError
            There is no such answer.
        """
        self._kept.confirm(identity, redacted.strip())

    @allowed(Role.COORDINATOR)
    def set_aside(self, identity: str) -> None:
        """Note that an answer is not to be used.

        Raises
        ------
        NotFoundError
            There is no such answer.
        """
        self._kept.set_aside(identity)

    @allowed(Role.COORDINATOR)
    def reopen(self, identity: str) -> None:
        """Take back what was decided about an answer, its codings too.

        Raises
        ------
        NotFoundError
            There is no such answer.
        """
        self._kept.reopen(identity)

    # Coding

    @allowed(Role.COORDINATOR)
    def suggest(self, text: str) -> tuple[str, ...]:
        """Suggest themes for a text by keywords; a person confirms or changes them."""
        return coding.suggest(text, self._service.themes.codebook())

    @allowed(Role.COORDINATOR)
    def board(self, coder: str, question: str | None = None) -> Board:
        """Give what comes next for a coder and how far the work is, to one question or to all."""
        said, given = self.all(question), self._codings(question)
        return Board(
            coding.next_task(said, given, same_coder(coder, given)),
            coding.progress(said, given),
            tuple(one for one in said if one.status is VerbatimStatus.SET_ASIDE),
        )

    @allowed(Role.COORDINATOR)
    def next(self, coder: str, question: str | None = None) -> coding.Task | None:
        """Say what a person does next; None where nothing is left."""
        return self.board(coder, question).task

    @allowed(Role.COORDINATOR)
    def progress(self, question: str | None = None) -> coding.CodingProgress:
        """Count how far reading and coding have come."""
        return coding.progress(self.all(question), self._codings(question))

    @allowed(Role.COORDINATOR)
    def decide(
        self,
        identity: str,
        coder: str,
        *,
        redacted: str,
        themes: Collection[str],
        passage: str = "",
    ) -> None:
        """Keep all that a person made of an answer: its text, its themes, a passage to quote.

        What others did stays: a text that was confirmed already is only written again where it
        was changed, which drops a quote cut from the older one.

        Parameters
        ----------
        passage
            Proposed for publication; "" proposes nothing and leaves what was proposed before.

        Raises
        ------
        NoNameError
            Nobody says who codes.
        NoTextError
            No text is left.
        QuoteError
            The passage is not part of the text.
        NotFoundError
            There is no such answer or theme.
        """
        text, passage = redacted.strip(), passage.strip()
        if not text:
            raise NoTextError
        if passage and passage not in text:
            raise QuoteError
        known = self.get(identity)
        # First what may be refused: so nothing is half done.
        self.code(identity, coder, themes)
        if known.status is not VerbatimStatus.READ or known.redacted != text:
            self.confirm(identity, text)
            known = self.get(identity)
        if passage and passage != known.quote_text:
            self._service.quotes.propose(identity, passage)

    @allowed(Role.COORDINATOR)
    def put_back(self, identity: str, coder: str) -> None:
        """Put an answer back into the queue as far as this coder goes.

        Their themes are forgotten; where nobody else coded it, it has to be read again as well.

        Raises
        ------
        NotFoundError
            There is no such answer.
        """
        name = same_coder(coder, self._kept.codings())
        self._kept.uncode(identity, name)
        if not self.codings(identity):
            self._kept.reopen(identity)

    @allowed(Role.COORDINATOR)
    def code(self, identity: str, coder: str, themes: Collection[str]) -> None:
        """Keep the themes that somebody gives an answer; none at all is a coding as well.

        Parameters
        ----------
        coder
            What this person is called in the coding; not linked to any volunteer. Capitals and
            blanks tell nobody apart.

        Raises
        ------
        NoNameError
            Nobody says who codes.
        NotFoundError
            There is no such answer or theme.
        """
        name = same_coder(coder, self._kept.codings())
        if not name:
            raise NoNameError
        known = {theme.key for theme in self._service.themes.codebook().themes}
        for key in sorted(set(themes) - known):
            raise NotFoundError(what=Thing.THEME, key=key)
        moment = self.settings.now()
        self._kept.code(Coding(identity, name, tuple(sorted(themes)), moment))

    @allowed(Role.COORDINATOR)
    def codings(self, identity: str) -> Sequence[Coding]:
        """Give the codings of one answer, by coder."""
        return [one for one in self._kept.codings() if one.verbatim == identity]

    @allowed(Role.COORDINATOR)
    def agreement(self) -> agreement.Agreement:
        """Measure how far coders agree."""
        offered = [theme.key for theme in self._service.themes.codebook().offered]
        return agreement.theme_agreement(self._codings(None), offered)

    # What was said

    @allowed(Role.COORDINATOR)
    def theme_counts(self, question: str, masked: Collection[str] = ()) -> ThemeCounts:
        """Count who spoke of which theme, in the whole town.

        A theme counts for an answer where at least half of those who coded it gave it. Below the
        threshold of the campaign a theme has no number.

        Parameters
        ----------
        masked
            Codes of quartiers of which nothing is shown: a theme without a number that nobody
            spoke of elsewhere is left out.
        """
        read = {o.id: o.quartier for o in self.all(question) if o.status is VerbatimStatus.READ}
        coded = agreement.latest(one for one in self._kept.codings() if one.verbatim in read)
        given = [(read[one], theme) for one, sets in coded.items() for theme in _majority(sets)]
        found = Counter(theme for _quartier, theme in given)
        elsewhere = {theme for quartier, theme in given if quartier not in masked}
        k = self._service.campaign().k
        themes = tuple(
            ThemeCount(theme.key, theme.label, found[theme.key] if found[theme.key] >= k else None)
            for theme in self._service.themes.codebook().themes
            if found[theme.key] >= k or theme.key in elsewhere
        )
        return ThemeCounts(len(coded), themes)

    @allowed(Role.COORDINATOR)
    def key_words(self) -> Mapping[str, tuple[keyness.KeyWord, ...]]:
        """List the words that each quartier uses more than the others, by its code."""
        return keyness.key_words(
            keyness.Said(one.id.partition(".")[0], one.quartier, one.redacted)
            for one in self.all()
            if one.status is VerbatimStatus.READ and one.redacted
        )

    @allowed(Role.COORDINATOR)
    def in_context(self, word: str) -> tuple[concordance.Occurrence, ...]:
        """Find a word in the confirmed texts, each time with what stands around it."""
        return concordance.concordance(self.all(), word)

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


def same_coder(coder: str, known: Collection[Coding]) -> str:
    """Give the name under which somebody codes already, else the name without needless blanks."""
    name = " ".join(coder.split())[:NAME]
    names = sorted({one.coder for one in known})
    return next((one for one in names if one.casefold() == name.casefold()), name)
