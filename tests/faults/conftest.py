"""A campaign on a disk of its own, which can be filled, locked and taken away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.service import Service
from tests.faults.disks import Disk, NoMountError, disk
from tests.faults.ground import Deed, Ground, Writer


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Disk]:
    """Give a disk of six megabytes, or skip."""
    try:
        with disk(tmp_path / "disk") as made:
            yield made
    except NoMountError as error:
        pytest.skip(f"mounting is not allowed here: {error}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of the records; a test with a disk of its own puts it there."""
    return tmp_path / "records"


@pytest.fixture
def service(folder: Path, tmp_path: Path) -> Iterator[Service]:
    """Give the app on a campaign that is ready for doors."""
    ground = Ground(f"sqlite:///{folder / 'portes.sqlite'}", tmp_path / "portes.key")
    ground.prepare()
    opened = ground.open()
    yield opened
    opened.store.close()


@pytest.fixture
def knock(service: Service, tmp_path: Path) -> Callable[[str], None]:
    """Give a way to record a door by its name."""
    ground = Ground(service.settings.database, tmp_path / "portes.key")
    writer = Writer(ground, 0, service, tmp_path)
    return lambda name: writer.do(Deed("visit", name))
