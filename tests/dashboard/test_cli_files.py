"""Files on the command line: tables in and out again, map files, points, folders for towns."""

import csv
import json
import shlex

import pytest

GOOD = "quartier;date;resultat\nTrois-Cités;02/04/2023;absent\n8619405;02/04/2023;refus\n"
BAD = GOOD + "Trois-Citez;02/04/2023;absent\nBeaulieu;45/04/2023;refus\n"


@pytest.fixture
def table(tmp_path):
    """Write a table, and give its path."""

    def write(text, name="visits.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def knocked(portes):
    return sum(row["knocked"] for row in portes.json("coverage"))


def test_import_and_again_and_undone(portes, table):
    path = table(GOOD)
    assert "Visits: 2 added" in portes.done("import", path)
    assert "Visits: 0 added, 2 known" in portes.done("import", path)
    assert knocked(portes) == 2
    (record,) = portes.json("imports")
    assert record["source"] == "visits.csv" and record["added"] == 2
    assert record["id"][:8] in portes.done("imports")
    portes.done("undo", record["id"][:8])
    assert knocked(portes) == 0
    assert [row["undone"] for row in portes.json("imports")] == [True]
    assert portes("undo", record["id"]).exit_code == 1, "not twice"
    assert portes("undo", "").exit_code == 1


def test_rows_left_out_are_code_1_and_the_good_ones_are_in(portes, table, tmp_path):
    result = portes("import", table(BAD), "--rejects", "rejects.csv")
    assert result.exit_code == 1
    assert knocked(portes) == 2
    assert "Rows left out: 2" in result.stdout
    told = result.stderr.splitlines()
    assert told[0].startswith("Row 4, column “quartier”") and "Trois-Cités" in told[0]
    assert told[1].startswith("Row 5, column “date”")
    rejects = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert "Trois-Citez" in rejects and "portes_reason" in rejects


def test_many_findings_are_cut_short(portes, table):
    rows = "".join(f"Nowhere {n};02/04/2023;absent\n" for n in range(50))
    told = portes("import", table(GOOD + rows)).stderr.splitlines()
    assert len(told) < 25
    assert any("30 more" in line for line in told)


def test_a_trial_changes_nothing(portes, table):
    result = portes("import", table(GOOD), "--dry-run")
    assert result.exit_code == 0
    assert "Visits: 2 added" in result.stdout and "trial" in result.stderr
    assert knocked(portes) == 0
    assert portes.json("imports") == []


def test_a_mapping_is_saved_corrected_and_used(portes, table, tmp_path):
    path = table("a;b;c\n8619403;02/04/2023;absent\n")
    result = portes("import", path, "--save-mapping", "mapping.json")
    assert result.exit_code == 1 and knocked(portes) == 0
    saved = json.loads((tmp_path / "mapping.json").read_text(encoding="utf-8"))
    saved["columns"] = {"a": "quartier", "b": "day", "c": "outcome"}
    (tmp_path / "mapping.json").write_text(json.dumps(saved), encoding="utf-8")
    portes.done("import", path, "--mapping", "mapping.json")
    assert knocked(portes) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"columns": 3}'])
def test_a_mapping_that_is_none_is_refused(portes, table, tmp_path, content):
    (tmp_path / "mapping.json").write_bytes(content)
    result = portes("import", table(GOOD), "--mapping", "mapping.json")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1 and "unforeseen" not in result.stderr


@pytest.mark.parametrize("content", ["", "one word", "<html><body>", "\0\0\0"])
def test_a_file_that_is_no_table_is_refused(portes, table, content):
    result = portes("import", table(content))
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1 and "unforeseen" not in result.stderr


def test_what_was_exported_is_known(portes, tmp_path):
    portes.done("demo")
    for kind in ("visits", "responses"):
        portes.done("export", kind, "--out", f"{kind}.csv")
        assert ": 0 added" in portes.done("import", f"{kind}.csv")
    assert knocked(portes) == 1061


