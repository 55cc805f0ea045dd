import ast
import contextvars
import importlib
import pkgutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import data
import geo
from dashboard import i18n
from dashboard.errors import DashboardError
from dashboard.i18n import _, day, explain, month, ngettext, number, percent, text, using
from data.errors import DataError, FloorTooHighError
from geo.errors import GeoError

ROOT = Path(__file__).resolve().parents[2]
NARROW, WIDE = "\u202f", "\u00a0"
MARKS = {"_": 1, "N_": 1, "ngettext": 2}


# --- how it behaves ---------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def nobody_chose():
    i18n.follow(None)
    yield
    i18n.follow(None)
    i18n._translations.cache_clear()


@pytest.fixture
def catalogues(tmp_path, monkeypatch):
    """Give a folder of catalogues of our own; `write` puts one in."""
    (tmp_path / "fr").mkdir()
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    i18n._translations.cache_clear()

    def write(name, body):
        header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
        header += '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        (tmp_path / "fr" / name).write_text(header + body, encoding="utf-8")

    return write


def test_french_unless_said_otherwise():
    assert i18n.language() == "fr"
    with using("en"):
        assert i18n.language() == "en"
        with using("fr"):
            assert i18n.language() == "fr"
        assert i18n.language() == "en"
    assert i18n.language() == "fr"


def test_each_thread_has_its_own_language():
    seen = []
    with using("en"):
        thread = threading.Thread(target=lambda: seen.append(i18n.language()))
        thread.start()
        thread.join()
    assert seen == ["fr"]


def test_the_chooser_is_asked_where_nothing_was_set():
    def ask() -> None:
        i18n.follow(lambda: "en")
        assert i18n.language() == "en"
        with using("fr"):
            assert i18n.language() == "fr"
        i18n.follow(lambda: "tlh")
        assert i18n.language() == "fr"

    contextvars.Context().run(ask)


def test_a_language_that_is_not_offered():
    with pytest.raises(ValueError, match="tlh"):
        i18n.use("tlh")
    with pytest.raises(ValueError, match="tlh"), using("tlh"):
        pass


def test_translates_then_fills_in(catalogues):
    catalogues("a.po", 'msgid "{n} of {all}"\nmsgstr "{n} sur {all}"\n')
    assert _("{n} of {all}", n=3, all=5) == "3 sur 5"
    assert _("not there: {x}", x="{y}") == "not there: {y}"
    assert _("50 {") == "50 {"
    assert _("") == ""
    with using("en"):
        assert _("{n} of {all}", n=3, all=5) == "3 of 5"


def test_catalogues_are_merged_and_fuzzy_ones_left_out(catalogues):
    catalogues("a.po", 'msgid "one"\nmsgstr "un"\n\nmsgid "twice"\nmsgstr "d’abord"\n')
    catalogues(
        "b.po",
        'msgid "twice"\nmsgstr "ensuite"\n\n#, fuzzy\nmsgid "vague"\nmsgstr "flou"\n\n'
        'msgid "empty"\nmsgstr ""\n\n#, fuzzy\nmsgid "one"\nmsgstr "hein"\n',
    )
    found = [_(msgid) for msgid in ("one", "twice", "vague", "empty")]
    assert found == ["un", "ensuite", "vague", "empty"]


def test_plurals_follow_the_language(catalogues):
    catalogues(
        "a.po",
        'msgid "{n} door"\nmsgid_plural "{n} doors"\n'
        'msgstr[0] "{n} porte"\nmsgstr[1] "{n} portes"\n',
    )

    def doors(n):
        return ngettext("{n} door", "{n} doors", n)

    assert [doors(n) for n in (0, 1, 2, 1001, 10**6)] == [
        "0 porte", "1 porte", "2 portes", f"1{NARROW}001 portes",
        f"1{NARROW}000{NARROW}000 portes",
    ]  # fmt: skip
    with using("en"):
        assert [doors(n) for n in (0, 1, 2)] == ["0 doors", "1 door", "2 doors"]
        assert ngettext("a", "{n} {what}", 2, what="b") == "2 b"


