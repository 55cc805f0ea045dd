"""Bringing tables in: nothing lost, nothing twice, every bad row explained."""

import csv
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import MappingError, UnreadableTableError
from data.importers import ColumnMapping, Fault, run
from data.model import Outcome

HEADER = "ID;Date;Quartier;lat;lon;Issue;Rue;Porte;Nb de portes;city;change;best\n"
BAD_ROWS = [
    ("a1;2/4/23;Couronneries;;;absent", Fault.TOO_FEW_CELLS),
    ("a2;2/4/23;Couronneries;;;absent;;;;;;;x", Fault.TOO_MANY_CELLS),
    ("a3;;Couronneries;;;absent;;;;;;", Fault.MISSING_DAY),
    ("a4;demain;Couronneries;;;absent;;;;;;", Fault.BAD_DAY),
    ("a5;31/2/23;Couronneries;;;absent;;;;;;", Fault.IMPOSSIBLE_DAY),
    ("a6;4/21/2023;Couronneries;;;absent;;;;;;", Fault.MONTH_FIRST),
    ("a7;2023-04;Couronneries;;;absent;;;;;;", Fault.MONTH_ONLY),
    ("a8;2/4/29;Couronneries;;;absent;;;;;;", Fault.FUTURE_DAY),
    ("a9;2/4/1923;Couronneries;;;absent;;;;;;", Fault.OLD_DAY),
    ("b1;2/4/23;;;;absent;;;;;;", Fault.MISSING_PLACE),
    ("b2;2/4/23;Montmartre;;;absent;;;;;;", Fault.UNKNOWN_PLACE),
    ("b3;2/4/23;Couronerie;;;absent;;;;;;", Fault.NEAR_PLACE),
    ("b4;2/4/23;;nord;0,5;absent;;;;;;", Fault.BAD_COORDINATE),
    ("b5;2/4/23;;46,5;;absent;;;;;;", Fault.HALF_POINT),
    ("b6;2/4/23;;0,5;46,5;absent;;;;;;", Fault.SWAPPED_POINT),
    ("b7;2/4/23;;48,8;2,3;absent;;;;;;", Fault.OUTSIDE),
    ("b8;2/4/23;Couronneries;;;;;;;;;", Fault.MISSING_OUTCOME),
    ("b9;2/4/23;Couronneries;;;bof bof;;;;;;", Fault.UNKNOWN_OUTCOME),
    ("c1;2/4/23;Couronneries;;;abscent;;;;;;", Fault.NEAR_OUTCOME),
    ("c2;2/4/23;Couronneries;;;absent;;;deux;;;", Fault.BAD_COUNT),
    ("c3;2/4/23;Couronneries;;;absent;;;0;;;", Fault.COUNT_RANGE),
    ("c4;2/4/23;Couronneries;;;absent;rue X;12;3;;;", Fault.TALLY_WITH_DOOR),
    ("c5;2/4/23;Couronneries;;;absent;;12;;;;", Fault.MISSING_STREET),
    ("c6;2/4/23;Couronneries;;;entretien;;;;6;;", Fault.RATING_RANGE),
    ("c7;2/4/23;Couronneries;;;entretien;;;;3,5;;", Fault.RATING_NOT_WHOLE),
    ("c8;2/4/23;Couronneries;;;entretien;;;;oui;;", Fault.RATING_NOT_NUMBER),
    ("c9;2/4/23;Couronneries;;;entretien;;;;3-4;;", Fault.RATING_TWO),
    ("d1;2/4/23;Couronneries;;;entretien;;;;8/10;;", Fault.RATING_SCALE),
    ("d2;2/4/23;Couronneries;;;entretien;;;;4;;" + "x" * 5001, Fault.TEXT_TOO_LONG),
    ("d3;2/4/23;Couronneries;;;refus;;;;4;;", Fault.ANSWERS_WITHOUT_INTERVIEW),
    ("d4;#REF!;Couronneries;;;absent;;;;;;", Fault.SPREADSHEET_ERROR),
    ("g1;9/4/23;Couronneries;;;absent;;;;;;", Fault.DUPLICATE_ID),
]
GOOD_ROWS = [
    "g1;2/4/23;Couronneries;;;absent;;;;;;",
    "g2;2/4/23;TROIS CITES;;;Entretien;rue X;12 bis;;4;2 - peu;=plus de bancs",
    "g3;2/4/23 15:12;;46,5;0,5;refus;;;3;;;",
    "g4;2/4/23;8619406;;;entretien;;;;NSP;;",
]


