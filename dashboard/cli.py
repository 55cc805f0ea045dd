"""The `portes` command: its commands, its language, and one place where errors become exit codes.

| code | meaning |
|---|---|
| 0 | done |
| 1 | faults were found, or what was asked was refused |
| 2 | the command was not written as it has to be |
| 130 | interrupted |

What goes wrong is said in one line on the error output, never with a traceback unless `--debug` or
`PORTES_DEBUG` asks for it.
"""

import io
import os
import re
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import click

from dashboard import i18n
from dashboard.commands import words
from dashboard.commands.base import Group, Option, Wishes, campaign_options, tell
from dashboard.errors import DashboardError, SettingError
from dashboard.i18n import _
from data.errors import DatabaseUnreachableError, DataError, Reason
from geo.errors import GeoError

COMMANDS: Mapping[str, str] = {
    "run": "run:run",
    "demo": "records:demo",
    "import": "importing:import_",
    "imports": "importing:imports",
    "undo": "importing:undo",
    "coverage": "figures:coverage",
    "results": "figures:results",
    "targets": "targets:targets",
    "export": "records:export",
    "publish": "publishing:publish",
    "backup": "keeping:backup",
    "restore": "keeping:restore",
    "check": "keeping:check",
    "move": "moving:move",
    "keys": "keys:keys",
    "audit": "journal:audit",
    "privacy": "privacy:privacy",
    "person": "privacy:person",
    "purge": "privacy:purge",
    "quartiers": "quartiers:quartiers",
    "addresses": "addresses:addresses",
    "assign": "assign:assign",
    "new": "new:new",
    "invite": "accounts:invite",
    "accounts": "accounts:accounts",
}
"""Where each command lies in `dashboard.commands`; only what is called for is imported."""

DONE, REFUSED, MISUSED, INTERRUPTED = 0, 1, 2, 130
_ADDRESS_FAULTS = (Reason.BAD_ADDRESS, Reason.NO_DRIVER)


class Portes(Group):
    """The group of all commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, in the order in which a campaign needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _colon, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"dashboard.commands.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called for; near misses are proposed."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as problem:
            name = problem.command_name
            raise click.exceptions.NoSuchCommand(name, possibilities=COMMANDS, ctx=ctx) from None

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command that the arguments name, and end the process with its exit code."""
        extra |= {"prog_name": "portes", "standalone_mode": False}
        if not standalone_mode:
            return super().main(*args, **extra)
        wishes = Wishes(debug=bool(os.environ.get("PORTES_DEBUG")))
        call = super().main
        sys.exit(finish(lambda: call(*args, obj=wishes, **extra), wishes))


@click.group(
    cls=Portes,
    help="Run a citizens' door-to-door challenge: knock on 1001 doors, spread fairly over the "
    "quartiers of a town, and give the results back.",
)
@click.version_option(
    package_name="portes", prog_name="portes", cls=Option, help="Show the version and exit."
)
@campaign_options
def cli() -> None:
    """Gather the commands."""


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    cli()


def finish(call: Callable[[], object], wishes: Wishes) -> int:
    """Run `call` in the person's language, say in one line what went wrong, give the exit code."""
    i18n.use(i18n.DEFAULT)
    words.translate_click()
    output = sys.stdout
    code: object = DONE
    try:
        i18n.use(language(os.environ))
        code = call()
        sys.stdout.flush()
    except SystemExit as leaving:
        # Click leaves like that where nobody reads on (it then puts a stand-in for the output),
        # and once it has proposed completions.
        code = leaving.code if sys.stdout is output else DONE
    except (Exception, KeyboardInterrupt) as problem:
        code = _failed(problem, wishes)
    return code if isinstance(code, int) else DONE


def _failed(problem: BaseException, wishes: Wishes) -> int:
    """Say what went wrong and give the exit code."""
    code = REFUSED
    match problem:
        case click.Abort() | KeyboardInterrupt():
            tell(_("Interrupted."))
            code = INTERRUPTED
        case BrokenPipeError():
            # Whoever read has read enough; Python would complain at its end about the rest.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = DONE
        case click.exceptions.NoArgsIsHelpError():
            problem.show()
            code = MISUSED
        case click.UsageError():
            command = problem.ctx.command_path if problem.ctx else "portes"
            _say(problem.format_message(), _("See {command} --help.", command=command))
            code = MISUSED
        case click.ClickException():
            _say(problem.format_message())
        case DataError() | GeoError() | DashboardError():
            _trace(wishes)
            _say(*i18n.explain(problem))
            code = MISUSED if _miswritten(problem) else REFUSED
        case _:
            _trace(wishes)
            what = _("Something unforeseen went wrong ({kind}).", kind=type(problem).__name__)
            _say(what, "" if wishes.debug else _("The option --debug shows where."))
    return code


def _miswritten(problem: Exception) -> bool:
    """Tell what was written wrongly from what was refused."""
    if isinstance(problem, DatabaseUnreachableError):
        return getattr(problem.params.get("reason"), "template", "") in _ADDRESS_FAULTS
    return isinstance(problem, SettingError)


def language(environ: Mapping[str, str]) -> str:
    """Find the language: PORTES_LANG, else that of the terminal, else French.

    Raises
    ------
    SettingError
        PORTES_LANG names a language that there is not.

    Examples
    --------
    >>> language({"LANG": "en_GB.UTF-8"}), language({"LC_ALL": "C", "LANG": "en_GB.UTF-8"})
    ('en', 'fr')
    """
    wish = environ.get("PORTES_LANG")
    if wish:
        if wish not in i18n.LANGUAGES:
            raise SettingError(name="PORTES_LANG", value=wish, expected=", ".join(i18n.LANGUAGES))
        return wish
    terminal = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    short = re.split(r"[_.@]", terminal)[0]
    return short if short in i18n.LANGUAGES else i18n.DEFAULT


def _say(message: str, mend: str = "") -> None:
    """Write the one line."""
    line = _("Error: {message}", message=f"{message} {mend}".strip())
    tell(re.sub(" {2,}|[\n\t]+ *", " ", line))


def _trace(wishes: Wishes) -> None:
    if wishes.debug:
        traceback.print_exc()