def test_numbers_and_dates():
    assert number(1234567) == f"1{NARROW}234{NARROW}567"
    assert number(3.14159, 2) == "3,14"
    assert number(3, 1) == "3,0"
    assert percent(0.5) == f"50{WIDE}%"
    assert percent(12.3456, 1) == f"1{NARROW}234,6{WIDE}%"
    assert day(date(2023, 4, 2)) == "2 avril 2023"
    assert day(date(2023, 5, 1)) == "1er mai 2023"
    assert day(date(2023, 5, 21), "full") == "dimanche 21 mai 2023"
    assert day(date(2023, 5, 1), "short") == "01/05/2023"
    assert month(date(2023, 8, 1)) == "août 2023"
    with using("en"):
        assert number(1234567) == "1,234,567"
        assert percent(0.405, 1) == "40.5%"
        assert day(date(2023, 5, 1)) == "1 May 2023"
        assert month(date(2023, 8, 1)) == "August 2023"


def test_text_falls_back():
    both, french, other = {"fr": "Ville", "en": "Town"}, {"fr": "Ville"}, {"de": "Stadt"}
    assert [text(m) for m in (both, french, other, {})] == ["Ville", "Ville", "Stadt", ""]
    with using("en"):
        assert [text(m) for m in (both, french, other)] == ["Town", "Ville", "Stadt"]
        assert text({"en": "", "fr": "Ville"}) == "Ville"


class Because(str):
    template = "the disk has {free} left"
    params: Mapping[str, object] = {"free": 0.5}


class Why(StrEnum):
    FLAT = "it is flat"


@dataclass(frozen=True)
class Found:
    message: str = "{what}: {why} ({size}, {when})"
    mend: str = "Mend {what}."
    params: Mapping[str, object] = field(default_factory=dict)


def test_explain_translates_what_is_inside_as_well(catalogues):
    catalogues(
        "a.po",
        'msgid "Mend {what}."\nmsgstr "Réparez {what}."\n\n'
        'msgid "it is flat"\nmsgstr "c’est plat"\n\n'
        'msgid "the disk has {free} left"\nmsgstr "il reste {free} au disque"\n',
    )
    params = {"what": "{x}", "why": Why.FLAT, "size": 1234.5, "when": date(2023, 4, 1)}
    found = Found(params=params)
    shown = f"{{x}}: c’est plat (1{NARROW}234,5, 1er avril 2023)"
    assert explain(found) == (shown, "Réparez {x}.")
    assert explain(Found("{why}", "", {"why": Because("…")})) == ("il reste 0,5 au disque", "")
    assert explain(Found("{all}", "", {"all": [found, "b"]}))[0] == f"{shown}, b"


def test_explain_says_nothing_of_what_is_not_known():
    message, mend = explain(ZeroDivisionError("/home/somebody/secret"))
    assert message == "Une erreur imprévue s’est produite."
    assert mend
    with using("en"):
        assert "secret" not in "".join(explain(KeyError("secret")))


def test_explain_an_error_of_ours():
    problem = FloorTooHighError(quartiers=10, floor=200, needed=2000, goal=1001)
    assert explain(problem)[0].startswith("10 quartiers à 200 portes")
    with using("en"):
        assert explain(problem) == (str(problem), "Lower the floor or raise the goal.")


def test_importing_it_does_not_load_babel():
    code = "import sys, dashboard.i18n; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# --- that nothing is left untranslated --------------------------------------------------------


def modules():
    """Give all modules of data and geo, which import no Streamlit."""
    for package in (data, geo):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith("data.migrations"):
                yield importlib.import_module(found.name)


def subclasses(kind):
    yield kind
    for child in kind.__subclasses__():
        yield from subclasses(child)


