"""The store: one campaign in one database.

Every reading method sees one state of the database; every writing one is one transaction that is
there as a whole once it returns, also after the process was killed. Where `data.deeds` names who
does it, the same transaction writes that into the audit.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine

from data.checkup import Checkup
from data.errors import NoCampaignError, NotFoundError, Thing
from data.keyring import NO_KEYS, Keyring
from data.model import (
    Campaign,
    DoorCounts,
    ImportRecord,
    Outcome,
    Quartier,
    Questionnaire,
    Response,
    Spread,
    Text,
    Visit,
)
from data.progress import Progress
from data.store import (
    audit,
    backup,
    checking,
    counts,
    dialect,
    moving,
    records,
    resealing,
    settings,
)
from data.store.accounts import Accounts
from data.store.asking import Asking
from data.store.audit import Audit
from data.store.backup import BackupNote
from data.store.claims import Claims
from data.store.dialect import writing
from data.store.entrance import Entrance
from data.store.moving import Moved
from data.store.opening import open_engine, translated
from data.store.outings import Outings
from data.store.people import People
from data.store.persons import Persons
from data.store.publications import Publications
from data.store.purging import Purging
from data.store.recording import Recording
from data.store.resealing import Resealed
from data.store.revision import Glance
from data.store.sections import Sections
from data.store.verbatims import Verbatims
from data.store.writer import Writer


def open_store(url: str, *, campaign: str | None = None, keys: Keyring = NO_KEYS) -> "Store":
    """Open a database, making its folder, file and tables where they are missing.

    Parameters
    ----------
    url
        Address as SQLAlchemy writes it, for instance ``sqlite:////home/me/portes.sqlite``.
    campaign
        Key of the campaign to work on; None for the one that was saved last.
    keys
        What contact details are encrypted and the audit is sealed with.

    Raises
    ------
    DatabaseUnreachableError
        If the database cannot be opened or written, or is not one of ours.
    """
    store = Store(open_engine(url), campaign=campaign)
    if keys != NO_KEYS:
        store.use_keys(keys)
    return store


class Store:
    """What is known of one campaign; made by `open_store`, closed by `close` or ``with``.

    Every method raises `DatabaseUnreachableError` where the database fails, and `NotFoundError`
    where there is no campaign yet, unless it says otherwise. Threads may share a store.

    Attributes
    ----------
    people, outings, sections, claims, recording, asking
        The work in the field.
    audit, purging, persons
        Who did what when, what is no longer needed, and all that is known of somebody.
    accounts, entrance
        Who may come in, and who did.
    """

    def __init__(self, engine: Engine, *, campaign: str | None = None) -> None:
        self._engine = engine
        self._key = campaign
        self._found: str | None = None
        self._glance = Glance(engine)
        self.people = People(self._looking, self._changing)
        self.outings = Outings(self._looking, self._changing)
        self.sections = Sections(self._looking, self._changing)
        self.claims = Claims(self._looking, self._changing)
        self.recording = Recording(self._looking, self._changing)
        self.verbatims = Verbatims(self._looking, self._changing)
        self.publications = Publications(self._looking, self._changing)
        self.asking = Asking(self._looking, self._changing)
        self.audit = Audit(self._looking, self._changing)
        self.purging = Purging(self._looking, self._changing)
        self.persons = Persons(self._looking, self._changing)
        self.accounts = Accounts(self._looking, self._changing)
        self.entrance = Entrance(self._looking, self._changing, self._noting)

    def __enter__(self) -> "Store":
        """Use the store in a ``with`` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it at the end."""
        self.close()

    def close(self) -> None:
        """Close the connections; the store opens new ones if it is used again."""
        self._engine.dispose()

    def use_keys(self, keys: Keyring) -> None:
        """Encrypt contact details and seal the audit with these keys from now on.

        What lies there unencrypted, or under an older key, is encrypted at once.
        """
        dialect.lend(self._engine, keys)
        if self.has_campaign() and self._is_loose(keys):
            self.change_key(lambda: keys)

    def change_key(self, renew: Callable[[], Keyring]) -> Resealed:
        """Seal everything with the newest of the keys that `renew` gives, or change nothing.

        Nobody else writes while it is called; whoever changes the key of a database has to wait.
        """
        with self._writing() as connection:
            dialect.lock_keys(connection)
            keys = renew()
            key = self._campaign(connection)
            done = resealing.reseal(connection, key, keys)
            audit.append(connection, key)
        dialect.lend(self._engine, keys)
        self.forget()
        return done

    def _is_loose(self, keys: Keyring) -> bool:
        with self._looking() as (connection, key):
            return resealing.is_due(connection, key, keys)

    def forget(self) -> None:
        """Leave nothing on the disk of what was removed or overwritten, as far as that lies here.

        On PostgreSQL that is the server's business: its log and its dead rows go in their time.
        """
        with translated():
            dialect.forget(self._engine)

    # The campaign

    def campaigns(self) -> tuple[str, ...]:
        """Name the campaigns of the database, the one last saved first."""
        with self._reading() as connection:
            return settings.campaign_ids(connection)

    def work_on(self, campaign: str) -> None:
        """Go on with one of the campaigns of the database."""
        self._key, self._found = campaign, None

    def has_campaign(self) -> bool:
        """Say whether the campaign to work on exists."""
        known = self.campaigns()
        return bool(known) if self._key is None else self._key in known

    def campaign(self) -> Campaign:
        """Read the campaign."""
        with self._reading() as connection:
            return settings.read_campaign(connection, self._campaign(connection))

    def save_campaign(self, campaign: Campaign) -> None:
        """Make or change a campaign, and go on with that one."""
        with self._writing() as connection:
            settings.write_campaign(connection, campaign)
            settings.bump_revision(connection, campaign.id)
            audit.append(connection, campaign.id)
        self._found = campaign.id
        if self._key is not None:
            self._key = campaign.id

    def save_texts(self, campaign: Campaign) -> None:
        """Save what `campaign` says at the doors and on paper; all else of it stays as it is."""
        with self._changing() as (connection, key):
            settings.write_texts(connection, key, campaign)

    def secret(self) -> bytes:
        """Read the random secret of the campaign, for keyed hashes; never to be shown."""
        with self._reading() as connection:
            return settings.read_secret(connection, self._campaign(connection))

    def key_mark(self) -> bytes | None:
        """Read what tells the key file that goes with the records, None before there was any."""
        with self._looking() as (connection, key):
            return settings.read_key_mark(connection, key)

    def note_key(self, mark: bytes) -> bytes:
        """Keep what tells the key file; return the mark that holds: the first one stays."""
        with self._changing() as (connection, key):
            settings.write_key_mark(connection, key, mark)
            return settings.read_key_mark(connection, key) or mark

    def revision(self) -> int:
        """Read the number that every write bumps; 0 where there is no campaign yet."""
        number = self._glance.number(self._found) if self._found else None
        if number is not None:
            return number
        self._found = None  # a backup that was brought in meanwhile may hold another campaign
        with self._reading() as connection:
            try:
                return settings.read_revision(connection, self._campaign(connection))
            except NotFoundError:
                return 0

    # Quartiers and questionnaire

    def quartiers(self) -> tuple[Quartier, ...]:
        """Read the quartiers, sorted by code."""
        with self._reading() as connection:
            return settings.read_quartiers(connection, self._campaign(connection))

    def replace_quartiers(self, quartiers: Sequence[Quartier], *, note: Text) -> None:
        """Put other quartiers in the place of the present ones, with the note shown beside them.

        Dwellings that the new ones do not tell are kept by code. Targets are kept only where the
        codes are the same as before.

        Raises
        ------
        CodesInUseError
            If visits or answers refer to codes that would be gone.
        """
        with self._changing() as (connection, key):
            settings.write_quartiers(connection, key, quartiers, note=note)

    def save_targets(self, spread: Spread, goal: int, targets: Mapping[str, int]) -> None:
        """Save how the goal is spread and the doors that fall to each quartier by code.

        Raises
        ------
        NotFoundError
            If `targets` names a quartier that does not exist.
        """
        with self._changing() as (connection, key):
            settings.write_targets(connection, key, spread, goal, targets)

    def questionnaire(self, version: int | None = None) -> Questionnaire:
        """Read a version of the questionnaire, the newest where `version` is None.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        with self._reading() as connection:
            key = self._campaign(connection)
            return settings.read_questionnaire(connection, key, version)

    def save_questionnaire(self, questionnaire: Questionnaire) -> None:
        """Save a version of the questionnaire.

        Raises
        ------
        FrozenQuestionnaireError
            If that version has answers and more would change than the names of columns.
        """
        with self._changing() as (connection, key):
            settings.write_questionnaire(connection, key, questionnaire)

    def has_answers(self, version: int) -> bool:
        """Say whether a version of the questionnaire has answers."""
        with self._reading() as connection:
            return settings.answered(connection, self._campaign(connection), version)

    # Counts

    def door_counts(self) -> tuple[DoorCounts, ...]:
        """Count the distinct doors of every quartier, also where there are none yet."""
        with self._reading() as connection:
            return counts.door_counts(connection, self._campaign(connection))

    def doors_by_day(self) -> tuple[tuple[date, str, int], ...]:
        """Count distinct doors by the day of their first visit: (day, quartier, doors), sorted."""
        with self._reading() as connection:
            return counts.doors_by_day(connection, self._campaign(connection))

    def outcome_counts(self) -> dict[str, dict[Outcome, int]]:
        """Count visits by quartier and outcome; a tally of n doors is n visits."""
        with self._reading() as connection:
            return counts.outcome_counts(connection, self._campaign(connection))

    def response_counts(self) -> dict[str, int]:
        """Count answers by quartier, also where there are none yet."""
        with self._reading() as connection:
            return counts.response_counts(connection, self._campaign(connection))

    def rating_counts(self, version: int) -> tuple[tuple[str, str, int, int], ...]:
        """Count ratings: (quartier, question, score, number), sorted; zeros are left out."""
        with self._reading() as connection:
            return counts.rating_counts(connection, self._campaign(connection), version)

    # Records

    def visits(self) -> Iterator[Visit]:
        """Read the visits that count, sorted; their keys are the hashes kept in the database."""
        with self._reading() as connection:
            yield from records.read_visits(connection, self._campaign(connection))

    def responses(self) -> Iterator[Response]:
        """Read the answers one by one, in an order that says nothing of when they came."""
        with self._reading() as connection:
            yield from records.read_responses(connection, self._campaign(connection))

    def imports(self) -> tuple[ImportRecord, ...]:
        """Read what was brought in, newest first."""
        with self._reading() as connection:
            return records.read_imports(connection, self._campaign(connection))

    @contextmanager
    def importing(
        self, source: str, *, at: str, demo: bool = False, dry_run: bool = False
    ) -> Iterator[Writer]:
        """Bring in one file: all of it, or nothing if it raises or the process ends.

        Nothing at all is written, not even a record, where no row was new.

        Parameters
        ----------
        source
            What is shown to people, for instance the name of the file.
        at
            When, as ISO 8601 text; imports are sorted by it.
        dry_run
            Take everything back at the end; the counts are those that it would have given.
        """
        with self._changing() as (connection, key):
            secret = settings.read_secret(connection, key)
            writer = Writer(connection, key, secret, source=source, at=at, demo=demo)
            yield writer
            writer.finish()
            if dry_run or not any(writer.added.values()):
                connection.rollback()

    def undo_import(self, identity: str) -> int:
        """Take the rows of an import out again and mark its record; return how many rows went.

        With the visits of the demonstration go its streets, outings and volunteers, and whatever
        was recorded there.

        Raises
        ------
        NotFoundError
            If there is no such import.
        """
        with self._changing() as (connection, key):
            return records.undo(connection, key, identity)

    # The whole database

    def back_up(
        self,
        path: Path,
        *,
        now: datetime,
        replace: bool = False,
        extra: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> BackupNote:
        """Write all campaigns of the database to one file while it is used: `backup.back_up`."""
        return backup.back_up(
            self._engine, path, now=now, replace=replace, extra=extra, progress=progress
        )

    def check(self) -> Checkup:
        """Check whether all that the database holds fits together: `checking.check`."""
        return checking.check(self._engine)

    def move_to(self, url: str, *, progress: Progress | None = None) -> Moved:
        """Copy all campaigns of the database into an empty one: `moving.move`."""
        with self._reading() as connection:
            key = self._campaign(connection)
        return moving.move(self._engine, url, key, progress=progress)

    # Transactions

    def _campaign(self, connection: Connection) -> str:
        """Find the campaign to work on; once found it is not looked for again."""
        if self._found is None:
            known = settings.campaign_ids(connection)
            if not known:
                raise NoCampaignError
            if self._key is not None and self._key not in known:
                raise NotFoundError(what=Thing.CAMPAIGN, key=self._key)
            self._found = self._key or known[0]
        return self._found

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _looking(self) -> Iterator[tuple[Connection, str]]:
        with self._reading() as connection:
            yield connection, self._campaign(connection)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with translated(), writing(self._engine) as connection:
            yield connection

    @contextmanager
    def _changing(self) -> Iterator[tuple[Connection, str]]:
        with self._writing() as connection:
            key = self._campaign(connection)
            settings.bump_revision(connection, key)
            yield connection, key
            audit.append(connection, key)

    @contextmanager
    def _noting(self) -> Iterator[tuple[Connection, str]]:
        """Write what nobody else sees: the revision stays."""
        with self._writing() as connection:
            yield connection, self._campaign(connection)
