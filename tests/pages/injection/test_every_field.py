"""No text that a person or a file supplied is more than text, wherever it comes out.

Every column of the schema that such a text can be in is planted with hostile ones; then all pages,
maps, exports, sheets, the calendar, the public files and the command line are made and searched.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from dashboard import i18n, navigation, processing_words, state
from dashboard.components.outing_page import CHANGE, DEBRIEF, PAIRS, PEOPLE
from dashboard.printing import day_plan_pdf, leave_behind_pdf, pair_sheet_pdf, questionnaire_pdf
from dashboard.public import files as public_files
from dashboard.service import Service
from dashboard.settings import load
from data.accounts import Account, SignIn
from data.fieldwork import Contact
from data.model import Outcome, Role, Visit
from tests.beginnings import DATABASE, begin
from tests.pages.appenv import ADDRESSES, AppEnv
from tests.pages.injection import payloads
from tests.pages.injection.planting import MACHINE, QUARTIER, columns, plant, planted, same
from tests.pages.plants import FIRST, OUTING
from tests.pages.plants import plant as plant_streets

JULY = "2023-07-10"
MARKDOWN_FIELDS = {"label", "help", "body", "title", "delta", "caption", "text", "content"}
"""Fields of Streamlit's messages that it reads as Markdown."""
SEEN: dict[str, set[str]] = {}
"""Marks of planted fields by the test that saw them."""
NOWHERE = {"addresses.suffix", "codings.coder"}
"""Fields that are compared and counted, and shown to nobody."""
PLAIN_ELEMENTS = {"code_block", "text", "json", "bidi_component", "component_instance", "iframe"}


