"""That what belongs in one room of the house is found in no other.

The code is read as Python reads it, so that comments, texts and scripts for the browser may say
what they like.
"""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("pages", "dashboard", "data", "geo", "guards")
CLOCKS = {
    *("date.today", "datetime.now", "datetime.today", "datetime.utcnow"),
    *("datetime.date.today", "datetime.datetime.now", "datetime.datetime.today", "time.time"),
}


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Give the modules that a module imports, wherever in it, and the lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno
            # What was imported is asked for by these names as well.
            yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)


def named(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Give the dotted names that a module uses or imports, and the lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node), node.lineno
    yield from imported(tree)


def is_session(name: str) -> bool:
    return name in ("st.session_state", "streamlit.session_state")


def is_cache(name: str) -> bool:
    return name in {
        f"{module}.cache_{kind}" for module in ("st", "streamlit") for kind in ("data", "resource")
    }


def is_map(name: str) -> bool:
    return name.partition(".")[0] == "streamlit_folium"


def is_streamlit(name: str) -> bool:
    return name.partition(".")[0] in ("streamlit", "streamlit_folium", "st")


def is_records(name: str) -> bool:
    """Say whether records are reached past the service, which asks who may see them."""
    return name.endswith((".service().store", "cached.opened"))


STRAYS = [
    pytest.param(is_session, PACKAGES, "dashboard/state.py", id="session"),
    pytest.param(is_cache, PACKAGES, "dashboard/cached/", id="caches"),
    pytest.param(is_map, PACKAGES, "dashboard/mapview.py", id="map"),
    pytest.param(is_streamlit, ("data", "geo", "guards"), None, id="streamlit"),
    pytest.param(is_records, ("pages", "dashboard/components"), None, id="records"),
    pytest.param(CLOCKS.__contains__, PACKAGES, "dashboard/settings.py", id="clock"),
]


@pytest.mark.parametrize(("wanted", "packages", "room"), STRAYS)
def test_everything_is_in_its_room(wanted, packages, room):
    found, strays = False, []
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            for name, line in named(ast.parse(path.read_text(encoding="utf-8"))):
                if wanted(name):
                    inside = room is not None and place.startswith(room)
                    found |= inside
                    strays += [] if inside else [f"{place}:{line}: {name}"]
    assert not strays, "\n".join(strays)
    assert found or room is None, f"nothing of it in {room}: is the test still right?"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (is_session, "def f():\n    return st.session_state['a']"),
        (is_session, "from streamlit import session_state"),
        (is_cache, "@st.cache_data(ttl=3)\ndef f(): ..."),
        (is_cache, "@st.cache_resource\ndef f(): ..."),
        (is_map, "from streamlit_folium import st_folium"),
        (is_records, "rows = cached.service().store.people.contacts()"),
        (is_records, "cached.opened().rounds.contacts()"),
        (is_streamlit, "def f():\n    import streamlit.components.v1 as components"),
        (CLOCKS.__contains__, "f'{datetime.now(zone):%H}'"),
        (CLOCKS.__contains__, "clock = date.today"),
    ],
)
def test_a_stray_is_found(wanted, code):
    assert any(wanted(name) for name, _line in named(ast.parse(code)))


def downloads_that_run_again(tree: ast.AST) -> Iterator[int]:
    """Give the lines of the download buttons whose click runs the page again.

    That run would take away the very file that the browser is about to fetch.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".download_button"):
            clicks = [word.value for word in node.keywords if word.arg == "on_click"]
            if [ast.unparse(value) for value in clicks] != ["'ignore'"]:
                yield node.lineno


def test_a_download_never_runs_the_page_again():
    seen = 0
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            seen += text.count(".download_button(")
            found = list(downloads_that_run_again(ast.parse(text)))
            assert not found, f"{path.relative_to(ROOT)}: {found}"
    assert seen, "no download button: is the test still right?"
    assert list(downloads_that_run_again(ast.parse("st.download_button('a', b'')"))) == [1]


def loaded_with(tree: ast.AST) -> Iterator[str]:
    """Give the modules that are imported as soon as a module is, and not only where it needs them.

    What stands under ``TYPE_CHECKING`` or within a function is imported later or never.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (name for name, _line in imported(node))
        else:
            yield from loaded_with(node)


def test_no_modules_import_each_other_in_a_circle():
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
    }
    needs = {
        name: {
            other
            for other in loaded_with(ast.parse(path.read_text(encoding="utf-8")))
            if other in modules and not name.startswith(f"{other}.")
        }
        - {name}
        for name, path in modules.items()
    }
    assert sum(map(len, needs.values())) > 1000, "hardly an import: is the test still right?"
    TopologicalSorter(needs).prepare()  # names the circle in what it raises


def test_a_circle_is_found():
    code = "from a import b\nif TYPE_CHECKING:\n    import c\ndef f():\n    import d"
    assert list(loaded_with(ast.parse(code))) == ["a", "a.b"]
    with pytest.raises(CycleError):
        TopologicalSorter({"a": {"b"}, "b": {"a"}}).prepare()