def marked(source):
    """Give the texts that a module marks, with their lines; wherever they stand, f-strings as well.

    What is not written out there (`_(problem.mend)`) has to be marked where it is written.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            forms = [literals(argument) for argument in node.args[: MARKS.get(name, 0)]]
            if len(forms) == 1:
                yield from ((msgid, node.lineno) for msgid in forms[0])
            elif forms:
                yield from ((pair, node.lineno) for pair in zip(*forms, strict=True))


def literals(node):
    """Give the texts that an expression may stand for, as far as they are written out."""
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def of_interface():
    """Give the texts marked in pages/ and dashboard/, with the places they come from."""
    for path in sorted([*(ROOT / "pages").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")]):
        for msgid, line in marked(path.read_text(encoding="utf-8")):
            yield msgid, f"{path.relative_to(ROOT)}:{line}"


def of_errors():
    for base in (DataError, GeoError, DashboardError):
        for kind in subclasses(base):
            if kind.__module__.partition(".")[0] in ("data", "geo", "dashboard"):
                for msgid in (kind.message, kind.mend):
                    yield msgid, f"{kind.__module__}.{kind.__name__}"


def of_tables(module):
    """Give the templates of a module's faults and the phrases among its enums."""
    for name, value in vars(module).items():
        where = f"{module.__name__}.{name}"
        if isinstance(value, Mapping) and value and all(isinstance(k, Enum) for k in value):
            for texts in value.values():
                if isinstance(texts, tuple) and all(isinstance(t, str) for t in texts):
                    yield from ((msgid, where) for msgid in texts if " " in msgid)
        elif isinstance(value, type) and issubclass(value, StrEnum):
            phrases = [str(member.value) for member in value]
            if any(" " in phrase for phrase in phrases):
                yield from ((phrase, where) for phrase in phrases)


def of_reasons(module):
    """Give the templates that a module hands to `Reason(template, …)`."""
    for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason" and node.args:
            try:
                msgid = eval(ast.unparse(node.args[0]), vars(module))
            except NameError:  # a local name: its texts have to be marked where they stand
                continue
            if isinstance(msgid, str):
                yield msgid, f"{module.__name__}:{node.lineno}"


def all_texts():
    found = {}
    sources = [of_interface()]
    for module in modules():
        sources += [of_tables(module), of_reasons(module)]
    sources.append(of_errors())  # last: the modules above may define more of them
    for source in sources:
        for msgid, where in source:
            if msgid and any(msgid if isinstance(msgid, str) else "".join(msgid)):
                found.setdefault(msgid, where)
    return found


def holes(template):
    return {name for _text, name, *_rest in Formatter().parse(template) if name is not None}


def fault_of(msgid, entry):
    """Say what is wrong with a translation, or None."""
    if entry is None:
        return "no French"
    if isinstance(msgid, str):
        ours = entry.string[0] if isinstance(entry.string, tuple) else entry.string
        return None if holes(ours) == holes(msgid) else f"other placeholders in “{ours}”"
    if not isinstance(entry.string, tuple) or len(entry.string) != 2:
        return "no plural form"
    one, many = msgid
    # The French singular also serves 0, so that it may have to say the number.
    if not holes(one) <= holes(entry.string[0]) <= holes(one) | holes(many):
        return f"other placeholders in “{entry.string[0]}”"
    if holes(entry.string[1]) != holes(many):
        return f"other placeholders in “{entry.string[1]}”"
    return None


def test_marked_texts_are_found_wherever_they_stand():
    source = """
f"<b>{_('in an f-string')}</b>{ngettext('{n} door', '{n} doors', n)}"
LABELS = {1: i18n.N_("a" "b")}
_("yes" if sure else "no", n=_("inside"))
_(problem.mend)
"""
    texts = {"in an f-string", ("{n} door", "{n} doors"), "ab", "yes", "no", "inside"}
    assert {msgid for msgid, _line in marked(source)} == texts


def test_every_text_has_its_french():
    french = i18n.merged("fr")
    wrong = [
        f"{where}: {fault}: {msgid!r}"
        for msgid, where in all_texts().items()
        if (fault := fault_of(msgid, french.get(msgid if isinstance(msgid, str) else msgid[0])))
    ]
    if wrong:
        pytest.fail(f"{len(wrong)} texts\n" + "\n".join(sorted(wrong)), pytrace=False)


def test_catalogues_do_not_contradict_each_other():
    seen, wrong = {}, []
    for path in sorted((i18n.CATALOGUES / "fr").glob("*.po")):
        with path.open("rb") as file:
            for entry in read_po(file, locale="fr", abort_invalid=True):
                if entry.id and not entry.fuzzy:
                    first = seen.setdefault(entry.id, (path.name, entry.string))
                    if first[1] != entry.string:
                        wrong.append(f"{entry.id!r}: {first[0]} and {path.name}")
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