def table(rows, header=HEADER):
    return header + "".join(row + "\n" for row in rows)


def mixed():
    rows = [*GOOD_ROWS, *(row for row, _ in BAD_ROWS), ";;;;;;;;;;;", ""]
    return table(rows)


def test_good_rows_go_in_and_every_bad_one_is_explained(kit, tmp_path):
    report, store = kit.bring(mixed(), rejects=tmp_path / "rejects.csv")
    assert len(set(BAD_ROWS)) > 20
    assert (report.rows, report.empty, report.rejected) == (
        len(GOOD_ROWS) + len(BAD_ROWS) + 2, 2, len(BAD_ROWS),
    )  # fmt: skip
    assert (report.visits_added, report.responses_added) == (4, 1)
    assert {f.row: f.fault for f in report.findings} == {
        row: fault for row, (_, fault) in enumerate(BAD_ROWS, start=2 + len(GOOD_ROWS))
    }
    assert store.rejected == len(BAD_ROWS)
    assert all(count == 1 for count in report.fault_counts.values())
    assert [v.doors for v in store.visits if v.outcome is Outcome.REFUSAL] == [3]
    [response] = store.responses
    assert response.ratings == {"city": 4, "change": 2}
    assert response.texts == {"best": "=plus de bancs"}
    assert (response.quartier, response.month) == ("8619403", date(2023, 4, 1))


def test_the_list_of_rejects_can_be_corrected_and_brought_in_again(kit, tmp_path):
    path = tmp_path / "rejects.csv"
    report, store = kit.bring(mixed(), rejects=path, explain=lambda f: (f.fault.value, "réparez"))
    assert report.rejects_path == path
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["portes_reason"] for row in rows] == [fault.value for _, fault in BAD_ROWS]
    assert [int(row["portes_row"]) for row in rows][:2] == [6, 7]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    again, _ = kit.bring(path.read_bytes(), store)
    # Short rows were filled up and long ones cut, which makes two of them good.
    assert (again.visits_added, again.rejected) == (2, len(BAD_ROWS) - 3)
    assert again.visits_known + again.visits_added + again.rejected == again.rows


def test_no_rejects_no_file(kit, tmp_path):
    report, _ = kit.bring(table(GOOD_ROWS), rejects=tmp_path / "rejects.csv")
    assert report.rejects_path is None
    assert list(tmp_path.iterdir()) == []


def test_the_same_file_twice_changes_nothing(kit):
    report, store = kit.bring(mixed())
    before = (store.visits, store.responses)
    again, _ = kit.bring(mixed(), store)
    assert (store.visits, store.responses) == before
    assert (again.visits_added, again.responses_added) == (0, 0)
    assert (again.visits_known, again.responses_known) == (
        report.visits_added, report.responses_added,
    )  # fmt: skip


def test_equal_rows_without_identifier_count_each_and_a_grown_file_adds_only_the_new(kit):
    header = "Date;Quartier;Issue\n"
    row = "2/4/23;Couronneries;absent"
    report, store = kit.bring(table([row, row], header))
    assert report.visits_added == 2
    report, store = kit.bring(table([row, "3/4/23;Couronneries;refus", row, row], header), store)
    assert (report.visits_added, report.visits_known) == (2, 2)


def test_equal_rows_in_different_pieces_of_a_file_count_each(kit, monkeypatch):
    monkeypatch.setattr(run, "CHUNK", 3)
    rows = ["2/4/23;Couronneries;absent"] * 10
    report, store = kit.bring(table(rows, "Date;Quartier;Issue\n"))
    assert report.visits_added == 10
    assert len({visit.key for visit in store.visits}) == 10


def test_one_moment_in_two_formats_is_one_row(kit):
    _, store = kit.bring("Horodateur;Quartier;city\n02/04/2023 15:12:45;Couronneries;4\n")
    text = "city,Quartier,Horodateur,Remarque\n4.0,Couronneries,2023-04-02 15:12:45,\n"
    report, _ = kit.bring(text, store)
    assert (report.responses_added, report.responses_known) == (0, 1)


def test_mapping_more_columns_makes_no_second_copy(kit):
    text = "Date;Quartier;city;change\n2/4/23;Couronneries;4;3\n"
    few = ColumnMapping({"Date": "day", "Quartier": "quartier", "city": "rating:city"})
    _, store = kit.bring(text, mapping=few)
    report, _ = kit.bring(text, store)
    assert report.responses_known == 1