def test_quartiers_of_poitiers(portes, shared):
    iris = shared / "reference" / "poitiers_iris_86194.geojson"
    fields = ["--code", "CODE_IRIS", "--name", "NOM_IRIS", "--dissolve", "7"]
    assert "10 quartiers, ready" in portes.done("quartiers", "check", iris, *fields)
    assert "10 quartiers are in use" in portes("quartiers", "use", iris, *fields).stderr
    rows = portes.json("coverage")
    assert [row["code"] for row in rows] == [f"86194{n:02}" for n in range(1, 11)]
    assert sum(row["target"] for row in rows) == 1001


def test_fields_are_guessed_for_a_check(portes, shared):
    iris = shared / "reference" / "poitiers_iris_86194.geojson"
    assert "10 quartiers, ready" in portes.done("quartiers", "check", iris, "--dissolve", "7")


def test_fields_that_cannot_be_guessed_are_asked_for(portes, shared):
    grands = shared / "reference" / "poitiers_grands_quartiers_86194.geojson"
    result = portes("quartiers", "check", grands)
    assert result.exit_code == 2 and "GRD_QUART" in result.stderr
    code = ["--code", "GRD_QUART"]
    assert "10 quartiers, ready" in portes.done("quartiers", "check", grands, *code)


def test_a_file_that_lies_elsewhere(portes, shared):
    rennes = shared / "reference" / "rennes_quartiers.geojson"
    fields = ["--code", "matricule", "--name", "nom"]
    checked = portes("quartiers", "check", rennes, *fields)
    assert checked.exit_code == 1 and "To be mended" in checked.stdout
    used = portes("quartiers", "use", rennes, *fields)
    assert used.exit_code == 1 and used.stdout == "" and "To be mended" in used.stderr
    assert len(portes.json("coverage")) == 10
    portes.done("quartiers", "use", rennes, *fields, "--elsewhere")
    assert len(portes.json("coverage")) == 12


def test_a_field_that_is_not_there(portes, shared):
    rennes = shared / "reference" / "rennes_quartiers.geojson"
    for command in ("check", "use"):
        result = portes("quartiers", command, rennes, "--code", "x", "--name", "nom")
        assert result.exit_code == 1
        assert "matricule" in result.stderr and result.stderr.count("\n") == 1


def test_a_file_that_is_no_map(portes, table):
    result = portes("quartiers", "check", table("hello", "map.geojson"))
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1 and "unforeseen" not in result.stderr


POINTS = 'id,lon,lat\n1,0.34,46.58\n2,5,5\n3,,\n4,"0,34","46,58"\n'


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_assign(portes, table, tmp_path):
    source = table(POINTS, "points.csv")
    said = portes.done("assign", source, "--lon", "lon", "--lat", "lat", "--out", "out.csv")
    assert said == "4 rows, of which 1 outside every quartier and 1 without a point.\n"
    rows = read(tmp_path / "out.csv")
    assert list(rows[0]) == ["id", "lon", "lat", "quartier_code", "quartier_name"]
    assert [row["quartier_code"] for row in rows] == ["8619401", "", "", "8619401"]
    assert [row["quartier_name"] for row in rows] == ["Centre-Ville", "", "", "Centre-Ville"]
    assert source.read_text(encoding="utf-8") == POINTS


def test_assign_with_a_map_file(portes, table, tmp_path, shared):
    iris = shared / "reference" / "poitiers_iris_86194.geojson"
    fields = ["--code", "CODE_IRIS", "--name", "NOM_IRIS", "--dissolve", "7"]
    where = ["--lon", "lon", "--lat", "lat", "--out", "out.csv"]
    portes.done("assign", table(POINTS, "p.csv"), *where, "--quartiers", iris, *fields)
    assert read(tmp_path / "out.csv")[0]["quartier_code"] == "8619401"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--lon", "x", "--lat", "lat", "--out", "out.csv"], 1),
        (["--lon", "lon", "--lat", "lat", "--out", "missing/out.csv"], 1),
        (["--lon", "lon", "--lat", "lat", "--out", "points.csv"], 2),
        (["--lon", "lon", "--lat", "lat", "--out", "out.csv", "--code", "x"], 2),
        (["--lon", "lon", "--lat", "lat", "--out", "out.csv", "--quartiers", "points.csv"], 2),
        (["--lon", "lon", "--lat", "lat"], 2),
    ],
)
def test_assign_refused(portes, table, tmp_path, words, code):
    result = portes("assign", table(POINTS, "points.csv"), *words)
    assert result.exit_code == code
    assert result.stderr.count("\n") == 1 and "unforeseen" not in result.stderr
    assert [path.name for path in tmp_path.glob("*.csv*")] == ["points.csv"]


