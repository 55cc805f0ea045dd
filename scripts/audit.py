"""Ask whether a pinned dependency has a known vulnerability: ``python -m scripts.audit LOCK``.

Fails on a vulnerability that is known. Where nobody can be asked, or the advisory service knows
none of the packages, it says so in one line and passes: a check that cannot be made without the
internet must not stand in the way of one who has none.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

SECONDS = 120


class Verdict(NamedTuple):
    """What to say, and how to end: 0 passes."""

    lines: Sequence[str]
    code: int


def main(lock: Path) -> int:
    """Audit the packages of a lock file; print what was found."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--format", "json"]
    command += ["--disable-pip", "--no-deps", "--progress-spinner", "off"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return _say(Verdict(["audit: the advisory service did not answer; nothing was checked"], 0))
    return _say(judge(done.stdout, done.stderr))


def judge(said: str, complained: str) -> Verdict:
    """Judge what the auditor printed.

    Examples
    --------
    >>> judge('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', "")
    Verdict(lines=['audit: 1 package, no known vulnerability'], code=0)
    >>> judge("", "Connection refused").code
    0
    """
    try:
        packages: list[dict[str, Any]] = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict(
            [f"audit: nobody could be asked, nothing was checked ({_why(complained)})"], 0
        )
    faults = [
        f"audit: {package['name']} {package['version']}: {fault['id']}"
        + (f", mended in {', '.join(fault['fix_versions'])}" if fault.get("fix_versions") else "")
        for package in packages
        for fault in package.get("vulns", ())
    ]
    skipped = sum("skip_reason" in package for package in packages)
    if faults:
        return Verdict(faults, 1)
    known = len(packages) - skipped
    if not known:
        return Verdict(["audit: the advisory service knows none of the packages, no verdict"], 0)
    many = "package" if known == 1 else "packages"
    more = f"; {skipped} not known to the advisory service" if skipped else ""
    return Verdict([f"audit: {known} {many}, no known vulnerability{more}"], 0)


def _why(complained: str) -> str:
    """Give the last line of a complaint, without addresses."""
    lines = [line.strip() for line in complained.splitlines() if line.strip()]
    words = (lines[-1] if lines else "no answer").split()
    return " ".join(word for word in words if "://" not in word)[:120]


def _say(verdict: Verdict) -> int:
    print("\n".join(verdict.lines))
    return verdict.code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
