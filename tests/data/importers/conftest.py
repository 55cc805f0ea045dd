"""A store in memory, a questionnaire, ten quartiers on a grid."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

import numpy as np
import pytest

from data.importers import (
    ColumnMapping,
    Context,
    ImportReport,
    Table,
    import_table,
    open_table,
    suggest,
)
from data.model import (
    KEPT_KEY,
    Question,
    QuestionKind,
    Questionnaire,
    RecordKind,
    Response,
    Visit,
)

QUARTIERS = (
    ("8619401", "Centre-Ville"),
    ("8619403", "Trois-Cités"),
    ("8619404", "Gibauderie – CHU – Campus"),
    ("8619406", "Saint-Éloi – Breuil-Mingot"),
    ("8619408", "Couronneries"),
)
QUESTIONNAIRE = Questionnaire(
    2,
    {"fr": "Essai"},
    (
        Question(
            "city",
            QuestionKind.RATING,
            {
                "fr": "Que pensez-vous de la vie à Poitiers ?",
                "en": "What do you think of life in Poitiers?",
            },
            {"fr": "La ville", "en": "The city"},
            aliases=("q_ville",),
        ),
        Question(
            "change",
            QuestionKind.RATING,
            {
                "fr": "La ville a-t-elle changé depuis le début du mandat ?",
                "en": "Has the city changed since the start of the mandate?",
            },
            {"fr": "Changements", "en": "Changes"},
        ),
        Question(
            "best",
            QuestionKind.OPEN,
            {
                "fr": "Qu’est-ce qui vous plaît le plus dans votre quartier ?",
                "en": "What do you like best about your neighbourhood?",
            },
            {"fr": "Ce qui plaît", "en": "The best"},
        ),
    ),
)


@dataclass
class FakeStore:
    """Keeps records by kind and key, all of a file or nothing."""

    records: dict[RecordKind, dict[str, object]] = field(
        default_factory=lambda: {kind: {} for kind in RecordKind}
    )
    rejected: int = 0

    @property
    def visits(self) -> list[Visit]:
        return sorted(self.records[RecordKind.VISITS].values(), key=lambda v: v.key)

    @property
    def responses(self) -> list[Response]:
        return sorted(self.records[RecordKind.RESPONSES].values(), key=lambda r: r.key)

    @contextmanager
    def importing(
        self, source: str, *, at: str, demo: bool = False, dry_run: bool = False
    ) -> Iterator["FakeWriter"]:
        writer = FakeWriter({kind: dict(rows) for kind, rows in self.records.items()})
        yield writer
        if not dry_run:
            self.records, self.rejected = writer.records, writer.count


@dataclass
class FakeWriter:
    records: dict[RecordKind, dict[str, object]]
    count: int = 0
    added: Counter[RecordKind] = field(default_factory=Counter)
    known: Counter[RecordKind] = field(default_factory=Counter)

    def collect_visits(self, rows: Sequence[Visit]) -> None:
        self._add(RecordKind.VISITS, rows)

    def collect_responses(self, rows: Sequence[Response]) -> None:
        assert all(row.month.day == 1 for row in rows)
        self._add(RecordKind.RESPONSES, rows)

    def rejected(self, number: int = 1) -> None:
        self.count += number

    def _add(self, kind: RecordKind, rows: Sequence[Visit | Response]) -> None:
        before = len(self.records[kind])
        for row in rows:
            key = row.key.removeprefix(KEPT_KEY)
            fields = {**vars(row), "key": key}
            self.records[kind].setdefault(key, type(row)(**fields))
        new = len(self.records[kind]) - before
        self.added[kind] += new
        self.known[kind] += len(rows) - new


def locate(lon: np.ndarray, lat: np.ndarray) -> list[str | None]:
    """Cut the square from 0 to 1 east and 46 to 47 north into five strips, west to east."""
    inside = (lon >= 0) & (lon < 1) & (lat >= 46) & (lat < 47)
    strips = np.clip((lon * len(QUARTIERS)).astype(int), 0, len(QUARTIERS) - 1)
    return [QUARTIERS[i][0] if ok else None for i, ok in zip(strips, inside, strict=True)]


def lambert(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Put 500,000 m, 6,600,000 m at 0.5 east, 46.5 north."""
    return x / 1_000_000, y / 1_000_000 + 39.9


CONTEXT = Context(
    questionnaire=QUESTIONNAIRE,
    quartiers=QUARTIERS,
    locate=locate,
    lambert=lambert,
    today=date(2023, 7, 2),
    secret=b"s" * 32,
)


def opened(text: str | bytes, name: str = "table.csv", **options: str) -> Table:
    raw = text.encode() if isinstance(text, str) else text
    return open_table(BytesIO(raw), filename=name, **options)


def bring(
    text: str | bytes,
    store: FakeStore | None = None,
    *,
    mapping: ColumnMapping | None = None,
    context: Context = CONTEXT,
    **options: object,
) -> tuple[ImportReport, FakeStore]:
    """Import a table with the columns as they are recognised."""
    store = store or FakeStore()
    table = opened(text)
    mapping = mapping or suggest(
        table.headers, [cells for _, cells in table.sample], context.questionnaire
    )
    options = {"source": "table.csv", "at": "2023-07-02T12:00:00", **options}
    return import_table(store, table, mapping, context, **options), store


@dataclass(frozen=True)
class Kit:
    """What tests of imports share; a fixture, because test folders are no packages."""

    bring: Callable[..., tuple[ImportReport, FakeStore]] = bring
    opened: Callable[..., Table] = opened
    store: Callable[[], FakeStore] = FakeStore
    context: Context = CONTEXT
    questionnaire: Questionnaire = QUESTIONNAIRE
    quartiers: Sequence[tuple[str, str]] = QUARTIERS


@pytest.fixture(scope="session")
def kit() -> Kit:
    """Give what tests of imports share."""
    return Kit()