def rennes(portes, folder, shared, *options):
    """Go the way from `portes new` to a coverage map."""
    map_file = shared / "reference" / "rennes_quartiers.geojson"
    portes.done("new", folder, "--town", "Rennes", "--commune", "35238", *options)
    where = options or ("--campaign", folder)
    portes.done("quartiers", "use", map_file, "--code", "matricule", "--name", "nom", *where)
    portes.done("demo", *where)
    features = json.loads(portes.done("coverage", *where, "--format", "geojson"))["features"]
    assert len(features) == 12
    doors = [feature["properties"]["knocked"] for feature in features]
    assert min(doors) >= 0 and sum(doors) > 800
    assert {feature["geometry"]["type"] for feature in features} <= {"Polygon", "MultiPolygon"}
    assert len(portes.json("results", *where)) % 13 == 0


def test_another_town_by_its_folder(portes, tmp_path, shared, monkeypatch):
    monkeypatch.delenv("PORTES_DATABASE")
    rennes(portes, "rennes", shared)
    assert (tmp_path / "rennes" / "portes.sqlite").is_file()
    inside = f"sqlite:///{tmp_path}/rennes/portes.sqlite"
    assert len(portes.json("coverage", "--database", inside)) == 12
    assert len(portes.json("coverage")) == 10, "Poitiers is not touched"


def test_another_town_by_its_database(portes, tmp_path, shared, monkeypatch):
    monkeypatch.delenv("PORTES_DATABASE")
    rennes(portes, "rennes", shared, "--database", f"sqlite:///{tmp_path}/elsewhere.sqlite")
    assert not (tmp_path / "rennes" / "portes.sqlite").exists()


def test_another_town_by_the_variable(portes, tmp_path, shared, monkeypatch):
    monkeypatch.setenv("PORTES_DATABASE", f"sqlite:///{tmp_path}/elsewhere.sqlite")
    rennes(portes, "rennes", shared)
    assert len(portes.json("coverage")) == 12


def test_the_commands_that_come_next_can_be_typed(portes, monkeypatch):
    monkeypatch.delenv("PORTES_DATABASE")
    said = portes.done("new", "my town", "--town", "My Town", "--start", "2024-02-01")
    typed = [shlex.split(line) for line in said.splitlines() if line.startswith("  portes ")]
    assert [words[1] for words in typed] == ["quartiers", "demo", "coverage", "run"]
    assert all(words[-2:] == ["--campaign", "my town"] for words in typed)
    assert "2024-02-01" in (portes.folder / "my town" / "campaign.toml").read_text("utf-8")


def test_a_folder_that_is_not_empty_is_left_alone(portes, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    result = portes("new", "mine")
    assert result.exit_code == 1 and result.stderr.count("\n") == 1
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_a_database_with_a_campaign_is_not_taken_over(portes, tmp_path):
    portes.done("demo")
    result = portes("new", "rennes", "--town", "Rennes")
    assert result.exit_code == 1 and "already holds the campaign" in result.stderr
    assert not (tmp_path / "rennes").exists()
    assert knocked(portes) == 1061


@pytest.mark.parametrize("town", ["Saint-Denis", 'L’"Isle" \\', "x" * 200, "  "])
def test_any_name_of_a_town_works_or_is_refused_in_one_line(portes, tmp_path, town, monkeypatch):
    monkeypatch.delenv("PORTES_DATABASE")
    result = portes("new", "town", "--town", town, "--commune", "97105")
    assert "unforeseen" not in result.stderr
    if result.exit_code:
        assert result.exit_code == 1 and result.stderr.count("\n") == 1
        assert not (tmp_path / "town").exists()
