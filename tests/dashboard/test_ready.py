"""What is done before the app answers."""

import gc
import sys
from collections.abc import Iterator
from weakref import ref

import pytest

from dashboard import ready


class Ring:
    """Holds itself, so that only a search finds that nobody else does."""

    ring: "Ring"


@pytest.fixture
def as_before() -> Iterator[None]:
    """Let Python look for garbage as it did, afterwards."""
    looks = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*looks)


@pytest.mark.usefixtures("as_before")
def test_what_pages_are_made_of_is_loaded_and_not_searched_for_garbage() -> None:
    ready.get_ready()

    assert set(ready.PARTS) <= sys.modules.keys()
    assert not any(found is vars(ready) for found in gc.get_objects())


@pytest.mark.usefixtures("as_before")
def test_garbage_of_later_is_found() -> None:
    ready.get_ready()

    found = Ring()
    found.ring = found
    seen = ref(found)
    del found
    gc.collect()

    assert gc.isenabled()
    assert seen() is None
