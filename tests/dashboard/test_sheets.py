import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date, time

import pytest

from dashboard.sheets import (
    Paper,
    PlanPair,
    SheetDoor,
    SheetStreet,
    day_plan,
    default_notice,
    default_script,
    leave_behind,
    notice,
    pair_sheet,
    pair_sheets,
    questionnaire_sheet,
)
from dashboard.sheets.typography import tidy
from data.campaigns import POITIERS
from data.fieldwork import WalkingOrder
from data.model import Question, QuestionKind, Questionnaire
from data.printed import MOST_LINE, MOST_WORDS
from data.questionnaire import read
from tests.dashboard.sheet_facts import CODE, NAMES, card, plan, sheet

POINTS = {"a4": (595, 842), "a5": (420, 595)}
PAPERS = pytest.mark.parametrize("paper", ["a4", "a5"])
NARROW = "\u202f"
HOSTILE = (
    "#panic()",
    '#image("/etc/passwd")',
    "[*bold*]",
    "$x^2$",
    "\\u{41}",
    "back\\slash\\",
    "“quoted”",
    "= heading",
    "`code`",
    "@label <label>",
    "</text><script>alert(1)</script>",
    "{braces} %s //comment",
)


def asked(**changes):
    rating = Question("r", QuestionKind.RATING, {"fr": "Note ?", "en": "Rate?"}, {}, *ENDS)
    words = Question("o", QuestionKind.OPEN, {"fr": "Et quoi ?", "en": "And what?"}, {})
    return replace(
        Questionnaire(7, {"fr": "Votre avis", "en": "Your view"}, (rating, words)), **changes
    )


ENDS = ({"fr": "Pas du tout", "en": "Not at all"}, {"fr": "Tout à fait", "en": "Entirely"})


def questionnaire_pdf(questionnaire=None, **options):
    shown = {"campaign": "Défi", "printed": date(2023, 5, 20)} | options
    return questionnaire_sheet(questionnaire or asked(), **shown)