def test_keys_of_a_visit_and_its_response_have_nothing_in_common(kit):
    _, store = kit.bring("ID;Date;Quartier;Issue;city\n1;2/4/23;Couronneries;entretien;4\n")
    [visit], [response] = store.visits, store.responses
    assert visit.key != response.key
    assert len(visit.key) == len(response.key) == 32
    assert not hasattr(response, "day")


def test_points_are_found_and_dropped(kit):
    rows = "Date;x_lambert93;y_lambert93;city\n2/4/23;500000;6600000,0;4\n2/4/23;5;6;4\n"
    report, store = kit.bring(rows)
    assert [r.quartier for r in store.responses] == ["8619404"]
    assert report.fault_counts == {Fault.BAD_COORDINATE: 1}
    report, store = kit.bring("Date;GPS;city\n2/4/23;46.5 0.1 80 5;4\n2/4/23;0.1, 46.5;4\n")
    assert [r.quartier for r in store.responses] == ["8619401"]
    assert report.fault_counts == {Fault.SWAPPED_POINT: 1}


def test_a_quartier_counts_more_than_a_point(kit):
    _, store = kit.bring("Date;Quartier;lat;lon;city\n2/4/23;Couronneries;nord;;4\n")
    assert [r.quartier for r in store.responses] == ["8619408"]


def test_points_without_quartiers_to_find_them_in_are_refused(kit):
    context = type(kit.context)(**{**vars(kit.context), "locate": None})
    with pytest.raises(MappingError, match="no quartiers yet"):
        kit.bring("Date;lat;lon;city\n2/4/23;46;0;4\n", context=context)


def test_proposals_can_be_accepted_for_the_whole_file(kit):
    text = "Date;Quartier;Issue\n2/4/23;Couronerie;absent\n3/4/23;Couronerie;absent\n"
    report, _ = kit.bring(text)
    [proposal] = report.places
    assert (proposal.written, proposal.code, proposal.rows) == ("Couronerie", "8619408", 2)
    columns = {"Date": "day", "Quartier": "quartier", "Issue": "outcome"}
    mapping = ColumnMapping(columns, places={proposal.written: proposal.code})
    report, _ = kit.bring(text, mapping=mapping)
    assert (report.visits_added, report.rejected) == (2, 0)


@pytest.mark.parametrize(
    "written",
    [
        "8619404",
        "gibauderie chu campus",
        "Gibauderie-CHU-Campus",
        "8619404 - Gibauderie – CHU – Campus",
    ],
)  # fmt: skip
def test_quartiers_are_read_in_many_ways(kit, written):
    _, store = kit.bring(f"Date;Quartier;city\n2/4/23;{written};4\n")
    assert [r.quartier for r in store.responses] == ["8619404"]


def test_day_and_quartier_can_hold_for_the_whole_file(kit):
    fixed = {"day": "2/4/2023", "quartier": "Trois-Cités"}
    mapping = ColumnMapping({"Issue": "outcome"}, fixed=fixed)
    _, store = kit.bring("Issue;Autre\nabsent;1\nrefus;2\n", mapping=mapping)
    assert {(v.day, v.quartier) for v in store.visits} == {(date(2023, 4, 2), "8619403")}
    for wrong in ({**fixed, "day": "x"}, {**fixed, "quartier": "x"}):
        with pytest.raises(MappingError, match="cannot be used"):
            kit.bring(
                "Issue;Autre\nabsent;1\n", mapping=ColumnMapping({"Issue": "outcome"}, fixed=wrong)
            )


def test_wide_tallies(kit):
    rows = ["2/4/23;Couronneries;rue X;12;;3", "2/4/23;Couronneries;;0;;"]
    text = table(rows, "Date;Quartier;Rue;Absent;Refus;Entretien\n")
    report, store = kit.bring(text)
    assert {(v.outcome, v.doors, v.street) for v in store.visits} == {
        (Outcome.ABSENT, 12, "rue X"),
        (Outcome.INTERVIEW, 3, "rue X"),
    }
    assert report.fault_counts == {Fault.EMPTY_TALLY: 1}


def test_google_forms(kit):
    text = (
        "Horodateur,Quel quartier,1. Que pensez-vous de la vie à Poitiers ? ,"
        "2. La ville a-t-elle changé depuis le début du mandat ?,"
        "Qu’est-ce qui vous plaît le plus dans votre quartier ?\n"
        "2023/04/02 3:12:45 PM UTC+2,Saint Eloi Breuil Mingot,"
        '5 (très bien),,"Le calme,\nles arbres"\n'
        "2023/04/02 3:14:45 PM UTC+2,Trois-Cités,,,\n"
    )
    report, store = kit.bring(text)
    [response] = store.responses
    assert response.ratings == {"city": 5}
    assert response.texts == {"best": "Le calme,\nles arbres"}
    assert report.fault_counts == {Fault.NO_ANSWER: 1}
    assert report.findings[0].row == 3


