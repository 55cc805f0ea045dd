"""The use cases: the one place that joins `data` and `geo`, and that checks who may do what.

Pages and the command line call a `Service` and nothing below it. It knows nothing of Streamlit;
what is worth caching is cached in `dashboard.cached`, keyed by `Service.revision`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.access import COMMAND_LINE, Actor, allowed
from dashboard.accounts import Accounts
from dashboard.answers import Answers
from dashboard.asking import Asking
from dashboard.codebook import CODEBOOK_FILE, Themes
from dashboard.coverage import Coverage
from dashboard.doors import Doors
from dashboard.entering import Entering
from dashboard.journal import Journal
from dashboard.keeping import Keeping
from dashboard.keys import KeyFile, Keys
from dashboard.map_files import MapFiles, frame_of
from dashboard.mine import Mine
from dashboard.outlook import Outlook
from dashboard.own_access import OwnAccess
from dashboard.paper import Paper
from dashboard.planning import Planning
from dashboard.privacy import Privacy
from dashboard.publishing import Publishing
from dashboard.quotes import Quotes
from dashboard.records import Records
from dashboard.rounds import Rounds
from dashboard.settings import Settings
from dashboard.turf import STREETS_FILE, Turf
from data import deeds
from data.analysis.results import ResultRow, result_rows
from data.campaigns import POITIERS, CampaignFolder, load_folder
from data.model import (
    Campaign,
    Quartier,
    Questionnaire,
    Role,
)
from data.printed import texts_of
from data.store import Store, open_store

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.assign import Assigner


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
    coverage, outlook, planning
        Where the challenge stands and will stand; how the goal is spread, what is said and printed.
    records, map_files
        Files of visits and responses that come in and go out, and files of quartiers.
    rounds, mine, turf, doors, paper, asking
        Outings and people, the outings of who asks, streets, recording at the door and from paper,
        and the questionnaire at the door.
    answers, themes, quotes, publishing
        Open answers, what they are coded with, what is quoted of them, and what the public gets to
        see.
    keeping
        Backups.
    privacy, journal
        What is kept of people, and who did what when.
    accounts, own_access, entering
        Who may come in, one's own password and browsers, and coming in.
    """

    def __init__(
        self, store: Store, settings: Settings, actor: Actor, *, opened: "Service | None" = None
    ) -> None:
        self.store = store
        self.settings = settings
        self.actor = actor
        self._key_file: KeyFile = opened._key_file if opened else KeyFile(store, settings)
        self.coverage = Coverage(self)
        self.outlook = Outlook(self)
        self.planning = Planning(self)
        self.records = Records(self)
        self.map_files = MapFiles(self)
        self.rounds = Rounds(self)
        self.mine = Mine(self)
        self.turf = Turf(self)
        self.doors = Doors(self)
        self.paper = Paper(self)
        self.answers = Answers(self)
        self.themes = Themes(self)
        self.quotes = Quotes(self)
        self.publishing = Publishing(self)
        self.asking = Asking(self)
        self.keeping = Keeping(self)
        self.privacy = Privacy(self)
        self.journal = Journal(self)
        self.accounts = Accounts(self)
        self.own_access = OwnAccess(self)
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
        self.themes.start(self.settings.campaign / CODEBOOK_FILE)
        if folder.quartiers:
            self.store.replace_quartiers(folder.quartiers, note=folder.campaign.note)
            self.planning.spread_anew()
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

    @allowed(Role.VOLUNTEER)
    def frame(self) -> "gpd.GeoDataFrame":
        """Give the quartiers as a frame: code, name, geometry in EPSG:4326, sorted by code."""
        return frame_of(self.quartiers())

    @allowed(Role.COORDINATOR)
    def assigner(self) -> "Assigner":
        """Give what finds the quartier of points."""
        from geo.assign import Assigner

        return Assigner(self.frame())

    @allowed(Role.PUBLIC)
    def now(self) -> str:
        """Give this moment as imports are noted under, in UTC."""
        return self.settings.now().replace(tzinfo=None).isoformat(timespec="seconds")

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