def all_kinds(**options):
    return {
        "pair": pair_sheet(sheet(), **options),
        "questionnaire": questionnaire_pdf(**options),
        "card": leave_behind(card(link="https://example.org/"), **options),
        "plan": day_plan(plan(), **options),
    }


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.fixture(scope="session")
def words(tmp_path_factory):
    """Give the text of a PDF, its spaces made plain."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    path = tmp_path_factory.mktemp("sheets") / "sheet.pdf"

    def extract(pdf, *, raw=False):
        path.write_bytes(pdf)
        done = subprocess.run([tool, "-layout", path, "-"], capture_output=True, check=True)
        text = done.stdout.decode("utf-8")
        return text if raw else re.sub(r"\s+", " ", text)

    return extract


# --- the file ---------------------------------------------------------------------------------


@PAPERS
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_is_an_accessible_pdf_with_title_and_language(paper, language):
    for kind, pdf in all_kinds(paper=paper, language=language).items():
        assert pdf.startswith(b"%PDF-"), kind
        assert b"pdfuaid" in pdf, kind
        assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"", pdf), kind
        assert b"/StructTreeRoot" in pdf and b"/DisplayDocTitle true" in pdf, kind
        assert re.search(rb"<dc:title>.*?\S.*?</dc:title>", pdf, re.DOTALL), kind
        assert f"/Lang({language})".encode() in pdf, kind
        box = [round(float(n)) for n in re.search(rb"/MediaBox\[([\d. ]+)\]", pdf)[1].split()]
        assert tuple(box[2:]) == POINTS[paper], kind


def test_the_same_facts_give_the_same_bytes_and_another_day_others():
    first, again = all_kinds(), all_kinds()
    assert first == again
    assert pair_sheet(sheet(printed=date(2023, 5, 19))) != first["pair"]
    assert b"20230520" in first["pair"]


def test_the_map_and_the_qr_code_have_words_for_who_cannot_see_them():
    assert pair_sheet(sheet()).count(b"/Alt") >= 2
    assert leave_behind(card(link="https://example.org/")).count(b"/Alt") >= 4


def test_tables_have_headers():
    assert pair_sheet(sheet()).count(b"/S/TH") >= 11
    assert day_plan(plan()).count(b"/S/TH") >= 7


@pytest.mark.parametrize(
    ("counts", "paper", "expected"),
    [((4,), "a4", 2), ((4,), "a5", 2), ((22, 20, 18), "a4", 4), ((22, 20, 18), "a5", 5)],
)
def test_pages_of_a_sheet(counts, paper, expected):
    assert pages(pair_sheet(sheet(counts), paper=paper)) == expected


@PAPERS
def test_sheets_of_several_pairs_are_one_file_and_count_their_own_pages(paper, words):
    several = [sheet((22, 20, 18)), sheet((4,), pair=8), sheet((4,), pair=9)]
    alone = [pages(pair_sheet(one, paper=paper)) for one in several]
    pdf = pair_sheets(several, paper=paper)
    assert pages(pdf) == sum(alone)
    told = re.findall(r"Page (\d) sur (\d)", words(pdf))
    assert told == [(str(at), str(n)) for n in alone for at in range(1, n + 1)]


@PAPERS
def test_cards_fill_one_page(paper):
    assert pages(leave_behind(card(link="https://example.org/"), paper=paper)) == 1


def test_the_questionnaire_of_poitiers_takes_one_leaf():
    ours = read(POITIERS / "questionnaire.toml")
    assert pages(questionnaire_pdf(ours, paper="a4")) == 1
    assert pages(questionnaire_pdf(ours, paper="a5")) == 2
    assert pages(questionnaire_pdf(ours, paper="a4", language="en")) == 1


def test_no_such_paper_or_language():
    for make in (
        lambda **options: pair_sheet(sheet(), **options),
        questionnaire_pdf,
        lambda **options: leave_behind(card(), **options),
        lambda **options: day_plan(plan(), **options),
    ):
        with pytest.raises(ValueError, match="a3"):
            make(paper="a3")
        with pytest.raises(ValueError, match="tlh"):
            make(language="tlh")


def test_paper_may_be_named_or_text():
    assert pair_sheet(sheet(), paper=Paper.A5) == pair_sheet(sheet(), paper="a5")


# --- what stands on it ------------------------------------------------------------------------


def test_a_sheet_says_who_where_when_and_what(words):
    text = words(pair_sheet(sheet()))
    for part in (
        "Binôme 3", "Aïcha B. et Jean-François L.", "Les Rocs", "dimanche 21 mai 2023",
        "de 14 h à 17 h 30", "École Tony-Lainé", "9D5-HMR", "caractère de contrôle : R",
        "Rue de la Marne (4 portes)", "À la porte", "facultatives et anonymes", "CNIL",
        "defi@example.org", "juillet 2023", "Page 1 sur 2", "50 m",
    ):  # fmt: skip
        assert part in text, part
    for label in ("Entretien", "Refus", "Absent", "À repasser", "Accès bloqué", "Vacant",
                  "Langue", "Ne pas déranger"):  # fmt: skip
        assert label in text, label


def test_a_sheet_in_english(words):
    text = words(pair_sheet(sheet(), language="en"))
    for part in ("Pair 3", "21 May 2023", "14:00", "Come back"):
        assert part in text, part
    assert "porte à" not in text and "Binôme" not in text


def test_every_line_once_with_headings_and_code_on_each_page(words):
    facts = sheet((22, 20, 18))
    doors = tuple(replace(door, label=f"n{door.row}x", lon=None) for door in facts.doors)
    text = words(pair_sheet(replace(facts, doors=doors, streets=())), raw=True)
    sides = text.split("\f")[:-1]
    found = re.findall(r"^\s*(\d+)\s+n(\d+)x", text, re.MULTILINE)
    assert found == [(str(row), str(row)) for row in range(1, 61)]
    assert all("9D5-HMR" in side for side in sides)
    with_doors = [side for side in sides if re.search(r"n\d+x", side)]
    assert all(re.search(r"Ligne\s+Porte", side) for side in with_doors)
    for side in map(tidied, with_doors):
        first = re.search(r"n(\d+)x", side)
        street = NAMES[0 if int(first[1]) <= 22 else 1 if int(first[1]) <= 42 else 2]
        assert street[:10] in side[: first.start()], "each page says in which street it goes on"


def tidied(text):
    return text.replace("’", "'")


def test_edited_texts_replace_the_defaults(words):
    text = words(pair_sheet(sheet(script="Dites bonjour.\n- Souriez", notice='Tout est "dit" !')))
    assert "Dites bonjour." in text and "Souriez" in text and "« dit » !" in text
    assert "Avez-vous un moment" not in text and "CNIL" not in text
    assert "Qui vous interroge : le collectif." in text
    assert "Où lire les résultats : juillet 2023. Contact : defi@example.org." in text


def test_default_texts_can_be_shown_for_editing():
    script = default_script(campaign="Défi", town="Niort", language="fr")
    until = date(2023, 7, 31)
    body = default_notice(until=until, language="fr")
    assert "Niort" in script and script.count("\n- ") == 4
    assert "31 juillet 2023" in body and "facultatives" in body and "CNIL" in body
    assert "fin de la campagne" in default_notice(language="fr")
    shown = sheet(campaign="Défi", town="Niort", until=until)
    assert pair_sheet(shown) == pair_sheet(replace(shown, script=script, notice=body))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_notice_says_who_asks_and_leaves_room_for_a_contact(language):
    facts = {"campaign": "Défi", "body": "Le reste.", "language": language}
    bare = notice(organiser="", contact="", results="", **facts).split("\n")
    assert len(bare) == 3 and "Défi" in bare[0] and bare[1] == "Le reste." and "……" in bare[2]
    full = notice(organiser="Nous.", contact="05", results="mairie", **facts).split("\n")
    assert len(full) == 4 and full[0].endswith("Nous.") and not full[0].endswith("..")
    assert full[2].endswith("mairie.") and full[3].endswith("05.") and "…" not in full[3]


@PAPERS
def test_the_longest_texts_still_fit(paper, words):
    wide = ("mot " * 375)[:MOST_WORDS].strip()
    lines = dict.fromkeys(("organiser", "contact", "results"), ("mairie " * 20)[:MOST_LINE])
    pdf = pair_sheet(sheet(script=wide, notice=wide + "fin", **lines), paper=paper)
    assert "motfin" in words(pdf) and pages(pdf) <= 4
    assert pages(leave_behind(card(**lines), paper=paper)) == 1


def test_the_order_of_walking_is_said(words):
    usual, along = (words(pair_sheet(sheet(walk=walk))) for walk in WalkingOrder)
    assert "côté impair à l’aller, côté pair au retour" in usual
    assert "les deux côtés ensemble" in along and "à l’aller" not in along
    assert "départ" in usual and "trajet" in usual
    nowhere = sheet(doors=tuple(replace(door, lon=None) for door in sheet().doors))
    assert "trajet" not in words(pair_sheet(nowhere))


def test_french_spaces_and_apostrophes(words):
    text = words(pair_sheet(sheet((2, 1, 2))), raw=True)
    assert "Rue de l’Intendant" in text and "l'Intendant" not in text
    assert re.search(rf"Bonjour[ {NARROW}]!", text)  # some versions of pdftotext make it plain
    assert not re.search(r"\w[;!?](?=\s)", text), "a mark without its narrow space"


def test_what_is_not_known_is_left_out(words):
    bare = sheet(
        members=(), quartier="", meeting_point="", meeting=None, end=None, others=(), note="",
        contact="", organiser="", results="", town="",
    )  # fmt: skip
    text = words(pair_sheet(bare))
    assert "Équipe" not in text and "Quartier" not in text and "rendez-vous" not in text
    assert "autres rues" not in text and "autres rues" in words(pair_sheet(sheet()))
    assert "21 mai 2023, 14 h " in text


def test_a_note_and_the_warning_of_the_demonstration(words):
    text = words(pair_sheet(sheet(note="Chien au n° 4 !", invented=True)))
    assert "Chien au n° 4 !" in text and "les adresses sont inventées" in text
    assert "inventées" not in words(pair_sheet(sheet()))


def test_a_questionnaire_leads_to_no_door(words):
    text = words(questionnaire_pdf())
    for part in ("Votre avis", "1. Note ?", "Pas du tout", "Tout à fait", "Ne sait pas",
                 "2. Et quoi ?", "Quartier :", "Mois :", "version 7"):  # fmt: skip
        assert part in text, part
    assert re.search(r"1\s+2\s+3\s+4\s+5", text)
    assert CODE not in text and "9D5-HMR" not in text
    given = words(questionnaire_pdf(quartier="Les Rocs", when=date(2023, 5, 21)))
    assert "Quartier : Les Rocs" in given and "Mois : mai 2023" in given and "21" not in given


def test_a_questionnaire_in_english_and_one_without_questions(words):
    assert "Does not know" in words(questionnaire_pdf(language="en"))
    assert "Questionnaire" in words(questionnaire_pdf(asked(questions=(), title={})))


def test_cards(words):
    text = words(leave_behind(card(contact="05 49 00 00 00", results="juillet 2023")))
    assert text.count("Nous sommes passés") == 4
    assert text.count("05 49 00 00 00") == 4 and text.count("juillet 2023") == 4
    small = words(leave_behind(card(message="Coucou !", link="https://example.org/"), paper="a5"))
    assert small.count("Coucou !") == 2 and small.count("https://example.org/") == 2
    assert "Résultats" not in small


def test_a_plan_has_no_contact_details_unless_given(words):
    text = words(day_plan(plan(without_pair=("Léa",), note="Venez tôt !", end=time(17))))
    for part in ("Plan du jour", "Aïcha B.", "Rue de la Marne (12)", "9D5-HMR", "21", "Léa",
                 "pas encore de rue", "4 personnes, 2 binômes", "de 14 h à 17 h"):  # fmt: skip
        assert part in text, part
    assert "Téléphone" not in text and "téléphone" not in text.replace("numéro de téléphone", "")
    listed = words(day_plan(plan(contacts={"Zoé": "06 00 00 00 00"}, checklist=("Du thé",))))
    assert "06 00 00 00 00" in listed and "Détruisez" in listed and "Du thé" in listed


def test_a_plan_without_pairs(words):
    assert "Aucun binôme" in words(day_plan(plan(pairs=())))


# --- what people may type ---------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_is_never_markup(words, text):
    door = SheetDoor(1, text, text, 0.35, 46.56, note=text)
    facts = sheet(
        campaign=text, town=text, quartier=text, meeting_point=text, members=(text, text),
        doors=(door,), streets=(SheetStreet(text, ""),), others=(SheetStreet(text, text),),
        outline=text, qr=text, organiser=text, contact=text, results=text, script=text,
        notice=f"- {text}", note=text,
    )  # fmt: skip
    assert shown(text) in squeezed(words(pair_sheet(facts, language="en")))
    hostile = asked(
        title={"en": text}, questions=(replace(asked().questions[0], text={"en": text}),)
    )
    assert shown(text) in squeezed(
        words(questionnaire_pdf(hostile, campaign=text, quartier=text, language="en"))
    )
    left = card(campaign=text, town=text, organiser=text, contact=text, message=text, link=text)
    assert shown(text) in squeezed(words(leave_behind(left, paper="a5", language="en")))
    day = plan(pairs=(_pair(text),), note=text, checklist=(text,), contacts={text: text})
    assert shown(text) in squeezed(words(day_plan(day, language="en")))


def _pair(text):
    return PlanPair(1, (text,), {text: 3}, CODE)


def shown(text):
    """Give a text as it comes out in English: with other quotation marks only."""
    return squeezed(tidy(text, "en"))


def squeezed(text):
    """Take spaces and hyphens of line ends out."""
    return re.sub(r"[\s\-\u2010\u00ad]", "", text)


def test_characters_that_no_font_has_do_not_stop_a_sheet(words):
    members = ("李明", "محمد", "😀 Zoé", "\u0915\u094d\u0937", "a\x00b\x07c\ud800", "\ue000")
    text = words(pair_sheet(sheet(members=members)))
    assert "□□" in text and "Zoé" in text and "abc" in text


def test_names_with_foreign_letters_on_the_map():
    named = SheetStreet("漢字 Łódź <b>", sheet().others[0].geometry)
    assert pages(pair_sheet(sheet(others=(named,)))) == 2


def test_long_texts_make_more_pages_but_no_failure(words):
    facts = sheet(
        (3,),
        members=("X" * 300, "Un nom " * 60),
        script="Une longue phrase à dire. " * 400,
        notice="Information. " * 400,
        note="Note. " * 100,
    )
    door = replace(
        facts.doors[0], label="Bâtiment C, escalier 4, troisième étage", note="Long " * 30
    )
    facts = replace(facts, doors=(door, *facts.doors[1:]))
    for paper in ("a4", "a5"):
        assert "troisième" in words(pair_sheet(facts, paper=paper))


def test_a_sheet_without_doors(words):
    assert "Les portes" in words(pair_sheet(sheet(doors=(), streets=())))


def test_doors_without_label_leave_room_to_write(words):
    facts = sheet()
    blank = replace(facts, doors=(*facts.doors, SheetDoor(5, NAMES[0], "")))
    assert re.search(r"^\s*5\s", words(pair_sheet(blank), raw=True), re.MULTILINE)


def test_a_street_met_again_later_keeps_its_letter(words):
    doors = tuple(
        SheetDoor(row, name, str(row)) for row, name in enumerate(("Rue A", "Rue B", "Rue A"), 1)
    )
    text = words(pair_sheet(sheet(doors=doors, streets=())))
    assert "Pas de plan" in text and "Rue A (2 portes)" in text
