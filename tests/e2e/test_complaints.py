"""What the journeys take for a fault: everything but Streamlit looking for itself."""

import pytest

from tests.e2e.conftest import complaint

HOME = "http://127.0.0.1:8501"
MISSING = "Failed to load resource: the server responded with a status of 404 (Not Found)"


@pytest.mark.parametrize("page", ["porte", "vie-privee"])
@pytest.mark.parametrize("name", ["health", "host-config"])
def test_streamlit_looking_for_itself_is_no_fault(page: str, name: str) -> None:
    assert complaint(MISSING, f"{HOME}/{page}/_stcore/{name}", home=HOME) == ""


@pytest.mark.parametrize(
    "url",
    [
        f"{HOME}/static/leaflet.js",
        f"{HOME}/_stcore/health",
        f"{HOME}/porte/_stcore/health/more",
        f"{HOME}/porte/_stcore/leaflet.js",
        f"{HOME}/porte/static/_stcore/health",
        "http://127.0.0.1:9999/porte/_stcore/health",
        "",
    ],
)
def test_a_file_that_is_missing_is_one(url: str) -> None:
    assert url in complaint(MISSING, url, home=HOME) != ""


def test_another_fault_of_the_same_address_is_one() -> None:
    assert complaint("net::ERR_FAILED", f"{HOME}/porte/_stcore/health", home=HOME)
