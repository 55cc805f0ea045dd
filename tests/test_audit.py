"""The audit fails on what is known, and only on that."""

import json

import pytest

from scripts import audit
from scripts.audit import judge

CLEAN = {"name": "starlette", "version": "1.0", "vulns": []}
SKIPPED = {"name": "folium", "skip_reason": "Dependency not found"}
BAD = {
    "name": "pillow",
    "version": "9.0",
    "vulns": [{"id": "CVE-2023-0001", "fix_versions": ["9.1", "10.0"], "aliases": []}],
}


def said(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


@pytest.mark.parametrize("others", [(), (CLEAN,), (SKIPPED, CLEAN), (SKIPPED,)])
def test_a_known_vulnerability_fails(others) -> None:
    lines, code = judge(said(*others, BAD), "Found 1 known vulnerability in 1 package")
    assert code == 1
    assert lines == ["audit: pillow 9.0: CVE-2023-0001, mended in 9.1, 10.0"]


def test_a_vulnerability_without_a_mend_fails_too() -> None:
    bad = {**BAD, "vulns": [{"id": "X-1", "fix_versions": []}]}
    assert judge(said(bad), "") == (["audit: pillow 9.0: X-1"], 1)


@pytest.mark.parametrize(
    ("packages", "line"),
    [
        ((CLEAN,), "audit: 1 package, no known vulnerability"),
        (
            (CLEAN, CLEAN, SKIPPED),
            "audit: 2 packages, no known vulnerability; 1 not known to the advisory service",
        ),
        ((SKIPPED,), "audit: the advisory service knows none of the packages, no verdict"),
    ],
)
def test_nothing_known_passes_and_says_what_it_is_worth(packages, line: str) -> None:
    assert judge(said(*packages), "") == ([line], 0)


@pytest.mark.parametrize("printed", ["", "no json", "[]", '{"fixes": []}'])
def test_nobody_to_ask_passes_in_one_line(printed: str) -> None:
    complaint = "Traceback\n  ConnectionError: https://host.example/x refused\n"
    lines, code = judge(printed, complaint)
    assert code == 0
    assert lines == ["audit: nobody could be asked, nothing was checked (ConnectionError: refused)"]


def test_one_that_does_not_answer_passes(monkeypatch, capsys, tmp_path) -> None:
    def never(*_words, timeout: float, **_options):
        raise audit.subprocess.TimeoutExpired("pip-audit", timeout)

    monkeypatch.setattr(audit.subprocess, "run", never)
    assert audit.main(tmp_path / "requirements.lock") == 0
    assert "did not answer" in capsys.readouterr().out


def test_the_verdict_is_how_the_command_ends(monkeypatch, capsys, tmp_path) -> None:
    class Done:
        stdout, stderr = said(BAD), ""

    monkeypatch.setattr(audit.subprocess, "run", lambda *_words, **_options: Done)
    assert audit.main(tmp_path / "requirements.lock") == 1
    assert "CVE-2023-0001" in capsys.readouterr().out
