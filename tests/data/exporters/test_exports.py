"""Exports: safe in spreadsheets, the same after coming back, memory flat."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.exporters import (
    coverage_geojson,
    responses_csv,
    results_geojson,
    rows_csv,
    safe,
    visits_csv,
)
from data.importers import Context, import_table, open_table, suggest
from data.importers.values import text_parser
from data.model import (
    Campaign,
    Outcome,
    Phase,
    Quartier,
    Question,
    QuestionKind,
    Questionnaire,
    Response,
    Visit,
)
from data.store import open_store

SHAPE = '{"type":"Polygon","coordinates":[[[0,46],[1,46],[1,47],[0,46]]]}'
ASKED = Questionnaire(
    1,
    {"fr": "Essai"},
    (
        Question("date", QuestionKind.RATING, {"fr": "Quand ?"}, {"fr": "Quand"}),
        Question("best", QuestionKind.OPEN, {"fr": "Quoi ?"}, {"fr": "Quoi"}),
    ),
)
clean = text_parser(limit=200, lines=True)
TEXTS = st.text(alphabet=st.sampled_from("ab é=+-@'\t\r\n,;\"|1"), max_size=12).map(clean)
LINES = TEXTS.map(lambda text: " ".join((text or "").split())).map(
    lambda text: clean(text) if text else ""
)
DAYS = st.dates(date(2023, 1, 1), date(2023, 8, 1))
VISITS = st.builds(
    Visit,
    key=st.uuids().map(lambda u: u.hex),
    quartier=st.sampled_from(["01", "02"]),
    day=DAYS,
    outcome=st.sampled_from(Outcome),
    street=LINES.filter(lambda text: text is not None),
    doors=st.integers(1, 500),
) | st.builds(
    Visit,
    key=st.uuids().map(lambda u: u.hex),
    quartier=st.just("01"),
    day=DAYS,
    outcome=st.sampled_from(Outcome),
    street=st.just("rue X"),
    door=st.sampled_from(["1", "12 bis", "=cmd", "-2", "Apt 3"]),
)
RESPONSES = st.builds(
    Response,
    key=st.uuids().map(lambda u: u.hex),
    version=st.just(1),
    quartier=st.sampled_from(["01", "02"]),
    month=DAYS.map(lambda day: day.replace(day=1)),
    ratings=st.integers(1, 5).map(lambda n: {"date": n}),
    texts=TEXTS.map(lambda text: {"best": text} if text else {}),
)


def new_store():
    store = open_store("sqlite://")
    phase = Phase("doors", date(2023, 4, 1), date(2023, 7, 1), {"fr": "Portes"})
    store.save_campaign(Campaign("c", {"fr": "C"}, 1001, "86194", "C", (phase,), "doors"))
    store.replace_quartiers([Quartier("01", "Un", SHAPE), Quartier("02", "Deux", SHAPE)], note={})
    store.save_questionnaire(ASKED)
    return store


def bring(store, text):
    table = open_table(io.BytesIO(text.encode()), filename="export.csv")
    mapping = suggest(table.headers, [c for _, c in table.sample], ASKED)
    context = Context(
        questionnaire=ASKED,
        quartiers=[("01", "Un"), ("02", "Deux")],
        today=date(2023, 9, 1),
        secret=store.secret(),
    )
    return import_table(store, table, mapping, context, source="export.csv", at="2023-09-01")


def records(store):
    return list(store.visits()), list(store.responses())


@settings(deadline=None, max_examples=15)  # two databases each
@given(st.lists(VISITS, min_size=1, max_size=8), st.lists(RESPONSES, min_size=1, max_size=8))
def test_import_export_import_changes_nothing(visits, responses):
    with new_store() as store, new_store() as other:
        first = bring(store, "".join(visits_csv(visits)))
        bring(store, "".join(responses_csv(responses, ASKED)))
        before = records(store)
        assert first.rejected == 0
        assert {(v.street, v.door, v.day, v.outcome, v.doors) for v in before[0]} == {
            (v.street, v.door, v.day, v.outcome, v.doors) for v in visits
        }
        exported = (
            "".join(visits_csv(store.visits())),
            "".join(responses_csv(store.responses(), ASKED)),
        )
        reports = [bring(store, text) for text in exported]
        assert records(store) == before
        assert [(r.visits_added, r.responses_added, r.rejected) for r in reports] == [(0, 0, 0)] * 2
        for text in exported:
            bring(other, text)
        assert records(other) == before


def test_a_dry_run_on_a_real_store_leaves_nothing_and_an_undone_import_can_come_again():
    text = "Jour;Quartier;Issue\n2/4/23;Un;absent\n2/4/23;Un;absent\n"
    with new_store() as store:
        bring(store, text)
        [record] = store.imports()
        assert (record.added, record.known, record.rejected) == (2, 0, 0)
        store.undo_import(record.id)
        assert records(store) == ([], [])
        assert bring(store, text).visits_added == 2


@given(st.text(alphabet=st.sampled_from("=+-@'\t\rab"), max_size=6))
def test_one_apostrophe_makes_a_text_safe(text):
    made = safe(text)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made in (text, "'" + text)


@dataclass(frozen=True)
class Row:
    code: str
    name: str
    n: int
    mean: float | None
    distribution: tuple[int, ...]
    outcome: Outcome = Outcome.ABSENT

    @property
    def missing(self) -> int:
        return 10 - self.n


ROWS = [Row("01", "=Un", 3, 3.5, (0, 1, 1, 1, 0)), Row("", "Ville", 12, None, ())]


def test_any_table_as_csv():
    lines = list(csv.DictReader(io.StringIO("".join(rows_csv(ROWS)))))
    assert lines[0] == {
        "code": "01", "name": "'=Un", "n": "3", "mean": "3.5", "distribution": "0 1 1 1 0",
        "outcome": "absent", "missing": "7",
    }  # fmt: skip
    assert lines[1]["mean"] == ""
    assert "".join(rows_csv([], columns=["a", "b"])) == "a,b\r\n"
    assert "".join(rows_csv([{"b": 1, "a": -2}], columns=["a"], separator=";")) == "a\r\n-2\r\n"
    with pytest.raises(TypeError):
        list(rows_csv([object()]))


@pytest.mark.parametrize("export", [coverage_geojson, results_geojson])
def test_geojson(export):
    document = json.loads("".join(export(ROWS, {"01": SHAPE})))
    first, town = document["features"]
    assert first["geometry"]["type"] == "Polygon"
    assert first["properties"]["distribution"] == [0, 1, 1, 1, 0]
    assert first["properties"]["missing"] == 7
    assert town["geometry"] is None
    assert town["properties"]["mean"] is None
    assert json.loads("".join(export([], {})))["features"] == []


def test_exports_are_streams():
    def endless():
        while True:
            yield Visit("0" * 32, "01", date(2023, 4, 2), Outcome.ABSENT)

    lines = visits_csv(endless())
    assert [next(lines)[:10] for _ in range(3)] == ["portes_key", "0" * 10, "0" * 10]
