"""Recognising columns, and mappings that are saved and read again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import MappingError
from data.importers import ColumnMapping, Field, TableKind, recognise, suggest
from data.model import Question, QuestionKind, Questionnaire


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Quartier", "quartier"), ("code quartier", "quartier"), ("CODE_QUARTIER", "quartier"),
        ("Résultat", "outcome"), ("RESULTAT", "outcome"), ("Issue", "outcome"), ("Date", "day"),
        ("Horodateur", "day"), ("Timestamp", "day"), ("Adresse", "address"), ("Rue", "street"),
        ("N° de porte", "door"), ("latitude", "latitude"), ("Lon", "longitude"),
        ("lng", "longitude"),
        ("ID", "submission"), ("_uuid", "submission"), ("Nb de portes", "doors"),
        ("Nombre de portes frappées", "doors"), ("x_lambert93", "lambert_x"),
        ("Y Lambert 93", "lambert_y"), ("Coordonnées GPS", "point"), ("portes_key", "key"),
        ("portes_reason", "ignore"), ("tally:absent", "tally:absent"),
        ("rating:city", "rating:city"),
        ("city", "rating:city"), ("q_ville", "rating:city"), ("La ville", "rating:city"),
        ("Que pensez-vous de la vie à Poitiers ?", "rating:city"),
        ("Que pensez vous de la vie a Poitiers", "rating:city"),
        ("3. Que pensez-vous de la vie à Poitiers ?  ", "rating:city"),
        ("Q3) Que pensez-vous de la vie à Poitiers ? [Note]", "rating:city"),
        ("Votre avis [Que pensez-vous de la vie à Poitiers ?]", "rating:city"),
        ("What do you think of life in Poitiers?", "rating:city"),
        ("groupe1/city", "rating:city"),
        ("Qu'est-ce qui vous plaît le plus dans votre quartier ?", "open:best"),
        ("Que pensez-vous de la vie à Poitier ?", "rating:city"),
    ],
)  # fmt: skip
def test_columns_are_recognised(kit, name, field):
    assert suggest([name], [], kit.questionnaire).columns == {name: field}


@pytest.mark.parametrize("name", ["Data", "Quartiers visités", "Resulta", "Que pensez-vous ?"])
def test_weak_matches_are_only_proposed(kit, name):
    found = recognise([name], [], kit.questionnaire)
    assert found.mapping.columns == {}
    assert found.unknown == (name,)
    assert all(0.6 < proposal.score < 0.97 for proposal in found.proposals)


@pytest.mark.parametrize("name", ["", "[C]", "Bénévole", "Commentaire du binôme", "N°"])
def test_other_columns_are_left_alone(kit, name):
    assert suggest([name], [], kit.questionnaire).columns == {}


def test_a_number_is_the_door_only_beside_a_street(kit):
    assert suggest(["N°", "Rue"], [], kit.questionnaire).column(Field.DOOR) == "N°"


def test_a_code_wins_over_a_name_and_each_field_has_one_column(kit):
    mapping = suggest(["Quartier", "Code quartier", "Date", "Horodateur"], [], kit.questionnaire)
    assert mapping.columns == {"Code quartier": "quartier", "Date": "day"}


def test_the_sample_tells_metres_from_degrees(kit):
    metres = suggest(["x", "y"], [["500000,5", "6600000"]], kit.questionnaire)
    degrees = suggest(["X", "Y"], [["0.34", "46.58"]], kit.questionnaire)
    assert list(metres.columns.values()) == ["lambert_x", "lambert_y"]
    assert list(degrees.columns.values()) == ["longitude", "latitude"]


def test_the_sample_tells_the_order_of_day_and_month(kit):
    assert suggest(["Date"], [["4/2/2023"], ["4/21/2023"]], kit.questionnaire).month_first
    assert not suggest(["Date"], [["4/2/2023"], ["21/4/2023"]], kit.questionnaire).month_first


def test_wide_tallies_need_more_than_one_column(kit):
    wide = suggest(["Absent", "Refus", "Nb de entretiens"], [], kit.questionnaire)
    assert wide.columns == {"Absent": "tally:absent", "Refus": "tally:refusal"}
    assert suggest(["Absent"], [], kit.questionnaire).columns == {}


def test_kinds():
    assert ColumnMapping({"a": "outcome"}).kind is TableKind.VISITS
    assert ColumnMapping({"a": "rating:x"}).kind is TableKind.RESPONSES
    assert ColumnMapping({"a": "open:x", "b": "tally:absent"}).kind is TableKind.BOTH
    assert ColumnMapping({"a": "day"}).kind is None


FIELDS = st.sampled_from([*Field, "rating:a", "open:b", "tally:refusal"])


@given(
    st.builds(
        ColumnMapping,
        st.dictionaries(st.text(), FIELDS.map(str)),
        st.booleans(),
        st.dictionaries(st.text(), st.text()),
        st.dictionaries(st.sampled_from(["day", "quartier"]), st.text()),
    )
)
def test_a_mapping_is_the_same_after_saving(mapping):
    assert ColumnMapping.from_json(mapping.to_json()) == mapping
    assert list(ColumnMapping.from_json(mapping.to_json()).columns) == list(mapping.columns)


def saved(**changes: object) -> str:
    document = json.loads(ColumnMapping({"Date": "day"}).to_json())
    return json.dumps({**document, **changes})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a saved mapping"),
        ("[]", "not a saved mapping"),
        ('{"columns": {}}', "not a saved mapping"),
        (saved(version=99), "newer version"),
        (saved(columns={"a": "colour"}), "“colour” is not something"),
        (saved(columns={"a": 3}), "not a saved mapping"),
        (saved(columns={"a": "tally:never"}), "“tally:never” is not something"),
        (saved(places=["x"]), "not a saved mapping"),
    ],
)
def test_a_wrong_mapping_is_refused(text, reason):
    with pytest.raises(MappingError, match=reason):
        ColumnMapping.from_json(text, source="m.json")


GOOD = {"Date": "day", "Quartier": "quartier", "Issue": "outcome"}


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({}, "no column holds an outcome"),
        ({"Issue": "outcome", "Quartier": "quartier"}, "no column holds the day"),
        ({"Issue": "outcome", "Date": "day"}, "no column holds the quartier"),
        ({**GOOD, "Autre": "door"}, "no column “Autre”"),
        ({**GOOD, "A": "day"}, "two columns hold “day”"),
        ({**GOOD, "A": "latitude"}, "both its coordinates"),
        ({**GOOD, "A": "rating:nothing"}, "no question “rating:nothing”"),
        ({**GOOD, "A": "rating:city", "B": "key"}, "portes_key cannot serve both"),
        ({**GOOD, "A": "tally:absent"}, "exclude each other"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(kit, columns, reason):
    with pytest.raises(MappingError, match=reason):
        kit.bring("Date,Quartier,Issue,A,B\n1,2,3,4,5\n", mapping=ColumnMapping(columns))


def test_a_saved_mapping_forgives_case_and_accents_of_headers(kit):
    report, _ = kit.bring(
        "DATE,quartier,ISSUE\n2/4/23,Couronneries,absent\n", mapping=ColumnMapping(GOOD)
    )
    assert report.visits_added == 1


def test_a_question_key_like_a_field_is_the_question():
    question = Question("date", QuestionKind.RATING, {"fr": "Quoi ?"}, {"fr": "Quoi"})
    found = suggest(["rating:date", "Jour"], [], Questionnaire(1, {}, (question,)))
    assert found.columns == {"rating:date": "rating:date", "Jour": "day"}
