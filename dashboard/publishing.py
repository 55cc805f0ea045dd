"""Publication: preparing a release, publishing it, taking it back.

Use cases reached as `Service.publishing`. What a release holds is made here (and in
`dashboard.release_contents`) and nowhere else; all that the public sees is made from it alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dashboard import release_contents as contents
from dashboard.access import Part, allowed
from dashboard.errors import NothingToPublishError, ReleaseConflictError, TooEarlyError
from dashboard.publication import release as frozen
from dashboard.publication import succession
from dashboard.publication.release import Preface, Release
from data.analysis.conflict import Conflict
from data.analysis.published import Masked
from data.analysis.release import masked_tables
from data.analysis.successive import conflicts
from data.analysis.verbatims.coding import CodingProgress
from data.model import Role
from data.restitution import Publication

RESTITUTION = "restitution"
"""Key of the phase in which results are given back; a campaign without it has them in its last."""


_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the first one that the format can write


@dataclass(frozen=True)
class Draft:
    """A release that is being prepared.

    Parameters
    ----------
    conflicts
        Why it must not be published.
    pages
        The public page by language.
    held_back
        Approved quotes that are not in it, because of quartiers that are masked, or were in an
        earlier release.
    coding
        How far the coding has come on which the themes rest; None where no theme is in it.
    """

    release: Release
    conflicts: tuple[Conflict, ...]
    pages: Mapping[str, bytes]
    held_back: int
    coding: CodingProgress | None


class Publishing(Part):
    """Releases of a campaign."""

    @allowed(Role.COORDINATOR)
    def opens(self) -> date:
        """Give the first day on which results may be published."""
        phases = {phase.key: phase for phase in self._service.campaign().phases}
        last = max(phases.values(), key=lambda phase: (phase.start, phase.end))
        return phases.get(RESTITUTION, last).start

    @allowed(Role.COORDINATOR)
    def draft(
        self,
        questions: Collection[str],
        *,
        themes: bool = True,
        quotes: bool = True,
        again: bool = False,
    ) -> Release:
        """Make what would be published now; nothing is kept.

        Parameters
        ----------
        questions
            Keys of the closed questions, in any order.
        themes, quotes
            Publish what the open answers are about, and approved passages of them.
        again
            Tell the figures of the newest release once more: answers that came in since wait
            until they are enough (see `repeatable`).

        Raises
        ------
        NothingToPublishError
            No closed question was chosen, too few people answered, or the figures of the newest
            release cannot be told again.
        """
        campaign, asked = self._service.campaign(), self._service.questionnaire()
        chosen = tuple(question for question in asked.ratings if question.key in questions)
        keys = [question.key for question in chosen]
        if again and self.repeatable(keys) is None:
            raise NothingToPublishError(k=campaign.k)
        figures = self._repeated(keys) if again else self._figures(keys, campaign.k)
        if all(table.withheld for table in figures.tables):
            raise NothingToPublishError(k=campaign.k)
        return Release(
            number=self._service.store.publications.next_number(),
            day=self.settings.today,
            campaign=campaign.id,
            name=campaign.name,
            town=campaign.town,
            organiser=campaign.organiser,
            contact=campaign.contact,
            note=campaign.note,
            languages=campaign.languages,
            version=asked.version,
            doors=contents.doors(self._service),
            areas=contents.areas(self._service),
            questions=chosen,
            figures=figures,
            open_questions=tuple(
                contents.open_questions(
                    self._service,
                    self._silent(figures),
                    themes=themes,
                    quotes=quotes,
                )
            ),
            invented=self._service.coverage.overview().demo,
        )

    @allowed(Role.COORDINATOR)
    def prepare(
        self,
        questions: Collection[str],
        *,
        themes: bool = True,
        quotes: bool = True,
        again: bool = False,
    ) -> Draft:
        """Make what would be published now, as it would be seen, with what speaks against it.

        Raises
        ------
        NothingToPublishError
            As for `draft`.
        """
        from dashboard.publication.bundle import pages

        release = self.draft(questions, themes=themes, quotes=quotes, again=again)
        hidden = self._silent(release.figures)
        held = (
            sum(one.quartier in hidden for one in contents.approved(self._service)) if quotes else 0
        )
        told = any(one.themes for one in release.open_questions)
        coding = self._service.answers.progress() if told else None
        return Draft(release, self.conflicts(release), pages(release), held, coding)

    @allowed(Role.COORDINATOR)
    def repeatable(self, questions: Collection[str]) -> int | None:
        """Give the newest release where it holds figures for all these questions, else None.

        Withdrawn or not: what was seen can be told again. It has to be on the same quartiers, the
        same questionnaire and as high a threshold.
        """
        newest = next(reversed(self._earlier()), None)
        if newest is None or not questions:
            return None
        codes = tuple(sorted(quartier.code for quartier in self._service.quartiers()))
        held = {table.question for table in newest.figures.tables}
        same = (
            newest.version == self._service.questionnaire().version
            and newest.figures.codes == codes
            and newest.figures.k >= self._service.campaign().k
        )
        return newest.number if same and set(questions) <= held else None

    @allowed(Role.COORDINATOR)
    def archive(self, number: int) -> bytes:
        """Give all files of a release as one ZIP file; the same release gives the same bytes.

        Raises
        ------
        NotFoundError
            There is no such release.
        """
        from dashboard.publication.bundle import build

        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for name, content in build(self.release(number)).files.items():
                archive.writestr(ZipInfo(name, _ZIP_DAY), content, ZIP_DEFLATED)
        return packed.getvalue()

    @allowed(Role.COORDINATOR)
    def conflicts(self, release: Release) -> tuple[Conflict, ...]:
        """List what a release and the earlier ones together would give away.

        Withdrawn ones count: they were seen.
        """
        seen = self._earlier()
        found = conflicts([one.figures for one in seen], release.figures, k=release.figures.k)
        return found + succession.conflicts(seen, release)

    @allowed(Role.COORDINATOR, audited=True)
    def publish(
        self,
        questions: Collection[str],
        *,
        themes: bool = True,
        quotes: bool = True,
        again: bool = False,
    ) -> Publication:
        """Publish a release: from now on it is what the public sees.

        Raises
        ------
        TooEarlyError
            The day of the results has not come.
        NothingToPublishError
            As for `draft`.
        ReleaseConflictError
            Together with an earlier release it would give an answer away.
        ReleaseTakenError
            Somebody else published in between.
        """
        if self.settings.today < self.opens():
            raise TooEarlyError(day=self.opens())
        release = self.draft(questions, themes=themes, quotes=quotes, again=again)
        if found := self.conflicts(release):
            raise ReleaseConflictError(number=len(found))
        text = frozen.to_text(release)
        moment = self.settings.now()
        self._service.store.publications.add(release.number, text, frozen.digest(text), at=moment)
        return self._service.store.publications.get(release.number)

    @allowed(Role.COORDINATOR, audited=True)
    def withdraw(self, number: int, reason: str) -> None:
        """Take a release back; the one before it that was not withdrawn is shown again.

        Raises
        ------
        NotFoundError
            There is no such release, or it was withdrawn already.
        """
        moment = self.settings.now()
        self._service.store.publications.withdraw(number, at=moment, reason=reason)

    @allowed(Role.COORDINATOR)
    def releases(self) -> tuple[Publication, ...]:
        """Give all releases, newest first; withdrawn ones too."""
        return self._service.store.publications.all()

    @allowed(Role.COORDINATOR)
    def current(self) -> Publication | None:
        """Give what the public sees; None where nothing is published."""
        return next((one for one in self.releases() if one.withdrawn is None), None)

    @allowed(Role.PUBLIC)
    def shown(self) -> Release | None:
        """Give what the release that the public sees holds; None where nothing is published."""
        current = self.current()
        return None if current is None else self.release(current.number)

    @allowed(Role.COORDINATOR)
    def says(self, publication: Publication, questions: Collection[str]) -> bool:
        """Say whether a release already holds what publishing these questions now would.

        Raises
        ------
        NothingToPublishError
            There would be nothing to publish.
        """
        known = frozen.from_content(publication.content)
        new = self.draft(questions)
        return replace(new, number=known.number, day=known.day) == known

    @allowed(Role.COORDINATOR)
    def release(self, number: int) -> Release:
        """Give what a release holds.

        Raises
        ------
        NotFoundError
            There is no such release.
        """
        return frozen.from_content(self._service.store.publications.get(number).content)

    @allowed(Role.PUBLIC)
    def preface(self) -> Preface:
        """Give what the public may see before any release: doors, and nothing about answers."""
        campaign = self._service.campaign()
        doors = contents.doors(self._service)
        return Preface(
            name=campaign.name,
            town=campaign.town,
            organiser=campaign.organiser,
            contact=campaign.contact,
            note=campaign.note,
            languages=campaign.languages,
            day=self.settings.today,
            opens=self.opens(),
            withdrawn=bool(self.releases()),
            goal=doors.goal,
            knocked=doors.knocked,
            areas=contents.areas(self._service),
            invented=self._service.coverage.overview().demo,
        )

    def _figures(self, questions: Sequence[str], k: int) -> Masked:
        """Make the masked tables; what earlier releases mask stays so where it has to."""
        service, seen = self._service, self._seen()
        counts = service.store.rating_counts(service.questionnaire().version)
        free = masked_tables(questions, service.quartiers(), counts, k=k)
        if not conflicts(seen, free, k=k):
            return free
        return masked_tables(questions, service.quartiers(), counts, k=k, keep=seen)

    def _repeated(self, questions: Sequence[str]) -> Masked:
        """Give the figures of the newest release, of these questions."""
        known = self._earlier()[-1].figures
        tables = {table.question: table for table in known.tables}
        return replace(known, tables=tuple(tables[key] for key in questions))

    def _seen(self) -> tuple[Masked, ...]:
        """Give the figures of all releases, the first one first."""
        return tuple(one.figures for one in self._earlier())

    def _earlier(self) -> tuple[Release, ...]:
        """Give all releases, the first one first; withdrawn ones too."""
        return tuple(frozen.from_content(one.content) for one in reversed(self.releases()))

    def _silent(self, figures: Masked) -> frozenset[str]:
        """Give the quartiers of which nobody is quoted: masked now or in an earlier release.

        A quote that appeared once its quartier is shown would tell where it was said. So would
        any quote where a single quartier is left to come from: then all are silent.
        """
        hidden = frozenset(figures.masked).union(*(one.masked for one in self._seen()))
        heard = {
            cell.code
            for table in figures.tables
            for cell in table.quartiers
            if cell.n and cell.code not in hidden
        }
        return frozenset(figures.codes) if hidden and len(heard) == 1 else hidden
