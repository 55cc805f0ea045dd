"""What is in deploy/, read by the programs that it is for where they are here, and by ourselves."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from dashboard.settings import VARIABLES
from data.schema import metadata
from tests.e2e.site import write_nginx

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "deploy.md").read_text("utf-8")
PORTS = {"80": 80, "443": 443, "8501": 8501, "8502": 8502}
UNITS = ("portes@8501.service", "portes-backup.service", "portes-backup.timer")


def _text(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def _page_says(start: str) -> str:
    """Give a command of the page, with its continued lines."""
    found = re.search(rf"^{re.escape(start)}(?:.*\\\n)*.*$", PAGE, re.MULTILINE)
    assert found is not None
    return found[0].replace("\\\n", " ")


def _accepted(folder: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        pytest.skip("nginx (Debian: nginx-light) is not installed")
    words = [nginx, "-t", "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")]
    tried = subprocess.run(words, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr


def test_nginx_takes_the_site_and_a_second_one_beside_it(tmp_path: Path) -> None:
    write_nginx(tmp_path, PORTS)
    _accepted(tmp_path)
    made = _page_says("sed -e s/portes.example.org/OTHER.NAME/")
    edits = re.findall(r"-e s/([^/]+)/([^/]+)/", made)
    assert len(edits) == 5
    site = _text("nginx.conf")
    for old, new in edits:
        site = site.replace(old, new)
    site = re.sub(r"\n *listen \[::\][^\n]*", "", site)
    site = re.sub(r"listen (80|443)", r"listen 127.0.0.1:\1", site)
    site = site.replace("/etc/letsencrypt/live/OTHER.NAME", str(tmp_path))
    assert "portes_" not in site and "8501" not in site and "example.org" not in site
    with (tmp_path / "site.conf").open("a", encoding="utf-8") as file:
        file.write(site)
    _accepted(tmp_path)


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """Where it is here; its programs and folders are those of this project then."""
    for name in UNITS:
        text = _text(name.replace("8501", "")).replace("/opt/portes", str(ROOT))
        (tmp_path / name).write_text(text, "utf-8")
        assert f"cp /opt/portes/deploy/{name.split('.')[0].rstrip('8501')}" in PAGE
    command = re.search(r"^ExecStart=(.*)$", _text("portes@.service"), re.MULTILINE)
    assert command is not None and command[1].split()[1:] == [
        *("run", "--no-browser", "--port", "%i")
    ]
    verifier = shutil.which("systemd-analyze")
    if verifier and (ROOT / ".venv" / "bin" / "portes").exists():
        words = [verifier, "verify", *(str(tmp_path / name) for name in UNITS)]
        tried = subprocess.run(words, capture_output=True, text=True, check=False)
        assert (tried.returncode, tried.stderr) == (0, "")


def test_the_containers_are_the_same_site() -> None:
    compose = yaml.safe_load(_text("compose.yaml").replace("${PORTES_PASSWORD:?}", "secret"))
    services = compose["services"]
    assert set(services) == {"database", "nginx", "app-8501", "app-8502"}
    for port in ("8501", "8502"):
        app = services[f"app-{port}"]
        # The app listens on the loopback address: only who shares its network reaches it.
        assert app["network_mode"] == "service:nginx" and "ports" not in app
        assert app["command"] == ["run", "--no-browser", "--port", port]
        assert set(app["environment"]) <= VARIABLES.keys()
        assert app["environment"]["PORTES_DATABASE"].split("@")[1] == "database/portes"
        assert (DEPLOY / app["build"]["context"] / app["build"]["dockerfile"]).is_file()
    assert services["nginx"]["ports"] == ["80:80", "443:443"]
    assert "ports" not in services["database"]
    for mount in services["nginx"]["volumes"][:2]:
        assert (DEPLOY / mount.split(":")[0]).is_file()
    named = {mount.split(":")[0] for app in services.values() for mount in app.get("volumes", ())}
    assert {name for name in named if not name.startswith(".")} == set(compose["volumes"])


def test_settings_and_scripts_are_sound() -> None:
    names = re.findall(r"^#?(PORTES_\w+)=", _text("portes.env"), re.MULTILINE)
    assert names and set(names) <= VARIABLES.keys()
    for name in ("portes", "backup"):
        assert (DEPLOY / name).stat().st_mode & 0o111
        subprocess.run(["sh", "-n", str(DEPLOY / name)], check=True)
    assert re.search(r'lang="fr"', _text("patience.html"))
    assert not re.search(r"(?:src|href)=|https?://", _text("patience.html"))


def test_a_backup_is_made_and_old_ones_go(portes_command: list[str], tmp_path: Path) -> None:
    old, young = (tmp_path / f"portes-2000-01-0{day}.sqlite" for day in (1, 2))
    for path in (old, young):
        path.touch()
    subprocess.run(["touch", "-d", "40 days ago", str(old)], check=True)
    environ = {"PORTES": portes_command[0], "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    environ |= {"PORTES_DATABASE": f"sqlite:///{tmp_path}/records.sqlite", "PORTES_LANG": "en"}
    words = [str(DEPLOY / "backup"), str(tmp_path)]
    tried = subprocess.run(words, env=environ, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    left = {path.name for path in tmp_path.glob("portes-*")}
    assert len(left) == 2 and young.name in left


@pytest.fixture
def portes_command(tmp_path: Path) -> list[str]:
    """Give the command as a program, whatever environment the tests run in."""
    import sys

    program = tmp_path / "portes"
    start = "import sys; from dashboard.cli import main; sys.argv[0] = 'portes'; main()"
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -c "{start}" "$@"\n', "utf-8"
    )
    program.chmod(0o755)
    return [str(program)]


def test_every_table_is_spread_by_campaign() -> None:
    """`campaigns` first, then each with its rows beside it, those first that others refer to."""
    found = re.findall(r"create_distributed_table\('(\w+)', 'campaign'", _text("citus.sql"))
    assert found[0] == "campaigns"
    assert sorted(found) == sorted(metadata.tables)
    order = [table.name for table in metadata.sorted_tables if table.name != "campaigns"]
    for table in metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            if key.referred_table is not table:
                assert found.index(key.referred_table.name) < found.index(table.name), order


def test_the_page_names_every_file() -> None:
    quiet = {"Dockerfile.dockerignore", "patience.html"}
    missing = {path.name for path in DEPLOY.iterdir()} - quiet
    missing = {name for name in missing if f"deploy/{name}" not in PAGE}
    assert missing == {"portes-backup.service", "portes-backup.timer"}  # named by a pattern
    assert "deploy/portes-backup.*" in PAGE
    assert "docs/deploy.md" in (ROOT / "README.md").read_text("utf-8")
