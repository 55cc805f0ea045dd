"""How fast a large table comes in, and whether memory stays flat as the file grows."""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from data.importers import Context, ImportReport, import_table, open_table, suggest
from data.model import Campaign, Phase, Quartier, Question, QuestionKind, Questionnaire
from data.store import Store, open_store

ROWS = 100_000
FEW, MANY = 50_000, 200_000
RATE = 20_000
TRIES = 3
"""Other work on the machine only ever makes it slower: the best of some runs counts."""
GROWTH = 16
"""MiB that four times as many rows may cost."""
RATINGS = tuple(f"r{number}" for number in range(1, 9))
TEXTS = ("best", "wish")
WORDS = (
    "plus",
    "de bancs",
    "d’arbres",
    "le soir",
    "calme",
    "voisins",
    "école",
    "place",
    "trop vite",
)


def questionnaire() -> Questionnaire:
    """Make eight ratings and two open questions."""
    kinds = [(key, QuestionKind.RATING) for key in RATINGS] + [
        (key, QuestionKind.OPEN) for key in TEXTS
    ]
    asked = tuple(Question(key, kind, {"fr": key}, {"fr": key}) for key, kind in kinds)
    return Questionnaire(1, {"fr": "Essai"}, asked)


def write_table(path: Path, rows: int) -> None:
    """Write a CSV as a form would: a time for each row, names of quartiers, many empty cells."""
    draw = random.Random(7)
    start = datetime(2023, 4, 2)
    with path.open("w", encoding="utf-8", newline="") as file:
        columns = [f"rating:{key}" for key in RATINGS] + [f"open:{key}" for key in TEXTS]
        file.write(";".join(("Horodateur", "Quartier", *columns)) + "\n")
        for _ in range(rows):
            moment = start + timedelta(draw.randrange(90), draw.randrange(86_400))
            quartier = f"Quartier {draw.randrange(10)}"
            ratings = [draw.choice(("1", "2", "3", "4", "5", "4", "NSP", "")) for _ in RATINGS]
            texts = [" ".join(draw.choices(WORDS, k=draw.randrange(12))) for _ in TEXTS]
            ratings[0] = "3"
            cells = (f"{moment:%d/%m/%Y %H:%M:%S}", quartier, *ratings, *texts)
            file.write(";".join(cells) + "\n")


def new_store(folder: Path) -> Store:
    """Make a store with ten quartiers."""
    store = open_store(f"sqlite:///{folder / 'bench.sqlite'}")
    phase = Phase("doors", date(2023, 4, 1), date(2023, 7, 1), {"fr": "Portes"})
    name = {"fr": "Essai"}
    store.save_campaign(Campaign("bench", name, 1001, "86194", "Essai", (phase,), "doors"))
    shape = '{"type":"Polygon","coordinates":[[[0,46],[1,46],[1,47],[0,46]]]}'
    quartiers = [Quartier(f"{n:02}", f"Quartier {n}", shape) for n in range(10)]
    store.replace_quartiers(quartiers, note={})
    store.save_questionnaire(questionnaire())
    return store


def bring_in(store: Store, path: Path) -> ImportReport:
    """Import a table that `write_table` wrote."""
    table = open_table(path)
    asked = questionnaire()
    mapping = suggest(table.headers, [cells for _, cells in table.sample], asked)
    context = Context(
        questionnaire=asked,
        quartiers=[(q.code, q.name) for q in store.quartiers()],
        today=date(2023, 9, 1),
        secret=store.secret(),
    )
    return import_table(store, table, mapping, context, source=path.name, at="2023-09-01T12:00:00")


def rate(rows: int = ROWS) -> float:
    """Measure rows per second once, from opening the file to the committed transaction."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_table(folder / "table.csv", rows)
        with new_store(folder) as store:
            start = time.perf_counter()
            report = bring_in(store, folder / "table.csv")
            seconds = time.perf_counter() - start
        if report.responses_added != rows:
            raise SystemExit(f"only {report.responses_added} of {rows} rows came in")
    return rows / seconds


def peak(rows: int) -> float:
    """Measure the greatest memory, in MiB, of a process of its own that brings `rows` in."""
    code = f"from bench.imports import report_peak; report_peak({rows})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    return float(done.stdout)


def report_peak(rows: int) -> None:
    """Bring rows in and print the greatest resident memory of this process in MiB (Linux)."""
    rate(rows)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(int(kilobytes) / 1024)


def rows() -> Sequence[tuple[str, str, str, bool]]:
    """Give the rows of the budget table: what, budget, measured, whether it holds."""
    speed = max(rate() for _ in range(TRIES))
    few, many = peak(FEW), peak(MANY)
    return (
        (
            f"import of {ROWS:,} rows",
            f"≥ {RATE:,} rows/s",
            f"{speed:,.0f} rows/s",
            speed >= RATE,
        ),
        (
            f"memory of an import, {MANY:,} against {FEW:,} rows",
            f"≤ {GROWTH} MiB more",
            f"{few:.0f} → {many:.0f} MiB ({many - few:+.0f})",
            many - few <= GROWTH,
        ),
    )


if __name__ == "__main__":
    for line in rows():
        print(*line, sep=" | ")
