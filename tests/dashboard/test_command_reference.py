"""docs/command.md says what the commands are, and every command and option is explained."""

import importlib.util
from pathlib import Path

import click
import pytest

from dashboard import i18n
from dashboard.cli import cli

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script():
    """Give the script that writes the reference, as a module."""
    path = ROOT / "scripts" / "command_reference.py"
    spec = importlib.util.spec_from_file_location("command_reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def everything(script):
    """Give each command and each of its parameters with a name for messages."""
    for name, command in [("", cli), *script.walk(cli)]:
        yield f"portes {name}", command
        for parameter in command.params:
            yield f"portes {name} {parameter.opts[0]}", parameter


def test_the_reference_is_current(script):
    found = script.TARGET.read_text(encoding="utf-8")
    assert found == script.reference(), "run: python scripts/command_reference.py"


def test_every_command_and_option_is_explained(script):
    silent = [name for name, one in everything(script) if not (one.source or "").strip()]
    assert silent == []


def test_every_command_and_option_is_in_the_reference(script):
    text = script.TARGET.read_text(encoding="utf-8")
    for name, command in script.walk(cli):
        section = text.split(f"## portes {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            wanted = parameter.opts[0] if isinstance(parameter, click.Option) else command.source
            place = text if parameter.name in script.SHARED else section
            assert wanted.split("\n")[0] in place, f"portes {name}: {wanted}"


def test_every_command_takes_the_shared_options(script):
    for name, command in script.walk(cli):
        known = {option for parameter in command.params for option in parameter.opts}
        assert {"--database", "--campaign", "--debug"} <= known, name


def test_every_explanation_has_its_french(script):
    french = i18n.merged("fr")
    missing = [
        f"{name}: {one.source!r}"
        for name, one in everything(script)
        if french.get(one.source) is None
    ]
    assert missing == []
