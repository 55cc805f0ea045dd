"""Write docs/command.md from the commands themselves: `python scripts/command_reference.py`.

A test fails while the file is not what this gives.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import click

from dashboard import cli, i18n
from dashboard.settings import VARIABLES

TARGET = Path(__file__).resolve().parents[1] / "docs" / "command.md"
SHARED = ("database", "campaign", "debug")
HEAD = """# The `portes` command

Made by `scripts/command_reference.py` from the commands themselves; do not edit it by hand.

Results go to the standard output, messages to the error output: in French, or in English with
`PORTES_LANG=en` or where the terminal is English. Help and errors come in the same language.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | faults were found (rows left out, a map file to be mended), or what was asked was refused |
| 2 | the command was not written as it has to be |
| 130 | interrupted with Ctrl-C (`portes run`, which is left like that, gives 0) |

What goes wrong is said in one line, with what mends it.
"""


def reference() -> str:
    """Give the whole reference as Markdown, in English."""
    with i18n.using("en"):
        return "\n".join(_lines())


def walk(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Give every command with its full name, groups before their commands."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = cast(click.Command, group.get_command(context, name))
        yield " ".join([*path, name]), command
        if isinstance(command, click.Group):
            yield from walk(command, (*path, name))


def _lines() -> Iterator[str]:
    yield HEAD
    yield "## Options of every command"
    yield "\nBefore or after the name of the command.\n"
    yield from _table(param for param in cli.cli.params if param.name in SHARED)
    yield "\n## Variables\n"
    yield "| variable | meaning |\n|---|---|"
    yield from (f"| `{name}` | {meaning} |" for name, meaning in VARIABLES.items())
    yield "| `PORTES_DEBUG` | as `--debug`, where it is not empty |"
    for name, command in walk(cli.cli):
        yield f"\n## portes {name}\n"
        yield f"{command.help}\n"
        if not isinstance(command, click.Group):
            yield f"```sh\n{_usage(name, command)}\n```\n"
            yield from _table(param for param in command.params if param.name not in SHARED)
    yield ""


def _usage(name: str, command: click.Command) -> str:
    """Give the line to type: what is needed, and that there are options."""
    context = click.Context(command, info_name=f"portes {name}")
    words = [
        param.make_metavar(context)
        if isinstance(param, click.Argument)
        else f"{param.opts[0]} {param.make_metavar(context)}"
        for param in command.params
        if param.required
    ]
    return " ".join([f"portes {name}", *words, "[OPTIONS]"])


def _table(params: Iterator[click.Parameter]) -> Iterator[str]:
    """Give arguments and options as a table; nothing where there are none."""
    rows = [_row(param) for param in params]
    if rows:
        yield "| option | meaning |\n|---|---|"
        yield from rows


def _row(param: click.Parameter) -> str:
    context = click.Context(click.Command("portes"))
    words = param.make_metavar(context)
    if isinstance(param, click.Option):
        words = param.opts[0] if param.is_flag else f"{param.opts[0]} {words}"
    notes = [
        "needed" if param.required and isinstance(param, click.Option) else "",
        f"by default {param.default}" if getattr(param, "show_default", None) else "",
    ]
    extra = "; ".join(filter(None, notes))
    meaning = f"{param.help} *({extra})*" if extra else str(param.help)
    return "| {} | {} |".format(*(cell.replace("|", "\\|") for cell in (f"`{words}`", meaning)))


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
