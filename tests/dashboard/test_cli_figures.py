"""Figures on the command line: coverage, results, targets, demo, export, in every format."""

import csv
import io
import json
from datetime import date

import pytest

from dashboard.settings import load
from data.store import open_store

METHODS = ["hare", "webster", "power", "equal"]


@pytest.fixture
def demo(portes):
    """Give the command line on a campaign with the invented records."""
    portes.done("demo")
    return portes


def test_coverage_as_json_keeps_its_shape(demo):
    rows = demo.json("coverage")
    assert [list(row)[:6] for row in rows] == [
        ["code", "name", "target", "knocked", "opened", "interviews"]
    ] * 10
    assert [row["code"] for row in rows] == sorted(row["code"] for row in rows)
    assert all(isinstance(row["code"], str) for row in rows)
    assert sum(row["target"] for row in rows) == 1001
    assert sum(row["knocked"] for row in rows) == 1061
    assert "Trois-Cités" in demo.done("coverage", "--format", "json"), "not escaped"


def test_results_as_json_keep_their_shape(demo):
    rows = demo.json("results")
    keys = ["question", "code", "name", "n", "mean", "low", "high", "distribution"]
    assert all(list(row)[:8] == keys for row in rows)
    questions = list(dict.fromkeys(row["question"] for row in rows))
    assert len(rows) == len(questions) * 11
    for question in questions:
        town, *others = [row for row in rows if row["question"] == question]
        assert (town["code"], town["name"]) == ("", "")
        assert [row["code"] for row in others] == sorted(row["code"] for row in others)
        assert town["n"] == sum(row["n"] for row in others) == sum(town["distribution"])
        assert 1 <= town["low"] <= town["mean"] <= town["high"] <= 5


def test_results_without_answers_are_null(portes):
    for row in portes.json("results"):
        assert row["n"] == 0
        assert row["mean"] is row["low"] is row["high"] is None
        assert row["distribution"] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("what", ["coverage", "results"])
def test_geojson_and_csv(demo, what):
    features = json.loads(demo.done(what, "--format", "geojson"))["features"]
    assert len({feature["properties"]["code"] for feature in features} - {""}) == 10
    rows = list(csv.DictReader(io.StringIO(demo.done(what, "--format", "csv"))))
    assert len(rows) == len(demo.json(what))
    assert rows[0]["code"] == demo.json(what)[0]["code"]


@pytest.mark.parametrize("what", ["coverage", "results", "targets"])
@pytest.mark.parametrize("file_format", ["table", "json", "csv"])
def test_a_file_holds_what_the_output_would(demo, tmp_path, what, file_format):
    shown = demo(what, "--format", file_format).stdout_bytes
    assert demo.done(what, "--format", file_format, "--out", "figures.txt") == ""
    assert (tmp_path / "figures.txt").read_bytes() == shown
    assert not list(tmp_path.glob(".*part"))


def test_a_file_that_cannot_be_written_is_refused(demo):
    result = demo("coverage", "--out", "missing/figures.txt")
    assert result.exit_code == 1
    assert "missing/figures.txt" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_tables_are_for_people(demo, lang):
    table = demo.done("coverage", PORTES_LANG=lang)
    assert ("Portes frappées" if lang == "fr" else "Doors knocked") in table
    assert table.splitlines()[-1].split()[0] == ("Ville" if lang == "fr" else "Whole")
    assert ("1\N{NARROW NO-BREAK SPACE}061" if lang == "fr" else "1,061") in table
    results = demo.done("results", PORTES_LANG=lang)
    assert ("Précision indicative" if lang == "fr" else "Indicative precision") in results


def test_columns_stand_below_each_other(demo):
    _headers, rule, *lines = demo.done("coverage").splitlines()
    assert len(lines) == 11
    assert {len(line) for line in lines} == {len(rule)}


def test_demo_is_marked_and_goes_again(demo):
    shown = demo("coverage", "--format", "json")
    assert "invented" in shown.stderr and "invented" not in shown.stdout
    assert demo("demo").exit_code == 1, "not twice"
    demo.done("demo", "--remove")
    assert demo("coverage").stderr == ""
    assert sum(row["knocked"] for row in demo.json("coverage")) == 0
    demo.done("demo", "--remove")
    demo.done("demo", "--until", "2/4/2023")
    rows = demo.json("coverage")
    assert [(r["knocked"], r["opened"]) for r in rows if r["knocked"]] == [(120, 50)]


def test_targets_change_nothing_unless_saved(portes):
    before = portes.json("coverage")
    preview = portes("targets", "--method", "equal", "--goal", "1000", "--floor", "0")
    assert preview.exit_code == 0 and "--save" in preview.stderr
    assert portes.json("coverage") == before
    saved = portes("targets", "--method", "equal", "--goal", "1000", "--floor", "0", "--save")
    assert saved.exit_code == 0
    assert {row["target"] for row in portes.json("coverage")} == {100}
    with open_store(load().database) as store:
        assert store.campaign().goal == 1000


@pytest.mark.parametrize("method", METHODS)
def test_targets_add_up_to_the_goal(portes, method):
    rows = portes.json("targets", "--method", method, "--goal", "500", "--floor", "20")
    assert list(rows[0]) == ["code", "name", "dwellings", "target", "saved"]
    assert sum(row["target"] for row in rows) == 500
    assert min(row["target"] for row in rows) >= 20
    assert sum(row["saved"] for row in rows) == 1001


def test_targets_exponent(portes):
    nearly_equal = portes.json("targets", "--method", "power", "--exponent", "0.01")
    spread = [row["target"] for row in nearly_equal]
    assert max(spread) - min(spread) <= 3


@pytest.mark.parametrize(
    "words",
    [["--floor", "200"], ["--goal", "0"], ["--method", "power", "--exponent", "7"]],
)
def test_targets_that_make_no_sense_are_refused(portes, words):
    result = portes("targets", *words, "--save")
    assert result.exit_code == 1
    assert result.stdout == "" and result.stderr.count("\n") == 1
    assert sum(row["target"] for row in portes.json("coverage")) == 1001


def test_exports_hold_every_record(demo):
    visits = list(csv.DictReader(io.StringIO(demo.done("export", "visits"))))
    assert {row["quartier"] for row in visits} == {row["code"] for row in demo.json("coverage")}
    assert max(date.fromisoformat(row["day"]) for row in visits) <= date(2023, 7, 31)
    responses = list(csv.DictReader(io.StringIO(demo.done("export", "responses"))))
    assert responses and not {"day", "lon", "lat", "street", "door"} & set(responses[0])


def test_output_of_an_empty_campaign_without_quartiers(portes):
    portes.done("new", "town", "--town", "Town", "--commune", "00000")
    for what in ("coverage", "results", "targets", "demo"):
        result = portes(what, "--campaign", "town")
        assert result.exit_code == 1
        assert "portes quartiers use" in result.stderr and result.stderr.count("\n") == 1