def tried(record: Callable[[str, object], None], what: str, number: int) -> None:
    """Note how many combinations were tried, for the summary at the end of the run."""
    record("tried", f"{number:6d} {what}")


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database in which every table that holds texts has rows."""
    folder = tmp_path_factory.mktemp("campaign")
    database = begin(folder, filled=JULY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTES_DATABASE", f"sqlite:///{database}")
        patch.setenv("PORTES_TODAY", JULY)
        service = Service.open(load())
        fill(service)
        service.store.close()
    return folder


def fill(service: Service) -> None:
    """Take streets, print a sheet, record a door, code, quote, publish."""
    first, second, *_others = plant_streets(service, 6, 20, 18)
    service.turf.claim(first.id, OUTING, FIRST)
    service.turf.claim(second.id, OUTING, FIRST)
    sheet = service.paper.sheet_for(FIRST)
    service.paper.key_in(sheet.code, {1: Outcome.ABSENT})
    service.paper.check_sheet(sheet.code, "x")
    person = service.rounds.volunteers()[0]
    hostile = payloads.payload("contacts.email", payloads.MARKUP)
    service.rounds.save_volunteer(person, Contact(person.id, hostile, hostile))
    _let_in(service)
    _say(service)
    themes = [theme.key for theme in service.themes.codebook().themes]
    for verbatim in service.answers.all()[:4]:
        service.answers.confirm(verbatim.id, verbatim.original)
        service.answers.code(verbatim.id, "a", themes[:1])
        service.quotes.propose(verbatim.id, verbatim.original)
    questions = [question.key for question in service.questionnaire().ratings]
    service.publishing.withdraw(service.publishing.publish(questions).number, "x")


def _let_in(service: Service) -> None:
    """Give accounts to who looks at the pages and to somebody else, with a browser each."""
    kept = service.store
    for identity in (f"account-{Role.ADMINISTRATOR}", COORDINATOR):
        kept.accounts.save(Account(identity, identity, Role.ADMINISTRATOR))
        day = date.fromisoformat(JULY)
        sign_in = SignIn(identity.encode().ljust(32), identity, day, date.max, "x")
        kept.entrance.sign_in(sign_in, now=service.settings.clock())


def _say(service: Service) -> None:
    """Have the campaign say something of its own, and a file brought in that has a name."""
    texts = {"notice": {"fr": "x"}, "script": {"fr": "x"}}
    service.planning.save_texts(replace(service.campaign(), **texts))
    with service.store.importing("x.csv", at=service.now()) as writer:
        writer.add_visits([Visit("x", QUARTIER, date(2023, 5, 2), Outcome.ABSENT, "x", "1")])


COORDINATOR = "account-other"


@pytest.fixture
def hostile(
    campaign: Path, app_env: AppEnv, tmp_path: Path
) -> Callable[..., AppEnv]:  # the environment of page tests, on a database of its own
    """Give a way to plant a text everywhere and open the app on it."""

    def make(tail: str, start: str = "=") -> AppEnv:
        shutil.copytree(campaign, tmp_path, dirs_exist_ok=True)
        plant(tmp_path / DATABASE, tail, start)
        app_env.today(JULY)
        return app_env

    return make


def test_every_column_of_the_schema_is_planted_or_is_the_programs_own() -> None:
    known = set(columns())
    assert not MACHINE - known, "columns that are no longer there"
    assert len(planted()) + len(MACHINE) == len(known)


def strings(message: Message, field: str = "") -> Iterator[tuple[str, str]]:
    """Give all texts of a message with the names of their fields."""
    for described, value in message.ListFields():
        many = value if described.is_repeated else [value]
        for one in many:
            if described.type == FieldDescriptor.TYPE_MESSAGE and isinstance(one, Message):
                yield from strings(one, described.name)
            elif isinstance(one, str):
                yield described.name, one


def parts_of(at: AppTest) -> Iterator[tuple[str, str, str]]:
    """Give the texts of a page: kind of element, field, text."""
    nodes = [at._tree]
    while nodes:
        node = nodes.pop()
        nodes += getattr(node, "children", {}).values()
        proto = getattr(node, "proto", None)
        if isinstance(proto, Message):
            for field, text in strings(proto):
                yield str(node.type), field, text


def faults_of(kind: str, field: str, text: str) -> list[str]:
    """Say what is wrong with one text of a page."""
    if not payloads.MARK.search(text):
        return []
    if kind == "html":
        return payloads.in_html(text)
    if kind in PLAIN_ELEMENTS or field not in MARKDOWN_FIELDS:
        return []
    return payloads.in_markdown(text)


def pages() -> list[str]:
    """Name all pages of the menu by their files."""
    found = Path(navigation.PAGES).glob("*.py")
    return sorted(path.stem for path in found if not path.stem.startswith("_"))


QUERIES = {
    "streets": {"outing": OUTING, "pair": FIRST},
    "doors": {"outing": OUTING, "pair": FIRST},
    "outings": {"sortie": OUTING},
}


def query(env: AppEnv, page: str) -> dict[str, str]:
    """Give the query with which a page shows most."""
    if page == "paper":
        return {state.SHEET: env.service.paper.sheets(OUTING)[0].code}
    return QUERIES.get(page, {})


PARTS = {
    "records": (state.SECTION, "history", "quartiers", "addresses", "export"),
    "outings": (state.OUTING_PART, PEOPLE, PAIRS, DEBRIEF, CHANGE),
    "verbatims": (state.VERBATIM_PART, state.QUOTES, state.THEMES, state.WORDS),
    "access": (state.ACCESS_PART, state.VOLUNTEERS_ACCESS, state.ACCOUNTS_ACCESS),
    "publication": (state.PUBLICATION_PART, state.RELEASES, state.CHANGES),
}
"""Where a page has parts, the key of the choice and what can be chosen."""
KEYS = {
    "table": "bring-in",
    "volunteers": "list-in",
    "addresses": "addresses-in",
    "quartiers": "",
}
"""The button that brings a file in."""
FILES = {"quartiers": "quartiers", "addresses": "addresses"}
"""Parts of the page of data in which other files are brought in."""


def looks(env: AppEnv, page: str) -> Iterator[AppTest]:
    """Open a page, then each of its parts."""
    at = env.open(page, **query(env, page))
    yield at
    key, *parts = PARTS.get(page, ("",))
    for part in parts:
        at.session_state[key] = part
        yield at.run()


@pytest.mark.parametrize("tail", ["markup", "markdown"])
@pytest.mark.parametrize("page", pages())
def test_pages(
    hostile: Callable[..., AppEnv],
    page: str,
    tail: str,
    record_property: Callable[[str, object], None],
) -> None:
    env = hostile(payloads.TAILS[tail])
    assert page in {**ADDRESSES, **dict.fromkeys(pages())}
    found, marks, number = [], set(), 0
    for at in looks(env, page):
        assert not at.exception, [str(one.value) for one in at.exception]
        for kind, field, text in parts_of(at):
            marks |= set(payloads.MARK.findall(text))
            number += bool(payloads.MARK.search(text))
            found += [(kind, field, fault, text[:160]) for fault in faults_of(kind, field, text)]
    assert not found, "\n".join(map(str, found[:8]))
    maps = [options["feature_group_to_add"]._template.code for options in env.maps]
    for code in maps:
        assert "<script" not in code and "<img" not in code and "{{" not in code
        marks |= set(payloads.MARK.findall(code))
    SEEN[f"{page}-{tail}"] = marks
    tried(record_property, f"texts on the page {page} ({tail})", number + len(maps))


def cells(text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text, newline="")):
        yield from row


@pytest.mark.parametrize("start", payloads.FORMULAS)
def test_exports(
    hostile: Callable[..., AppEnv], start: str, record_property: Callable[[str, object], None]
) -> None:
    service = hostile(payloads.MARKUP + payloads.QUERY, start).service
    number = 0
    for what in ("visits", "responses", "coverage", "results"):
        text = "".join(service.records.export(what, "csv"))
        SEEN[f"{what}-{start}"] = set(payloads.MARK.findall(text))
        assert SEEN[f"{what}-{start}"]
        for cell in cells(text):
            number += 1
            negative = re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)
            assert negative or not payloads.in_cell(cell), cell[:60]
    for what in ("coverage", "results"):
        document = json.loads("".join(service.records.export(what, "geojson")))
        number += len(document["features"])
        assert {one["type"] for one in document["features"]} == {"Feature"}
    tried(record_property, f"cells of exports ({start!r})", number)


HOSTILE_FILES = {
    "table": (
        "records",
        "Date;Quartier;Issue;Rue;N°;{text}\n02/04/2023;Trois-Cités;absent;{text};{text};{text}\n"
        "02/04/2023;{text};{text};a;1;{text}\n{text};Trois-Cités;refus;a;2;x\n"
        "02/04/2023;8619403;entretien;rue A;2;a;b;c;{text}\n",
        ".csv",
    ),
    "volunteers": ("volunteers", "Nom;Courriel;{text}\n{text};{text};{text}\n", ".csv"),
    "quartiers": (
        "records",
        '{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"{text}":"{text}"'
        ',"code":"{text}"}},"geometry":{{"type":"Polygon","coordinates":'
        "[[[0.33,46.57],[0.34,46.57],[0.34,46.59],[0.33,46.57]]]}}}}]}}",
        ".geojson",
    ),
    "addresses": (
        "records",
        "numero;voie_nom;long;lat;{text}\n{text};{text};0.34;46.58;{text}\n"
        "9;{text};{text};1;x\n7;{text};0.34;46.58;x\n",
        ".csv",
    ),
}


@pytest.mark.parametrize("tail", ["markup", "markdown"])
@pytest.mark.parametrize("purpose", HOSTILE_FILES)
def test_files_that_are_brought_in(
    app_env: AppEnv, purpose: str, tail: str, record_property: Callable[[str, object], None]
) -> None:
    page, content, ending = HOSTILE_FILES[purpose]
    text = payloads.payload("file.cell", payloads.TAILS[tail]).replace("\n", " ")
    inside = json.dumps(text)[1:-1] if ending == ".geojson" else text.replace('"', "”")
    name = payloads.payload("file.name", payloads.TAILS[tail]).replace("\n", " ") + ending
    at = app_env.open(page)
    if purpose in FILES:
        at.session_state[state.SECTION] = FILES[purpose]
        at.run()
    at.file_uploader(key=f"upload-{purpose}-0").upload(
        name, content.format(text=inside.replace(";", ",")).encode()
    )
    at.run()
    assert not at.exception, [str(one.value) for one in at.exception]
    number, found = 0, []
    for press in (False, True):
        if press and KEYS[purpose] in {one.key for one in at.button}:
            at.button(key=KEYS[purpose]).click().run()
            assert not at.exception, [str(one.value) for one in at.exception]
        for kind, field, said in parts_of(at):
            number += bool(payloads.MARK.search(said))
            found += [(kind, field, fault, said[:160]) for fault in faults_of(kind, field, said)]
    assert not found, "\n".join(map(str, found[:8]))
    assert number
    tried(record_property, f"texts of a file brought in ({purpose}, {tail})", number)


def test_the_calendar_has_no_line_of_somebody_elses(
    hostile: Callable[..., AppEnv], record_property: Callable[[str, object], None]
) -> None:
    service = hostile("\r\nEND:VEVENT\r\nBEGIN:VALARM\nATTENDEE:mailto:a@b\\n;,:" * 2).service
    from icalendar import Calendar

    calendar = Calendar.from_ical(service.rounds.calendar())
    kinds = {part.name for part in calendar.walk()}
    assert "VALARM" not in kinds
    assert len(calendar.walk("VEVENT")) == len(service.rounds.outings())
    names = {name for part in calendar.walk("VEVENT") for name in part}
    assert "ATTENDEE" not in names
    tried(record_property, "events of the calendar", len(calendar.walk("VEVENT")))


def test_sheets_on_paper(
    hostile: Callable[..., AppEnv], record_property: Callable[[str, object], None]
) -> None:
    service = hostile(payloads.TYPESET + payloads.MARKUP).service
    made = [
        day_plan_pdf(service, OUTING),
        pair_sheet_pdf(service, FIRST, paper="a4", language="fr"),
        questionnaire_pdf(service, paper="a4", language="fr"),
        leave_behind_pdf(service, language="fr"),
    ]
    for pdf in made:
        assert pdf.startswith(b"%PDF-")
        assert not re.search(rb"/S\s*/(?:JavaScript|Launch|URI|SubmitForm)", pdf)
    tried(record_property, "sheets on paper", len(made))


def test_the_public_files(
    hostile: Callable[..., AppEnv], record_property: Callable[[str, object], None]
) -> None:
    made = public_files(hostile(payloads.MARKUP).service)
    number = 0
    for name, body in made.items():
        text = body.decode("utf-8", errors="replace")
        number += len(payloads.MARK.findall(text))
        if name.endswith(".html"):
            faults = [
                one for one in payloads.in_html(text) if one not in ("<script>", "href=data:,")
            ]
            assert not faults, (name, faults[:5])
            assert text.count("<script") == text.count("<script src")
        if name.endswith(".js"):
            assert "</script" not in text
        if name.endswith(".csv"):
            assert not [one for one in cells(text) if payloads.in_cell(one) and "Zq" in one]
    assert number
    tried(record_property, "texts in the public files", number)


def test_what_is_handed_over(
    hostile: Callable[..., AppEnv], record_property: Callable[[str, object], None]
) -> None:
    """Somebody's data, as a text and for programs: it says all, and is nothing but text."""
    privacy = hostile(payloads.MARKUP).service.privacy
    found = [privacy.export_person(identity) for identity in privacy.people()]
    told = "".join("".join(processing_words.person_text(one)) for one in found)
    assert [json.loads(processing_words.person_json(one)) for one in found]
    SEEN["handed over"] = set(payloads.MARK.findall(told))
    tried(record_property, "texts handed over", len(payloads.MARK.findall(told)))


