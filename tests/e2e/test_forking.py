"""Servers of the journeys begin as a command would, whatever was tested in this process before."""

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.e2e import forking


def test_the_script_of_a_page_test_is_not_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, ran, log = tmp_path / "screen.py", tmp_path / "ran", tmp_path / "log"
    script.write_text(f"open({str(ran)!r}, 'w').close()")
    left = ModuleType("__main__")
    left.__file__ = str(script)
    monkeypatch.setitem(sys.modules, "__main__", left)
    process = forking.start(["--help"], dict(os.environ), log)
    process.join(60)
    assert (process.exitcode, ran.exists()) == (0, False)
    assert "portes [OPTIONS]" in log.read_text()
    assert sys.modules["__main__"] is left
