"""What the tests of the dashboard share: the command line on a database of its own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard import i18n

VARIABLES = (
    "DATABASE",
    "CAMPAIGN",
    "TODAY",
    "LANG",
    "DEBUG",
    "TILES",
    "TILES_ATTRIBUTION",
    "KEY_FILE",
)


@dataclass(frozen=True)
class Portes:
    """Runs commands as a person would, in a folder and with a data folder of their own."""

    folder: Path

    def __call__(self, *words: object, **variables: str) -> Result:
        from dashboard.cli import cli

        return CliRunner().invoke(cli, [str(word) for word in words], env=variables)

    def done(self, *words: object, **variables: str) -> str:
        """Run what has to succeed; give what it wrote as its result."""
        result = self(*words, **variables)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *words: object) -> Any:
        """Run with ``--format json``; give what that reads as."""
        return json.loads(self.done(*words, "--format", "json"))


@pytest.fixture
def portes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portes]:
    """Give the command line: English, on 10 July 2023, on an empty campaign of Poitiers."""
    for name in VARIABLES:
        monkeypatch.delenv(f"PORTES_{name}", raising=False)
    monkeypatch.setenv("PORTES_LANG", "en")
    monkeypatch.setenv("PORTES_TODAY", "2023-07-10")
    monkeypatch.setenv("PORTES_DATABASE", f"sqlite:///{tmp_path / 'records' / 'portes.sqlite'}")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    with i18n.using("en"):  # the command sets the language; this puts it back
        yield Portes(tmp_path)
