"""The Data page: bringing records in, undoing, quartiers, exports, demonstration data."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cached, state
from dashboard.components import intake_export, intake_words
from data.errors import DatabaseUnreachableError
from data.importers import ColumnMapping, Field
from data.model import Outcome
from tests.pages.appenv import AppEnv, raising, texts

SECTIONS = {"bring-in", "history", "quartiers", "export"}
VISITS = (
    "Date;Quartier;Issue;Rue;N°;Nom\n"
    "02/04/2023;Trois-Cités;absent;rue A;1;Dupont\n"
    "02/04/2023;8619403;entretien;rue A;2;Durand\n"
    "31/02/2023;Trois-Cités;absent;rue A;3;Petit\n"
    "02/04/2023;Trois-Citées;refus;rue A;4;Grand\n"
)


def upload(at: AppTest, name: str, content: str, purpose: str = "table") -> AppTest:
    key = f"upload-{purpose}-0"
    at.file_uploader(key=key).upload(name, content.encode("utf-8"))
    return at.run()


def choose(at: AppTest, section: str) -> AppTest:
    at.get("button_group")[1].set_value(section)
    return at.run()


def squares(*codes: str) -> str:
    """Give a map file of squares side by side in the middle of Poitiers."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "nom": f"Quartier {code}", "ville": "Poitiers"},
            "geometry": {"type": "Polygon", "coordinates": [ring(0.33 + 0.01 * at)]},
        }
        for at, code in enumerate(codes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def ring(west: float) -> list[tuple[float, float]]:
    west, east = round(west, 4), round(west + 0.01, 4)
    return [(west, 46.57), (east, 46.57), (east, 46.59), (west, 46.59), (west, 46.57)]


# --- bringing in ------------------------------------------------------------------------------


def test_an_empty_campaign_offers_a_file_and_the_demonstration(app_env: AppEnv) -> None:
    at = app_env.open("records")
    assert not at.exception and not at.error
    assert at.title[0].value == "Données"
    assert at.file_uploader[0].label == "Fichier de portes ou de réponses"
    assert at.button(key="demo")
    assert "Pas de fichier sous la main" in texts(at)


def test_a_file_is_looked_at_before_anything_goes_in(app_env: AppEnv) -> None:
    at = upload(app_env.open("records"), "portes.csv", VISITS)
    assert not at.exception and not at.error
    said = texts(at)
    assert "<dt>Lignes lues</dt><dd>4</dd>" in said
    assert "<dt>Nouvelles visites</dt><dd>2</dd>" in said
    assert "<dt>Lignes écartées</dt><dd>2</dd>" in said
    assert "31/02/2023" in said and "existe pas" in said
    assert "Dupont" in said  # the first rows, shown to whoever brought the file
    assert at.button(key="bring-in").label == "Importer 2 enregistrements"
    assert cached.overview().empty
    bad_rows = at.session_state[state.LOOK][1].rejects.decode("utf-8-sig")
    assert "existe pas" in bad_rows and "Petit" in bad_rows  # the reason, in French


def test_what_went_in_is_said_and_leads_to_the_map(app_env: AppEnv) -> None:
    at = upload(app_env.open("records"), "portes.csv", VISITS)
    at.button(key="bring-in").click().run()
    assert not at.exception and not at.error
    assert "2 nouvelles visites" in at.success[0].value
    assert "2 lignes ont été écartées" in texts(at)
    assert cached.overview().total.knocked == 2
    assert {"Voir sur la carte", "Voir les résultats"} <= {
        link.proto.label for link in at.get("page_link")
    }
    buttons = at.get("download_button")
    assert "Télécharger les lignes à corriger" in [button.label for button in buttons]


def test_names_that_are_almost_right_can_be_accepted(app_env: AppEnv) -> None:
    at = upload(app_env.open("records"), "portes.csv", VISITS)
    assert "Trois\\-Citées" in (label := at.checkbox[0].label) or "Trois-Citées" in label
    accept = next(one for one in at.button if one.label == "Accepter pour tout le fichier")
    accept.click().run()
    assert "<dt>Nouvelles visites</dt><dd>3</dd>" in texts(at)


def test_columns_can_be_corrected_by_hand(app_env: AppEnv) -> None:
    content = "Quand;Où;Issue\n02/04/2023;Trois-Cités;absent\n"
    at = upload(app_env.open("records"), "a.csv", content)
    assert "bring-in" not in {button.key for button in at.button}
    assert at.error
    for box in at.selectbox:
        held = {"Quand": Field.DAY, "Où": Field.QUARTIER}.get(box.label)
        if held:
            box.set_value(held.value)
    next(one for one in at.button if one.label == "Utiliser ces colonnes").click().run()
    assert not at.error
    assert "<dt>Nouvelles visites</dt><dd>1</dd>" in texts(at)


def test_a_choice_of_columns_can_be_used_again(app_env: AppEnv) -> None:
    content = "Quand;Où;Issue\n02/04/2023;Trois-Cités;absent\n"
    at = upload(app_env.open("records"), "a.csv", content)
    saved = ColumnMapping({"Quand": "day", "Où": "quartier", "Issue": "outcome"}).to_json()
    at.file_uploader[1].upload("colonnes.json", saved.encode()).run()
    assert not at.error
    assert at.button(key="bring-in")


def test_a_file_of_columns_that_is_none_is_explained(app_env: AppEnv) -> None:
    at = upload(app_env.open("records"), "portes.csv", VISITS)
    at.file_uploader[1].upload("colonnes.json", b"{]").run()
    assert not at.exception
    assert "colonnes.json" in at.error[0].value


def test_the_same_file_twice_changes_nothing(app_env: AppEnv) -> None:
    at = upload(app_env.open("records"), "portes.csv", VISITS.splitlines()[0] + "\n"
                + VISITS.splitlines()[1] + "\n")  # fmt: skip
    at.button(key="bring-in").click().run()
    at.file_uploader(key="upload-table-1").upload(
        "portes.csv", "\n".join(VISITS.splitlines()[:2]).encode()
    ).run()
    assert "bring-in" not in {button.key for button in at.button}
    assert "Rien de nouveau" in texts(at)


@pytest.mark.parametrize("content", ["", "\x00\x01\x02"])
def test_a_file_that_is_no_table_is_explained(app_env: AppEnv, content: str) -> None:
    at = upload(app_env.open("records"), "portes.xlsx", content)
    assert not at.exception
    assert "portes.xlsx" in at.error[0].value
    assert at.file_uploader


def test_an_import_that_fails_leaves_a_message(
    app_env: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = upload(app_env.open("records"), "portes.csv", VISITS)
    monkeypatch.setattr(
        type(app_env.service.records), "import_file", raising(DatabaseUnreachableError(reason="x"))
    )
    at.button(key="bring-in").click().run()
    assert not at.exception
    assert "base de données" in at.error[0].value
    assert cached.overview().empty


# --- demonstration ----------------------------------------------------------------------------


def test_the_demonstration_comes_and_goes(app_env: AppEnv) -> None:
    at = app_env.open("records")
    at.button(key="demo").click().run()
    assert not cached.overview().empty
    at.button(key="demo-remove").click().run()
    assert cached.overview().empty
    assert "ont été retirées" in at.success[0].value
    assert at.button(key="demo")


# --- history ----------------------------------------------------------------------------------


def test_an_import_is_undone_after_a_question(app_env: AppEnv) -> None:
    at = upload(app_env.open("records"), "portes.csv", VISITS)
    at.button(key="bring-in").click().run()
    choose(at, "history")
    record = app_env.service.records.imports()[0]
    at.button(key=f"undo-{record.id}").click().run()
    assert "2 enregistrements de" in texts(at)
    assert not cached.overview().empty
    at.button(key="undo-confirmed").click().run()
    assert cached.overview().empty
    assert "a été retiré" in at.success[0].value
    assert "annulé" in texts(at)
    assert f"undo-{record.id}" not in {button.key for button in at.button}


def test_a_history_of_nothing_says_so(app_env: AppEnv) -> None:
    at = choose(app_env.open("records"), "history")
    assert "Rien n’a encore été importé" in at.info[0].value


# --- quartiers --------------------------------------------------------------------------------


def test_a_map_file_is_checked_and_used_after_a_question(app_env: AppEnv) -> None:
    at = choose(app_env.open("records"), "quartiers")
    assert "10 quartiers utilisés" in texts(at)
    upload(at, "carte.geojson", squares("1", "2", "3"), "quartiers")
    assert not at.exception and not at.error
    assert "utilisable" in at.success[0].value
    assert app_env.maps
    at.button(key="use-quartiers").click().run()
    assert len(app_env.service.quartiers()) == 10
    at.button(key="use-confirmed").click().run()
    assert [one.code for one in app_env.service.quartiers()] == ["1", "2", "3"]
    assert "3 quartiers" in at.success[0].value


def test_faults_are_listed_with_their_mend(app_env: AppEnv) -> None:
    at = choose(app_env.open("records"), "quartiers")
    upload(at, "carte.geojson", squares("1", "1", "2"), "quartiers")
    assert not at.exception
    assert "à corriger" in at.error[0].value
    assert "use-quartiers" not in {button.key for button in at.button}
    assert '<section class="findings blocking">' in texts(at)


def test_codes_in_use_are_explained_and_nothing_changes(app_env: AppEnv) -> None:
    app_env.fill()
    at = choose(app_env.open("records"), "quartiers")
    upload(at, "carte.geojson", squares("1", "2"), "quartiers")
    at.button(key="use-quartiers").click().run()
    at.button(key="use-confirmed").click().run()
    assert not at.exception
    assert any("8619403" in problem.value for problem in at.error)
    assert len(app_env.service.quartiers()) == 10


def test_pieces_are_merged_by_the_first_characters(app_env: AppEnv) -> None:
    at = choose(app_env.open("records"), "quartiers")
    upload(at, "carte.geojson", squares("a1", "a2", "b1"), "quartiers")
    at.number_input[0].set_value(1).run()
    assert "2 quartiers" in at.success[0].value


def test_a_map_file_that_is_none_is_explained(app_env: AppEnv) -> None:
    at = choose(app_env.open("records"), "quartiers")
    upload(at, "carte.geojson", "{", "quartiers")
    assert not at.exception
    assert "carte.geojson" in at.error[0].value


# --- export -----------------------------------------------------------------------------------


def test_everything_can_be_taken_out(app_env: AppEnv) -> None:
    app_env.fill()
    at = choose(app_env.open("records"), "export")
    assert not at.exception and not at.error
    labels = [button.label for button in at.get("download_button")]
    assert labels.count("CSV") == 4 and labels.count("GeoJSON") == 2
    for offer in ("coverage", "results", "visits", "responses"):
        assert intake_export.content(app_env.service, offer, "csv").count(b"\n") > 10
    shapes = json.loads(intake_export.content(app_env.service, "coverage", "geojson"))
    assert len(shapes["features"]) == 10


# --- words ------------------------------------------------------------------------------------


def test_every_field_a_column_can_hold_has_a_name(app_env: AppEnv) -> None:
    labels = intake_words.fields(app_env.service.questionnaire())
    assert {field.value for field in Field} <= set(labels)
    assert set(intake_words.outcomes()) == set(Outcome)
    assert len(set(labels.values())) == len(labels)


def test_the_page_speaks_english(app_env: AppEnv) -> None:
    at = upload(app_env.open("records", lang="en"), "portes.csv", VISITS)
    assert at.title[0].value == "Data"
    assert "Rows left out" in texts(at)
    assert at.button(key="bring-in").label == "Bring in 2 records"


def test_a_fault_of_many_rows_is_listed_once(app_env: AppEnv) -> None:
    rows = "".join(f"02/04/2023;Nulle-Part;absent;rue B;{door};\n" for door in range(7))
    said = texts(upload(app_env.open("records"), "portes.csv", VISITS + rows))
    assert said.count("«\u202fNulle-Part\u202f»") == 1
    assert '<th scope="row">6, 7, 8, 9, 10… <small>7 lignes</small></th>' in said
    assert '<th scope="row">4</th>' in said


def test_a_database_out_of_reach_is_explained(app_env: AppEnv) -> None:
    app_env.monkeypatch.setenv("PORTES_DATABASE", "sqlite:////proc/no/where.sqlite")
    at = app_env.open("records")
    assert not at.exception and len(at.error) == 1


def test_no_upload_stays_on_the_disk(app_env: AppEnv, tmp_path: Path) -> None:
    app_env.monkeypatch.setenv("TMPDIR", str(tmp_path))
    app_env.monkeypatch.setattr("tempfile.tempdir", None)
    upload(app_env.open("records"), "portes.csv", VISITS)
    assert not list(tmp_path.glob("portes-*"))


def test_sections_are_kept_while_the_session_lasts(app_env: AppEnv) -> None:
    at = choose(app_env.open("records"), "history")
    assert at.session_state[state.SECTION] == "history"
    assert at.session_state[state.SECTION] in SECTIONS


def test_a_link_leads_to_a_section_also_after_another_one_was_kept(app_env: AppEnv) -> None:
    at = choose(app_env.open("records", section="addresses"), "history")
    assert at.query_params["section"] == "history"
    at.query_params["section"] = "addresses"
    assert at.run().session_state[state.SECTION] == "addresses"


def test_files_can_be_encrypted_with_a_passphrase_that_is_long_enough(app_env: AppEnv) -> None:
    app_env.fill()
    at = choose(app_env.open("records"), "export")
    at.text_input(key="export-passphrase").set_value("trop court").run()
    assert "12 caractères" in at.error[0].value and not at.get("download_button")
    at.text_input(key="export-passphrase").set_value("cheval pile agrafe").run()
    assert not at.exception and not at.error
    offered = [button.proto for button in at.get("download_button")]
    assert offered and "age" in str(offered[0])
