"""Two processes on one database: what one writes, the other shows at its next run."""

import os
import subprocess
import sys
from pathlib import Path

from tests.pages.appenv import TODAY, AppEnv, texts

COMMAND = "from dashboard.cli import main; main()"


def other(env: AppEnv, *words: str) -> None:
    """Run a command as a process of its own on the database of the app."""
    variables = {"PORTES_DATABASE": f"sqlite:///{env.database}", "PORTES_TODAY": TODAY}
    subprocess.run(
        [sys.executable, "-c", COMMAND, *words],
        env=os.environ | variables,
        check=True,
        capture_output=True,
    )


def test_what_another_process_writes_is_seen(app_env: AppEnv, tmp_path: Path) -> None:
    """Also after a restore, which goes back to figures that a cache may still hold."""
    at = app_env.open()
    empty = texts(at)
    other(app_env, "demo", "--until", TODAY)
    full = texts(at.run())
    assert full != empty
    other(app_env, "backup", str(tmp_path / "b.sqlite"))
    other(app_env, "demo", "--remove")
    assert texts(at.run()) == empty
    other(app_env, "restore", str(tmp_path / "b.sqlite"))
    assert texts(at.run()) == full
    assert not at.exception and not at.error


def test_what_the_app_writes_is_seen_by_another_process(app_env: AppEnv, tmp_path: Path) -> None:
    app_env.open()
    app_env.fill()
    other(app_env, "check")
    other(app_env, "export", "visits", "--out", str(tmp_path / "visits.csv"))
    lines = (tmp_path / "visits.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1 + len(list(app_env.service.store.visits()))