def test_another_version_of_the_questionnaire_is_said(kit):
    report, _ = kit.bring(
        "Date;Quartier;version;city\n2/4/23;Couronneries;1;4\n2/4/23;Couronneries;2;4\n"
    )
    assert (report.responses_added, report.fault_counts) == (1, {Fault.OTHER_VERSION: 1})


def test_a_quotation_mark_left_open_is_found(kit):
    lines = "".join(f"2/4/23;Couronneries;{n}\n" for n in range(1, 6))
    report, _ = kit.bring(f'Date;Quartier;city\n2/4/23;Couronneries;4\n2/4/23;"Cour;3\n{lines}')
    assert (report.responses_added, report.fault_counts) == (1, {Fault.OPEN_QUOTE: 1})


def test_a_dry_run_counts_and_leaves_nothing(kit):
    dry, store = kit.bring(mixed(), dry_run=True)
    assert (store.visits, store.responses) == ([], [])
    wet, _ = kit.bring(mixed(), store)
    assert (dry.visits_added, dry.rejected, dry.findings) == (
        wet.visits_added,
        wet.rejected,
        wet.findings,
    )


def test_progress_ends_at_the_rows_that_there_were(kit, monkeypatch):
    monkeypatch.setattr(run, "CHUNK", 4)
    seen = []
    report, _ = kit.bring(mixed(), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (report.rows, report.rows)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert all(total >= done for done, total in seen)


def test_damage_half_way_leaves_nothing(kit, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "CHUNK", 4)
    text = table([*GOOD_ROWS, BAD_ROWS[2][0]] * 100) + '"' + "x" * 1_100_000
    store = kit.store()
    with pytest.raises(UnreadableTableError):
        kit.bring(text, store, rejects=tmp_path / "rejects.csv")
    assert (store.visits, list(tmp_path.iterdir())) == ([], [])


CELLS = {
    "Date": st.sampled_from(["2/4/23", "02/04/2023 15:12:45", "", "demain", "2023-05-01"]),
    "Quartier": st.sampled_from(["Couronneries", "trois cités", "8619401", "Paris", "", "Campus"]),
    "Issue": st.sampled_from(["entretien", "absent", "refus", "", "bof"]),
    "city": st.sampled_from(["", "1", "5", "4/5", "6", "NSP"]),
    "best": st.sampled_from(["", "calme", "=1+1", "été;", "  deux\nlignes "]),
}
TABLES = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=25)


def written(rows, columns):
    lines = [columns, *([row[name] for name in columns] for row in rows)]
    return "".join(
        ";".join('"' + c.replace('"', '""') + '"' for c in line) + "\n" for line in lines
    )


@settings(deadline=None, max_examples=60)
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_changes_nothing(kit, rows, draw):
    columns = list(CELLS)
    report, store = kit.bring(written(rows, columns))
    shuffled, swapped = draw.sample(rows, len(rows)), draw.sample(columns, len(columns))
    again, other = kit.bring(written(shuffled, swapped))
    assert (store.visits, store.responses) == (other.visits, other.responses)
    assert report.fault_counts == again.fault_counts


@settings(deadline=None, max_examples=60)
@given(TABLES)
def test_every_row_is_accounted_for(kit, rows):
    text = written(rows, ["Date", "Quartier", "Issue"])
    half = written(rows[: len(rows) // 2 + 1], ["Date", "Quartier", "Issue"])
    _, store = kit.bring(half)
    report, _ = kit.bring(text, store)
    assert report.rows == len(rows)
    assert report.rows == (
        report.visits_added + report.visits_known + report.rejected + report.empty
    )
    assert report.rejected == len({finding.row for finding in report.findings})


def test_findings_are_limited_but_counted(kit):
    rows = ["x;Couronneries;absent"] * 3000
    report, _ = kit.bring(table(rows, "Date;Quartier;Issue\n"))
    assert len(report.findings) == 1000
    assert report.fault_counts == {Fault.BAD_DAY: 3000}


def test_random_bytes_never_break_the_reader(kit):
    draw = random.Random(1)
    for _ in range(100):
        raw = HEADER.encode() + draw.randbytes(200)
        try:
            kit.bring(raw)
        except (UnreadableTableError, MappingError):
            continue
