"""The command line as a whole: exit codes, one line for what goes wrong, language, options."""

import re

import click
import pytest

from dashboard import cli as command_line
from dashboard.cli import language
from dashboard.coverage import Coverage
from dashboard.errors import SettingError
from data.errors import FloorTooHighError


def one_line(result, *, code):
    """Check the exit code, and that there is nothing but one line on the error output."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1 and result.stderr.endswith("\n"), result.stderr
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["impor"],
        ["coverage", "--colour"],
        ["coverage", "--format", "xml"],
        ["coverage", "extra"],
        ["import"],
        ["import", "missing.csv"],
        ["quartiers", "check", "missing.geojson"],
        ["quartiers", "use", "missing.geojson"],
        ["assign", "missing.csv", "--lon", "x", "--lat", "y", "--out", "o.csv"],
        ["run", "--port", "seventy"],
        ["run", "--port", "70000"],
        ["demo", "--until", "tomorrow"],
        ["demo", "--until", "2023-04-02", "--remove"],
        ["targets", "--method", "fair"],
        ["export", "secrets"],
        ["coverage", "--campaign", "missing"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_usage_is_code_2_and_one_line(portes, words, lang):
    line = one_line(portes(*words, PORTES_LANG=lang), code=2)
    assert line.startswith("Error: " if lang == "en" else "Erreur\N{NO-BREAK SPACE}: ")
    assert "--help" in line


def test_near_misses_are_proposed(portes):
    assert "'coverage'" in portes("covrage").stderr
    assert "'--remove'" in portes("demo", "--remov").stderr


def test_without_a_command_comes_the_help(portes):
    result = portes()
    assert result.exit_code == 2 and "coverage" in result.stderr


@pytest.mark.parametrize("url", ["portes.sqlite", "oracle//x", "nodb://host/name"])
@pytest.mark.parametrize("by_variable", [True, False])
def test_a_bad_database_url_is_usage(portes, url, by_variable):
    result = (
        portes("coverage", PORTES_DATABASE=url)
        if by_variable
        else portes("coverage", "--database", url)
    )
    one_line(result, code=2)


def test_a_bad_variable_is_usage(portes):
    assert "2023-13-01" in one_line(portes("coverage", PORTES_TODAY="2023-13-01"), code=2)
    assert "PORTES_LANG" in one_line(portes("coverage", PORTES_LANG="latin"), code=2)


def test_a_database_that_cannot_be_used_is_refused(portes, tmp_path):
    (tmp_path / "text.sqlite").write_text("not a database, but long enough to look at" * 50)
    one_line(portes("coverage", "--database", f"sqlite:///{tmp_path}/text.sqlite"), code=1)


def test_a_folder_that_is_no_campaign_is_left_as_it_is(portes, tmp_path, monkeypatch):
    monkeypatch.delenv("PORTES_DATABASE")
    (tmp_path / "photos").mkdir()
    one_line(portes("coverage", "--campaign", "photos"), code=1)
    assert list((tmp_path / "photos").iterdir()) == []
    one_line(portes("coverage", PORTES_CAMPAIGN=str(tmp_path / "gone")), code=1)
    assert not (tmp_path / "gone").exists()


def test_refusals_say_what_to_do(portes, monkeypatch):
    def fail(*_args):
        raise FloorTooHighError(quartiers=10, floor=200, needed=2000, goal=1001)

    monkeypatch.setattr(Coverage, "rows", fail)
    line = one_line(portes("coverage"), code=1)
    assert line.endswith("Lower the floor or raise the goal.\n")
    line = one_line(portes("coverage", PORTES_LANG="fr"), code=1)
    assert line.startswith("Erreur") and "10 quartiers" in line


def test_the_unforeseen_is_one_line_too_unless_asked_for(portes, monkeypatch):
    def fail(*_args):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Coverage, "rows", fail)
    line = one_line(portes("coverage"), code=1)
    assert "ZeroDivisionError" in line and "secret" not in line and "--debug" in line
    for result in (
        portes("--debug", "coverage"),
        portes("coverage", "--debug"),
        portes("coverage", PORTES_DEBUG="1"),
    ):
        assert result.exit_code == 1
        assert "Traceback" in result.stderr and "secret detail" in result.stderr


def test_an_interruption_is_130(portes, monkeypatch):
    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(Coverage, "rows", interrupt)
    result = portes("coverage")
    assert result.exit_code == 130
    assert result.stderr.strip() == "Interrupted."


def test_options_stand_before_or_after_the_command_and_the_last_wins(portes, tmp_path):
    first, second = (f"sqlite:///{tmp_path}/{name}.sqlite" for name in ("first", "second"))
    portes.done("--database", first, "demo", "--until", "2023-04-02")
    portes.done("demo", "--database", second)
    doors = [
        sum(row["knocked"] for row in portes.json(*words))
        for words in (
            ["coverage", "--database", first],
            ["--database", first, "coverage"],
            ["--database", first, "coverage", "--database", second],
            ["coverage"],
        )
    ]
    assert doors == [120, 120, 1061, 0]


def test_options_of_a_group_reach_its_commands(portes, tmp_path, shared):
    database = f"sqlite:///{tmp_path}/first.sqlite"
    iris = shared / "reference" / "poitiers_iris_86194.geojson"
    fields = ["--code", "CODE_IRIS", "--name", "NOM_IRIS"]
    portes.done("quartiers", "--database", database, "use", iris, *fields)
    assert len(portes.json("coverage", "--database", database)) == 41


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "fr"),
        ({"LANG": "C"}, "fr"),
        ({"LANG": "POSIX"}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({"LC_ALL": "fr_FR", "LC_MESSAGES": "en_US"}, "fr"),
        ({"LC_ALL": "", "LANG": "en"}, "en"),
        ({"PORTES_LANG": "fr", "LC_ALL": "en_GB.UTF-8"}, "fr"),
        ({"PORTES_LANG": "", "LC_ALL": "en_GB.UTF-8"}, "en"),
    ],
)
def test_language(environ, expected):
    assert language(environ) == expected


def test_language_that_there_is_not():
    with pytest.raises(SettingError):
        language({"PORTES_LANG": "la"})


def test_help_comes_in_the_language_in_use(portes):
    english = portes.done("import", "--help")
    french = portes.done("import", "--help", PORTES_LANG="fr")
    assert "Usage:" in english and "Table to bring in." in english
    assert "Usage\N{NO-BREAK SPACE}:" in french and "Tableau à importer." in french
    assert "bring" not in french.lower()


def test_version(portes):
    assert re.fullmatch(r"portes, version \d+\.\d+\.\d+\n", portes.done("--version"))


def test_every_command_is_what_it_is_called():
    context = click.Context(command_line.cli)
    for name in command_line.COMMANDS:
        command = command_line.cli.get_command(context, name)
        assert command is not None and command.name == name


def test_what_a_file_says_cannot_move_the_cursor(portes, tmp_path):
    (tmp_path / "evil.csv").write_text(
        "quartier;date;resultat\n\x1b[2J\x1b]0;x\x07;02/04/2023;absent\n"
    )
    result = portes("import", "evil.csv")
    assert result.exit_code == 1
    assert "\x1b" not in result.output and "\x07" not in result.output
