"""What the running app sends to the public holds nothing from a masked quartier."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from dashboard import server as app
from dashboard.publication.bundle import build
from tests.dashboard.canary import found, plant
from tests.e2e import wire
from tests.e2e.fieldday import service_of
from tests.e2e.serving import serving
from tests.e2e.test_accessible import PAGES
from tests.signing import cookie

JULY = "2023-07-10"
INTERNAL = (
    "_stcore/health",
    "_stcore/host-config",
    "_stcore/metrics",
    "_stcore/script-health-check",
    "_stcore/upload_file/a/b",
    "media/canary.csv",
    "component/streamlit_folium.st_folium/index.html",
)
"""What Streamlit answers beside its page."""

Address = str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the database in which the canaries are."""
    made = tmp_path_factory.mktemp("canary")
    plant(service_of(made, today=JULY))
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[Address]:
    with serving(folder, today=JULY) as started:
        yield started


def test_no_file_of_the_results_holds_the_canary(address: Address, folder: Path) -> None:
    names = build(service_of(folder, today=JULY).publishing.release(1)).files
    sent = {
        f"{name} {packed}": wire.get(address, f"resultats/{name}", packed=packed)
        for name in ("", *names, "nothing.html", "../portes.sqlite")
        for packed in (False, True)
    }
    assert found("canary", sent) == []
    # The test of the test: what stands beside the canaries in a quartier that is shown.
    assert {"index.html False", "index.html True", "publication.json True"} <= set(
        found("witness", sent)
    )


def test_no_other_route_holds_the_canary(address: Address) -> None:
    ours = [route.path for route in app.parts()["routes"] if isinstance(route, Route)]
    first = wire.get(address, "")
    paths = {*ours, *INTERNAL, *(page for page in PAGES if "{" not in page), *wire.linked(first)}
    sent = {path: wire.get(address, path) for path in sorted(paths)}
    assert any(b"javascript" in body[:1000] for body in sent.values())
    assert found("canary", sent) == []


def test_no_session_of_the_public_is_sent_the_canary(address: Address, folder: Path) -> None:
    sent = dict(wire.session(address, [page.format(sheet="") for page in PAGES]))
    assert found("canary", sent) == []
    # The test of the test: the team is sent it.
    team = {"cookie": "=".join(cookie(folder / "portes.sqlite"))}
    seen = dict(wire.session(address, ["analyse", "verbatims?part=themes"], **team))
    assert set(found("canary", seen)) == set(seen)