COMMANDS = (
    ("coverage",),
    ("results",),
    ("targets",),
    ("imports",),
    ("audit",),
    ("accounts", "list"),
    ("person", "export", COORDINATOR),
)


def test_the_command_line(
    hostile: Callable[..., AppEnv], record_property: Callable[[str, object], None]
) -> None:
    from dashboard.cli import cli

    env = hostile(payloads.TERMINAL, "\x1b[1m")
    env.service.store.close()
    for words in COMMANDS:
        with i18n.using("fr"):
            result = CliRunner().invoke(cli, list(words), color=True)
        assert result.exit_code == 0, result.output
        assert not payloads.in_terminal(result.output), (words, payloads.in_terminal(result.output))
    tried(record_property, "commands with hostile texts", len(COMMANDS))


@pytest.mark.parametrize(
    ("find", "text"),
    [
        (payloads.in_html, "<p>a<img src=x></p>"),
        (payloads.in_html, '<p title="" onclick="x">'),
        (payloads.in_html, '<a href="javascript:x">'),
        (payloads.in_html, "<p class='Zqab0z'>"),
        (payloads.in_markdown, "a [l](javascript:alert(5)) b"),
        (payloads.in_markdown, "a :red[r]"),
        (payloads.in_cell, "=1"),
        (payloads.in_terminal, "a\x1b[1mb"),
        (payloads.in_terminal, "a\u202eb"),
    ],
)
def test_what_is_more_than_text_is_found(find: Callable[[str], list[str]], text: str) -> None:
    assert find(text)


@pytest.mark.parametrize("text", ["&lt;img src=x&gt;", "a \\[l\\]\\(javascript", "'=1", "a é\n"])
def test_what_is_only_text_is_not_complained_of(text: str) -> None:
    everything = (payloads.in_html, payloads.in_markdown, payloads.in_cell, payloads.in_terminal)
    assert not [one for find in everything for one in find(text)]


def test_each_planted_field_came_out_somewhere() -> None:
    if len(SEEN) < 2 * len(pages()):
        return  # only some of the tests above were asked for
    seen = set().union(*SEEN.values())
    unseen = {one for one in planted() if payloads.mark(same(one)) not in seen}
    assert unseen <= NOWHERE, sorted(unseen - NOWHERE)
