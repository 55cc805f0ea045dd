"""Small disks that can be filled, made read-only and taken away, where the machine allows that."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class NoMountError(Exception):
    """The machine does not let us mount anything."""


class Disk:
    """A file system of its own in memory."""

    def __init__(self, folder: Path, kilobytes: int) -> None:
        self.folder = folder
        folder.mkdir()
        _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "portes-test", str(folder))

    def fill(self) -> None:
        """Leave no room at all."""
        with suppress(OSError), self._filler.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 12):
                with suppress(OSError):
                    while file.write(bytes(size)):
                        pass

    def free(self) -> None:
        """Make room again."""
        self._filler.unlink()

    def read_only(self, wish: bool = True) -> None:
        """Let nothing be written, or everything again; nothing may be open for writing."""
        _mount("-o", "remount,ro" if wish else "remount,rw", str(self.folder))

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"


@contextmanager
def disk(folder: Path, *, kilobytes: int = 6000) -> Iterator[Disk]:
    """Give a disk; it goes at the end.

    Raises
    ------
    NoMountError
        Mounting is not allowed here.
    """
    made = Disk(folder, kilobytes)
    try:
        yield made
    finally:
        _unmount(folder)


@contextmanager
def shown_at(source: Path, place: Path) -> Iterator[None]:
    """Show a folder at another place, as a disk that is plugged in."""
    place.mkdir(exist_ok=True)
    _mount("--bind", str(source), str(place))
    try:
        yield
    finally:
        _unmount(place)


def _mount(*words: str) -> None:
    if os.name != "posix" or os.geteuid() != 0:
        raise NoMountError("only root may mount")
    try:
        done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    except OSError as error:
        raise NoMountError(str(error)) from error
    if done.returncode:
        raise NoMountError(done.stderr.strip())


def _unmount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)
