"""What the field records: visits, corrections, sheets of paper, and answers that lead nowhere."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from data.errors import NotFoundError, Thing
from data.fieldwork import Recorded, Sheet
from data.model import OPENED, Outcome, Response
from data.schema import quartiers, sections, visits
from data.store import chains, counts, records, settings, sheets
from data.store.part import Part, here


class Absences(NamedTuple):
    """Visits and absent doors by weekday (0 is Monday) and hour (local; None where unknown)."""

    weekday: int
    hour: int | None
    visits: int
    absent: int


class Recording(Part):
    """What pairs record; `Store.recording`.

    Keys of visits that are read begin with ``kept:``; they can be sent back, for instance as what
    a correction replaces, and so can the keys under which visits were sent.
    """

    def record(self, rows: Sequence[Recorded]) -> int:
        """Keep visits; return how many were new. A key that is there already changes nothing.

        Outing, pair and section are kept as they are given, also where they are gone meanwhile.

        Raises
        ------
        NotFoundError
            If a quartier does not exist.
        UnknownSheetError, UnknownLineError
            If a key names a line of a sheet that does not exist.
        DuplicateLineError
            If that line was keyed in already, and differently.
        CorrectionError
            If a visit would correct itself.
        """
        with self._changing() as (connection, key):
            kept = chains.hasher(settings.read_secret(connection, key))
            _require_quartiers(connection, key, {row.quartier for row in rows})
            lines = sheets.lines_of(rows)
            if lines:
                sheets.refuse_unknown(connection, key, lines.values())
                known = chains.versions(connection, key, {name: kept(name) for name in lines})
                sheets.refuse_twice(lines, rows, known)
            new = chains.add(connection, key, rows, kept)
            if not new:
                connection.rollback()
            return new

    def of_outing(self, outing: str) -> tuple[Recorded, ...]:
        """Read what counts of an outing, sorted by section, street, door and time."""
        with self._reading() as (connection, key):
            return _current(connection, key, visits.c.outing == outing)

    def of_pair(self, pair: str) -> tuple[Recorded, ...]:
        """Read what counts of a pair, sorted by section, street, door and time."""
        with self._reading() as (connection, key):
            return _current(connection, key, visits.c.pair == pair, visits.c.outing.is_not(None))

    def of_section(self, section: str) -> tuple[Recorded, ...]:
        """Read what counts of a section, sorted by street, door and time.

        Visits that came in from a file belong to it by their quartier and street.

        Raises
        ------
        NotFoundError
            If there is no such section.
        """
        with self._reading() as (connection, key):
            chosen = select(sections.c.quartier, sections.c.street)
            found = connection.execute(chosen.where(*here(sections, key, id=section))).first()
            if found is None:
                raise NotFoundError(what=Thing.SECTION, key=section)
            in_street = and_(
                visits.c.section.is_(None),
                visits.c.quartier == found.quartier,
                visits.c.street == found.street,
            )
            return _current(connection, key, or_(visits.c.section == section, in_street))

    def get(self, keys: Sequence[str]) -> tuple[Recorded, ...]:
        """Read visits by their keys, sent or read, in that order; each as it was sent.

        Raises
        ------
        NotFoundError
            If one of them is not there.
        """
        with self._reading() as (connection, key):
            kept = chains.hasher(settings.read_secret(connection, key))
            found = chains.by_keys(connection, key, map(kept, keys))
            if missing := [one for one in keys if kept(one) not in found]:
                raise NotFoundError(what=Thing.VISIT, key=missing[0])
            return tuple(chains.recorded_from(found[kept(one)]) for one in keys)

    def rows_of_pair(self, pair: str) -> dict[tuple[str, str], int]:
        """Count all that a pair ever sent by section and door, also what was taken back since.

        It numbers the visits of a door: who makes the key of the next one from it makes the same
        key until that visit is here.
        """
        with self._reading() as (connection, key):
            v = visits.c
            chosen = select(v.section, v.door, func.count()).where(*here(visits, key, pair=pair))
            grouped = chosen.where(v.door.is_not(None)).group_by(v.section, v.door)
            rows = connection.execute(grouped).all()
            return {(section or "", door): int(number) for section, door, number in rows}

    def absences(self) -> tuple[Absences, ...]:
        """Count visits and absent doors by weekday and hour, sorted, unknown hours first."""
        with self._reading() as (connection, key):
            v = visits.c
            chosen = select(v.day, v.hour, v.outcome, func.sum(counts.doors_of_visit()))
            grouped = chosen.where(*counts.current(key)).group_by(v.day, v.hour, v.outcome)
            made: Counter[tuple[int, int | None]] = Counter()
            absent: Counter[tuple[int, int | None]] = Counter()
            for day, hour, outcome, number in connection.execute(grouped):
                made[day.weekday(), hour] += int(number)
                absent[day.weekday(), hour] += int(number) * (outcome == Outcome.ABSENT)
            when = sorted(made, key=lambda place: (place[0], -1 if place[1] is None else place[1]))
            return tuple(Absences(*place, made[place], absent[place]) for place in when)

    def answer(self, response: Response, *, demo: bool = False) -> bool:
        """Keep one answer; return whether it was new. The day is forgotten, only the month stays.

        Parameters
        ----------
        demo
            Whether it was given to try the demonstration out: it goes when that is removed.

        Raises
        ------
        NotFoundError
            If the quartier or the version of the questionnaire does not exist.
        """
        with self._changing() as (connection, key):
            secret = settings.read_secret(connection, key)
            new = records.add_answer(connection, key, secret, response, demo=demo)
            if not new:
                connection.rollback()
            return new

    # Sheets of paper

    def save_sheet(self, sheet: Sheet) -> None:
        """Keep a sheet; one that is there may only get more lines at its end.

        Raises
        ------
        SheetChangedError
            If it would no longer say what was printed.
        NotFoundError
            If its outing, pair or quartier does not exist.
        """
        with self._changing() as (connection, key):
            sheets.write(connection, key, sheet)

    def sheet(self, code: str) -> Sheet:
        """Read one sheet.

        Raises
        ------
        UnknownSheetError
            If there is none.
        """
        with self._reading() as (connection, key):
            return sheets.get(connection, key, code)

    def sheets(self, outing: str) -> tuple[Sheet, ...]:
        """Read the sheets of an outing by code."""
        with self._reading() as (connection, key):
            return sheets.read(connection, key, outing=outing)

    def sheet_visits(self, code: str) -> dict[int, Recorded]:
        """Read the newest version of each line that was keyed in, by row.

        A line that was taken back is there with the outcome None, so that whoever keys it in
        again corrects that.

        Raises
        ------
        UnknownSheetError
            If there is no such sheet.
        """
        with self._reading() as (connection, key):
            kept = chains.hasher(settings.read_secret(connection, key))
            rows = [line.row for line in sheets.get(connection, key, code).lines]
            first = {row: kept(sheets.line_key(code, row)) for row in rows}
            known = chains.versions(connection, key, first)
            return {row: known[row][-1] for row in sorted(known)}

    def check_sheet(self, code: str, name: str) -> None:
        """Note the second person who compared a sheet with the paper.

        Raises
        ------
        UnknownSheetError
            If there is no such sheet.
        """
        with self._changing() as (connection, key):
            sheets.note_check(connection, key, code, name)


def _current(
    connection: Connection, key: str, *conditions: ColumnElement[bool]
) -> tuple[Recorded, ...]:
    rows = connection.execute(select(visits).where(*counts.current(key), *conditions))
    return tuple(sorted((chains.recorded_from(row) for row in rows), key=_place))


def _place(row: Recorded) -> tuple[object, ...]:
    """Order visits by door, then by time; within an hour what tells most of a door comes last."""
    hour = -1 if row.hour is None else row.hour
    told = row.outcome in OPENED, row.outcome is Outcome.INTERVIEW
    return row.section, row.street, row.door or "", row.day, hour, told, row.key


def _require_quartiers(connection: Connection, key: str, codes: Iterable[str]) -> None:
    chosen = select(quartiers.c.code).where(*here(quartiers, key, code=set(codes)))
    if unknown := set(codes) - set(connection.scalars(chosen)):
        raise NotFoundError(what=Thing.QUARTIER, key=min(unknown))
