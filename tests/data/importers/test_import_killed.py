"""A process that is killed in the middle of an import leaves the database as it was."""

import os
import signal
import subprocess
import sys
from datetime import date

from data.model import (
    Campaign,
    Outcome,
    Phase,
    Quartier,
    Question,
    QuestionKind,
    Questionnaire,
    Visit,
)
from data.store import open_store

SHAPE = '{"type":"Polygon","coordinates":[[[0,46],[1,46],[1,47],[0,46]]]}'
BRING = """
import os, signal, sys
from datetime import date
from pathlib import Path
from data.importers import ColumnMapping, Context, import_table, open_table
from data.store import open_store
store = open_store(sys.argv[1])
table = open_table(Path(sys.argv[2]))
mapping = ColumnMapping({"Date": "day", "Quartier": "quartier", "Issue": "outcome"})
context = Context(
    questionnaire=store.questionnaire(), quartiers=[("01", "Un")], today=date(2023, 9, 1),
    secret=store.secret(),
)
def kill(done, total):
    if done >= 6000:
        os.kill(os.getpid(), signal.SIGKILL)
import_table(store, table, mapping, context, source="a.csv", at="2023-09-01", progress=kill)
"""


def test_a_killed_import_leaves_the_database_as_it_was(tmp_path):
    url = f"sqlite:///{tmp_path / 'portes.sqlite'}"
    question = Question("a", QuestionKind.RATING, {"fr": "A ?"}, {"fr": "A"})
    phase = Phase("doors", date(2023, 4, 1), date(2023, 7, 1), {"fr": "Portes"})
    with open_store(url) as store:
        store.save_campaign(Campaign("c", {"fr": "C"}, 1001, "86194", "C", (phase,), "doors"))
        store.replace_quartiers([Quartier("01", "Un", SHAPE)], note={})
        store.save_questionnaire(Questionnaire(1, {"fr": "Q"}, (question,)))
        with store.importing("before", at="2023-08-01") as writer:
            writer.add_visits([Visit("k", "01", date(2023, 4, 2), Outcome.ABSENT)])
        before = (store.revision(), store.imports(), list(store.visits()))
    rows = "".join(f"2/4/23;Un;absent;{n}\n" for n in range(20_000))
    (tmp_path / "a.csv").write_text("Date;Quartier;Issue;n\n" + rows, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BRING, url, str(tmp_path / "a.csv")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    with open_store(url) as store:
        assert (store.revision(), store.imports(), list(store.visits())) == before
