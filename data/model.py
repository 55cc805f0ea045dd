"""The words of the campaign as types: what a quartier, a visit and a response are.

All are frozen. Texts for people are mappings from language code to text (`{"fr": …, "en": …}`).
A response has no field that leads to a door, an address, a volunteer or a visit, and no
coordinates; that is the design, not an omission.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

Text = Mapping[str, str]
SCALE = (1, 2, 3, 4, 5)
KEPT_KEY = "kept:"
"""Begins a key that is already as the store keeps it: it came out of an export of ours."""


class Outcome(StrEnum):
    """What came of one visit to one door."""

    INTERVIEW = "interview"
    REFUSAL = "refusal"
    ABSENT = "absent"
    COME_BACK = "come_back"
    NO_ACCESS = "no_access"
    VACANT = "vacant"
    LANGUAGE = "language"
    DO_NOT_DISTURB = "do_not_disturb"


OPENED = frozenset({Outcome.INTERVIEW, Outcome.REFUSAL, Outcome.COME_BACK, Outcome.LANGUAGE})
"""Outcomes at which somebody answered the door."""


class Role(IntEnum):
    """What somebody may do; each role may do what those below it may."""

    PUBLIC = 0
    """Nobody signed in."""
    VOLUNTEER = 1
    COORDINATOR = 2
    ADMINISTRATOR = 3


class RecordKind(StrEnum):
    """What a row of a table records."""

    VISITS = "visits"
    RESPONSES = "responses"


class AllocationMethod(StrEnum):
    """How the goal is spread over the quartiers."""

    HARE = "hare"
    WEBSTER = "webster"
    POWER = "power"
    EQUAL = "equal"


class QuestionKind(StrEnum):
    """A closed question is rated 1 to 5; an open one is answered in words."""

    RATING = "rating"
    OPEN = "open"


@dataclass(frozen=True)
class Phase:
    """A stretch of the calendar, first and last day included."""

    key: str
    start: date
    end: date
    label: Text


@dataclass(frozen=True)
class Spread:
    """How the goal is spread: method, least number of doors a quartier, exponent of `power`."""

    method: AllocationMethod = AllocationMethod.HARE
    floor: int = 40
    exponent: float = 0.5


@dataclass(frozen=True)
class Campaign:
    """One door-to-door challenge in one town.

    Parameters
    ----------
    id
        Short name used as the key of every row, for instance ``poitiers-2023``.
    goal
        Doors to knock on in all.
    commune
        INSEE code of the town.
    doors
        Key of the phase in which doors are knocked on.
    extent
        West, south, east, north in degrees (EPSG:4326) around the town, or None where unknown;
        map files that lie elsewhere are refused.
    k
        Fewest respondents a published figure may stand on.
    note
        Shown wherever the quartiers are drawn (for instance that the limits are indicative).
    organiser, contact
        Who asks, and how to reach them (an e-mail address, a telephone number, a place); "" where
        nobody has said it yet: paper then has a line to fill in by hand.
    results_at
        Where the results can be read; "" where that is not known.
    notice, script
        What people are told about their answers and rights, and what is said at the door, in the
        languages in which the campaign has words of its own; the others get the usual text.
    """

    id: str
    name: Text
    goal: int
    commune: str
    town: str
    phases: tuple[Phase, ...]
    doors: str
    spread: Spread = field(default_factory=Spread)
    extent: tuple[float, float, float, float] | None = None
    languages: tuple[str, ...] = ("fr", "en")
    k: int = 11
    note: Text = field(default_factory=dict)
    organiser: str = ""
    contact: str = ""
    results_at: str = ""
    notice: Text = field(default_factory=dict)
    script: Text = field(default_factory=dict)

    @property
    def doors_phase(self) -> Phase:
        """The phase in which doors are knocked on."""
        return next(phase for phase in self.phases if phase.key == self.doors)


@dataclass(frozen=True)
class Quartier:
    """A part of the town.

    Parameters
    ----------
    geometry
        GeoJSON text of a Polygon or MultiPolygon in EPSG:4326.
    dwellings
        Occupied dwellings (households); None where unknown.
    target
        Doors to knock on; None until the goal was spread.
    """

    code: str
    name: str
    geometry: str
    dwellings: int | None = None
    target: int | None = None


@dataclass(frozen=True)
class Question:
    """One question; `low` and `high` label the ends of a rating's scale.

    `reminder` says what the town is competent for, where that helps; `aliases` are column names
    under which answers to it may come in a file.
    """

    key: str
    kind: QuestionKind
    text: Text
    short: Text
    low: Text = field(default_factory=dict)
    high: Text = field(default_factory=dict)
    reminder: Text = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """A numbered version of the questions; it cannot change once answers exist."""

    version: int
    title: Text
    questions: tuple[Question, ...]

    @property
    def ratings(self) -> tuple[Question, ...]:
        """The closed questions, in order."""
        return tuple(q for q in self.questions if q.kind is QuestionKind.RATING)


@dataclass(frozen=True)
class Visit:
    """One visit to one door, or a tally of `doors` doors with the same outcome.

    `key` is the idempotency key. `door` is None where the door was not noted: such a row counts
    as `doors` distinct doors. `street` may be empty.
    """

    key: str
    quartier: str
    day: date
    outcome: Outcome
    street: str = ""
    door: str | None = None
    doors: int = 1


@dataclass(frozen=True)
class Response:
    """The answers of one person: no more about where and when than quartier and month.

    `key` is the idempotency key. `month` is the first day of the month. `ratings` holds 1 to 5 by
    question key; an answer that was not given is absent, never a number. `texts` likewise.
    """

    key: str
    version: int
    quartier: str
    month: date
    ratings: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DoorCounts:
    """Distinct doors of one quartier: knocked on, opened, interviewed, refused."""

    code: str
    knocked: int = 0
    opened: int = 0
    interviews: int = 0
    refusals: int = 0


@dataclass(frozen=True)
class ImportRecord:
    """One file (or demo) that was brought in; `undone` is True once it was taken out again."""

    id: str
    kind: RecordKind
    source: str
    at: str
    added: int
    known: int
    rejected: int
    demo: bool = False
    undone: bool = False
