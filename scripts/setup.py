"""Set up the virtual environment from a lock file, with nothing but Python's own library.

Used by the Makefile: ``python3 scripts/setup.py .venv requirements.lock``.
"""

import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)


def main(folder: str, lock: str) -> None:
    """Create `folder` where it is missing and install what `lock` pins, then the project."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"1001 portes needs Python 3.11 or newer; this is {found}. "
            "Name another one, for instance: make PYTHON=python3.12 run"
        )
    target = Path(folder)
    windows = sys.platform == "win32"
    python = target / ("Scripts/python.exe" if windows else "bin/python")
    if not python.exists():
        print(f"Making {target} …", flush=True)
        try:
            venv.create(target, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as problem:
            sys.exit(
                f"Python's venv module does not work here ({problem}). "
                "On Debian it is a package of its own: apt install python3-venv"
            )
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    print(f"Installing what {lock} pins (a few minutes the first time) …", flush=True)
    for step in (
        ["--require-hashes", "-r", lock],
        ["--no-deps", "--no-build-isolation", "--editable", "."],
    ):
        if subprocess.run([*pip, *step], check=False).returncode:
            sys.exit("The installation did not succeed: see the message above; then try again.")


if __name__ == "__main__":
    main(*sys.argv[1:3])
