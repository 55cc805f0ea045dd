"""The use cases: the one place that joins `data` and `geo`, and that checks who may do what.

Pages and the command line call a `Service` and nothing below it. It knows nothing of Streamlit;
what is worth caching is cached in `dashboard.cached`, keyed by `Service.revision`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import files
from dashboard.access import COMMAND_LINE, Actor, allowed
from dashboard.accounts import Accounts
from dashboard.answers import CODEBOOK_FILE, Answers
from dashboard.asking import Asking
from dashboard.doors import Doors
from dashboard.entering import Entering
from dashboard.errors import NotEmptyError
from dashboard.files import (
    AssignReport,
    Explain,
    MapFields,
    Progress,
    QuartierCheck,
    QuartierChoice,
    TablePreview,
    What,
)
from dashboard.journal import Journal
from dashboard.keeping import Keeping
from dashboard.keys import KeyFile, Keys
from dashboard.mine import Mine
from dashboard.privacy import Privacy
from dashboard.publishing import Publishing
from dashboard.rounds import Rounds
from dashboard.settings import Settings
from dashboard.turf import STREETS_FILE, Turf
from data import deeds
from data.analysis.coverage import CoverageRow, coverage_rows, lagging, totals
from data.analysis.pace import cumulative, expected_by, plan
from data.analysis.results import ResultRow, result_rows
from data.analysis.targets import Allocation, allocate
from data.campaigns import POITIERS, CampaignFolder, load_folder
from data.importers import ColumnMapping, ImportReport
from data.model import (
    AllocationMethod,
    Campaign,
    ImportRecord,
    Quartier,
    Questionnaire,
    RecordKind,
    Role,
    Spread,
)
from data.printed import texts_of, with_texts
from data.store import Store, open_store

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.assign import Assigner


@dataclass(frozen=True)
class Overview:
    """The headline: where the challenge stands today.

    Parameters
    ----------
    days_left
        Days until the last day of doors, 0 on that day, negative afterwards.
    expected
        Doors that the plan has knocked on by today.
    answered
        Questionnaires were brought in, whatever doors were noted.
    demo
        True while invented data is in.
    """

    campaign: Campaign
    today: date
    total: CoverageRow
    days_left: int
    expected: int
    answered: bool
    demo: bool

    @property
    def empty(self) -> bool:
        """Nothing was recorded yet."""
        return not (self.total.knocked or self.answered)


@dataclass(frozen=True)
class Front:
    """What everybody may see, signed in or not: the campaign and the number of doors knocked on."""

    campaign: Campaign
    knocked: int
    demo: bool


@dataclass(frozen=True)
class Curve:
    """Doors over time, cumulative: as knocked on, and as planned."""

    actual: Sequence[tuple[date, int]]
    plan: Sequence[tuple[date, int]]


class Service:
    """What the app and the command can do with one campaign.

    Parameters
    ----------
    store
        Records of the campaign.
    settings
        Where things are, and today's date.
    actor
        Who is at work: every use case asks whether they may.
    opened
        The service that this one is a view of.

    Attributes
    ----------
    rounds, mine, turf, doors, asking
        Outings and people, the outings of who asks, streets, recording, and the questionnaire at
        the door.
    answers, publishing
        Open answers, and what the public gets to see.
    keeping
        Backups.
    privacy, journal
        What is kept of people, and who did what when.
    accounts, entering
        Who may come in, and coming in.
    """

    def __init__(
        self, store: Store, settings: Settings, actor: Actor, *, opened: "Service | None" = None
    ) -> None:
        self.store = store
        self.settings = settings
        self.actor = actor
        self._key_file: KeyFile = opened._key_file if opened else KeyFile(store, settings)
        self.rounds = Rounds(self)
        self.mine = Mine(self)
        self.turf = Turf(self)
        self.doors = Doors(self)
        self.answers = Answers(self)
        self.publishing = Publishing(self)
        self.asking = Asking(self)
        self.keeping = Keeping(self)
        self.privacy = Privacy(self)
        self.journal = Journal(self)
        self.accounts = Accounts(self)
        self.entering = Entering(self)

    @property
    def keys(self) -> Keys:
        """The keys that sign-in and encryption rest on, read when first needed.

        Raises
        ------
        KeyFileError
            The key file cannot be used, or is not the one of this database.
        """
        return self._key_file.keys()

    def acting(self, actor: Actor) -> "Service":
        """Give the same campaign as somebody else may use it; nothing is opened anew."""
        self._key_file.follow()
        return type(self)(self.store, self.settings, actor, opened=self)

    @classmethod
    def open(cls, settings: Settings) -> "Service":
        """Open the database; one without a campaign is filled from the campaign folder.

        Who opens it has the database and may do everything; see `acting` for anybody else.

        A folder of one's own says which campaign of the database is meant, and what is edited in
        its files holds from the next start; the shipped folder only ever fills an empty database.
        Without one, it is the campaign last saved, or the shipped one where there are several.

        Raises
        ------
        DatabaseUnreachableError
            The database cannot be opened.
        CampaignFileError, QuestionnaireError
            The campaign folder is not usable.
        """
        shipped = settings.campaign == POITIERS
        folder = None if shipped else load_folder(settings.campaign)
        store = open_store(settings.database, campaign=folder.campaign.id if folder else None)
        if shipped and len(several := store.campaigns()) > 1:
            mine = load_folder(POITIERS).campaign.id
            store.work_on(mine if mine in several else several[0])
        service = cls(store, settings, COMMAND_LINE)
        known = store.has_campaign()
        if not known:
            # Nobody does that, and there is no key yet: the database remembers one once it is made.
            with deeds.unrecorded():
                service.start(folder or load_folder(POITIERS))
        service._key_file.lend()
        if known and folder:
            service.follow(folder)
        return service

    @allowed(Role.ADMINISTRATOR, audited=True)
    def follow(self, folder: CampaignFolder) -> None:
        """Take over what was edited in a folder since: all but what the app itself changes.

        Of what is said at the doors and printed, the folder is heard while the records say
        nothing at all: a database may be older than these texts.

        Raises
        ------
        FrozenQuestionnaireError
            Questions were edited that have answers.
        """
        known = self.campaign()
        wished = replace(folder.campaign, goal=known.goal, spread=known.spread, note=known.note)
        texts = texts_of(known)
        if any(texts.values()):
            wished = replace(wished, **texts)
        if wished != known:
            self.store.save_campaign(wished)
        if folder.questionnaire != self.questionnaire():
            self.store.save_questionnaire(folder.questionnaire)

    @allowed(Role.ADMINISTRATOR, audited=True)
    def start(self, folder: CampaignFolder) -> None:
        """Begin the campaign of `folder`: its questionnaire, its quartiers, its targets."""
        self.store.save_campaign(folder.campaign)
        self.store.save_questionnaire(folder.questionnaire)
        self.answers.start(self.settings.campaign / CODEBOOK_FILE)
        if folder.quartiers:
            self.store.replace_quartiers(folder.quartiers, note=folder.campaign.note)
            self.spread_anew()
            self.turf.start(self.settings.campaign / STREETS_FILE)

    # What stands in the database

    @property
    @allowed(Role.PUBLIC)
    def revision(self) -> int:
        """A number that every write raises: the key of all caches."""
        return self.store.revision()

    @allowed(Role.PUBLIC)
    def campaign(self) -> Campaign:
        """Give the campaign."""
        return self.store.campaign()

    @allowed(Role.VOLUNTEER)
    def questionnaire(self) -> Questionnaire:
        """Give the newest version of the questionnaire."""
        return self.store.questionnaire()

    @allowed(Role.VOLUNTEER)
    def quartiers(self) -> Sequence[Quartier]:
        """Give the quartiers, by code."""
        return self.store.quartiers()

    @allowed(Role.COORDINATOR)
    def imports(self) -> Sequence[ImportRecord]:
        """Give what was brought in, newest first."""
        return self.store.imports()

    @allowed(Role.VOLUNTEER)
    def frame(self) -> "gpd.GeoDataFrame":
        """Give the quartiers as a frame: code, name, geometry in EPSG:4326, sorted by code."""
        return files.frame_of(self.quartiers())

    @allowed(Role.COORDINATOR)
    def assigner(self) -> "Assigner":
        """Give what finds the quartier of points."""
        from geo.assign import Assigner

        return Assigner(self.frame())

    # Coverage

    @allowed(Role.VOLUNTEER)
    def coverage(self) -> Sequence[CoverageRow]:
        """Give doors, openings and interviews against the target, a row a quartier."""
        return coverage_rows(self.quartiers(), self.store.door_counts())

    @allowed(Role.VOLUNTEER)
    def overview(self) -> Overview:
        """Give the headline."""
        campaign, today = self.campaign(), self.settings.today
        phase = campaign.doors_phase
        return Overview(
            campaign=campaign,
            today=today,
            total=totals(self.coverage(), goal=campaign.goal),
            days_left=(phase.end - today).days,
            expected=expected_by(today, start=phase.start, end=phase.end, goal=campaign.goal),
            # Asked rather than counted: the headline must not cost more with a million answers.
            answered=any(
                self.store.has_answers(version)
                for version in range(1, self.questionnaire().version + 1)
            ),
            demo=any(record.demo and not record.undone for record in self.imports()),
        )

    @allowed(Role.PUBLIC)
    def front(self) -> Front:
        """Give what everybody may see."""
        overview = self.overview()
        return Front(overview.campaign, overview.total.knocked, overview.demo)

    @allowed(Role.VOLUNTEER)
    def lagging(self) -> Sequence[CoverageRow]:
        """Give the quartiers behind the plan of today, most doors missing first."""
        overview = self.overview()
        return lagging(self.coverage(), overview.expected / overview.campaign.goal)

    @allowed(Role.VOLUNTEER)
    def curve(self, quartier: str | None = None) -> Curve:
        """Give doors over time against the plan, for the town or for one quartier."""
        campaign = self.campaign()
        phase, goal = campaign.doors_phase, campaign.goal
        rows = self.store.doors_by_day()
        if quartier:
            rows = tuple(row for row in rows if row[1] == quartier)
            goal = next((q.target or 0 for q in self.quartiers() if q.code == quartier), 0)
        return Curve(cumulative(rows), plan(phase.start, phase.end, goal))

    # Targets

    @allowed(Role.COORDINATOR)
    def preview_spread(self, spread: Spread, goal: int) -> Allocation:
        """Spread `goal` over the quartiers without saving.

        Raises
        ------
        AllocationError
            The goal cannot be spread like that.
        """
        return allocate({q.code: q.dwellings for q in self.quartiers()}, goal, spread=spread)

    @allowed(Role.COORDINATOR, audited=True)
    def save_spread(self, spread: Spread, goal: int) -> Allocation:
        """Spread `goal` over the quartiers and keep the targets.

        Raises
        ------
        AllocationError
            The goal cannot be spread like that.
        """
        allocation = self.preview_spread(spread, goal)
        self.store.save_targets(spread, goal, allocation.targets)
        return allocation

    @allowed(Role.COORDINATOR, audited=True)
    def spread_anew(self) -> Allocation:
        """Spread the goal again after the quartiers changed.

        Where the dwellings of a quartier are unknown, every quartier gets the same; where the
        floor asks for more doors than the goal has, it is lowered to what the goal allows.

        Raises
        ------
        AllocationError
            There are more quartiers than doors.
        """
        campaign, quartiers = self.campaign(), self.quartiers()
        spread = campaign.spread
        if any(q.dwellings is None for q in quartiers):
            spread = replace(spread, method=AllocationMethod.EQUAL)
        spread = replace(spread, floor=min(spread.floor, campaign.goal // len(quartiers)))
        return self.save_spread(spread, campaign.goal)

    # What is said at the doors and printed

    @allowed(Role.COORDINATOR, audited=True)
    def save_texts(self, wished: Campaign) -> Campaign:
        """Keep what `wished` says at the doors and on paper, tidied; nothing else of it.

        Raises
        ------
        TextTooLongError
            One of the texts would not fit the paper.
        """
        tidy = with_texts(self.campaign(), texts_of(wished))
        self.store.save_texts(tidy)
        return tidy

    # Results

    @allowed(Role.COORDINATOR)
    def results(self) -> Sequence[ResultRow]:
        """Give mean, interval and distribution per question and quartier."""
        questionnaire = self.questionnaire()
        return result_rows(
            questionnaire,
            self.quartiers(),
            self.store.rating_counts(questionnaire.version),
            k=self.campaign().k,
        )

    @allowed(Role.COORDINATOR)
    def dwellings(self) -> Mapping[str, int | None]:
        """Give the occupied dwellings by code of the quartier, None where they are unknown."""
        return {quartier.code: quartier.dwellings for quartier in self.quartiers()}

    # Records

    @allowed(Role.COORDINATOR, audited=True)
    def fill_demo(self, *, until: date | None = None) -> Mapping[RecordKind, int]:
        """Bring in the invented records; give how many of each kind are new.

        Raises
        ------
        NotEmptyError
            The campaign has records already.
        """
        from data.demo import demo_field, demo_records

        if not self.overview().empty:
            raise NotEmptyError()
        campaign, quartiers = self.campaign(), self.quartiers()
        visits, responses = demo_records(campaign, quartiers, self.questionnaire(), until=until)
        today = until or self.settings.today
        field = demo_field(campaign, quartiers, visits, today=today)
        with self.store.importing("demo", demo=True, at=self.now()) as writer:
            writer.add_field(field)
            return {
                RecordKind.VISITS: writer.add_recorded(field.visits),
                RecordKind.RESPONSES: writer.add_responses(responses),
            }

    @allowed(Role.COORDINATOR, audited=True)
    def undo_import(self, record: str) -> None:
        """Take the rows of one import out again.

        Raises
        ------
        NotFoundError
            There is no such import.
        """
        self.store.undo_import(record)

    @allowed(Role.PUBLIC)
    def now(self) -> str:
        """Give this moment as imports are noted under, in UTC."""
        return self.settings.now().replace(tzinfo=None).isoformat(timespec="seconds")

    # Files; what they give is explained in `dashboard.files`

    @allowed(Role.COORDINATOR)
    def table_preview(
        self,
        path: Path,
        filename: str,
        mapping: ColumnMapping | None = None,
        *,
        sheet: str | None = None,
        rejects: Path | None = None,
        explain: Explain | None = None,
    ) -> TablePreview:
        """Show what a table holds and what importing it would do; nothing is kept.

        Raises
        ------
        UnreadableTableError
            The file is no table.
        """
        return files.preview_table(
            self, path, filename, mapping, sheet=sheet, rejects=rejects, explain=explain
        )

    @allowed(Role.COORDINATOR, audited=True)
    def import_file(
        self,
        path: Path,
        filename: str,
        mapping: ColumnMapping | None = None,
        *,
        sheet: str | None = None,
        dry_run: bool = False,
        rejects: Path | None = None,
        progress: Progress | None = None,
        explain: Explain | None = None,
    ) -> ImportReport:
        """Bring a table of visits or responses in, as a whole or not at all.

        Rows that cannot be used are left out, listed in the report and written to `rejects`.

        Raises
        ------
        UnreadableTableError
            The file is no table.
        MappingError
            The columns do not say enough.
        """
        return files.run_import(
            self,
            path,
            filename,
            mapping,
            sheet=sheet,
            rejects=rejects,
            dry_run=dry_run,
            progress=progress,
            explain=explain,
        )

    @allowed(Role.COORDINATOR)
    def map_fields(self, path: Path, layer: str | None = None) -> MapFields:
        """List the fields of a map file.

        Raises
        ------
        QuartierFileError
            The file cannot be read.
        """
        return files.map_fields(path, layer)

    @allowed(Role.COORDINATOR)
    def check_quartiers(self, path: Path, choice: QuartierChoice) -> QuartierCheck:
        """Check a map file against the town; faults come as findings.

        Raises
        ------
        QuartierFileError
            The file cannot be read, or has no such field.
        """
        return files.check_quartiers(self, path, choice)

    @allowed(Role.COORDINATOR, audited=True)
    def use_quartiers(
        self, path: Path, choice: QuartierChoice, *, elsewhere: bool = False
    ) -> QuartierCheck:
        """Work with the quartiers of a map file from now on; the goal is spread over them anew.

        Raises
        ------
        QuartierFileError
            The file cannot be read, or has faults that block.
        CodesInUseError
            Records refer to quartiers that the file does not have.
        AllocationError
            The file has more quartiers than the goal has doors.
        """
        return files.use_quartiers(self, path, choice, elsewhere=elsewhere)

    @allowed(Role.COORDINATOR)
    def assign_table(
        self,
        source: Path,
        out: Path,
        *,
        lon: str,
        lat: str,
        quartiers: tuple[Path, QuartierChoice] | None = None,
        progress: Progress | None = None,
    ) -> AssignReport:
        """Copy a table of points with its quartiers added: ours, or those of a map file.

        Raises
        ------
        UnreadableTableError, MappingError
            The table cannot be read or lacks a column.
        QuartierFileError
            The map file cannot be used.
        """
        from geo.assign import Assigner

        frame = files.load_quartiers(*quartiers)[0] if quartiers else self.frame()
        names = dict(zip(frame["code"], frame["name"], strict=True))
        return files.assign_table(
            source, out, Assigner(frame), names, lon=lon, lat=lat, progress=progress
        )

    @allowed(Role.COORDINATOR, audited=True)
    def export(self, what: What, file_format: str) -> Iterator[str]:
        """Give records or figures as the pieces of a CSV or GeoJSON text.

        That records were taken out stands in the audit; figures tell of nobody.
        """
        if what in ("visits", "responses"):
            self.store.audit.note()
        return files.export(self, what, file_format)
