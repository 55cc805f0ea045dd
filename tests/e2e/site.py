"""A whole site on loopback: PostgreSQL, two processes of the app, and nginx before them with TLS.

nginx runs with the very file of ``deploy/``; only ports, the name and the certificate are others.
"""

import os
import re
import shutil
import socket
import ssl
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dashboard.service import Service
from dashboard.settings import Settings
from data.campaigns import POITIERS
from tests.e2e import forking
from tests.e2e.serving import PATIENCE, TODAY, ServerEndedError, until_ready

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NAME = "localhost"
SITES = ("nginx.conf", "nginx-others.conf")
APPS = ("8501", "8502")
"""The ports of the two processes in the file of ``deploy/``."""

_AROUND = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def nginx() -> str | None:
    """Find nginx."""
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def free_ports(number: int) -> list[int]:
    """Find ports that nobody listens on."""
    listeners = [socket.socket() for _ in range(number)]
    for listener in listeners:
        listener.bind(("127.0.0.1", 0))
    ports = [int(listener.getsockname()[1]) for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def write_nginx(folder: Path, ports: dict[str, int]) -> Path:
    """Write what nginx needs to run the site of ``deploy/`` from a folder; give its first file.

    Parameters
    ----------
    ports
        What stands in the place of the ports 80, 443, 8501 and 8502.
    """
    certificate(folder)
    site = "".join((DEPLOY / name).read_text("utf-8") for name in SITES)
    site = re.sub(r"\n *listen \[::\][^\n]*", "", site)
    site = re.sub(r"listen (80|443)", lambda m: f"listen 127.0.0.1:{ports[m[1]]}", site)
    for port in APPS:
        site = site.replace(port, str(ports[port]))
    site = site.replace("/etc/letsencrypt/live/portes.example.org", str(folder))
    site = site.replace("portes.example.org", NAME).replace("/opt/portes/deploy", str(DEPLOY))
    (folder / "site.conf").write_text(site, "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    first = folder / "nginx.conf"
    first.write_text(_AROUND.format(folder=folder, user=user), "utf-8")
    return first


def certificate(folder: Path) -> None:
    """Write a certificate of our own, as certbot names its files."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(1))
        .not_valid_after(now + timedelta(2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@dataclass
class Site:
    """What runs.

    Attributes
    ----------
    address
        By which a browser reaches it, through nginx.
    apps
        The processes of the app by their ports.
    """

    folder: Path
    database: str
    ports: dict[str, int]
    apps: dict[str, ForkServerProcess] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.ports['443']}"

    def service(self) -> Service:
        """Open the database that all of them share."""
        return Service.open(
            Settings(
                database=self.database,
                campaign=POITIERS,
                fixed_today=date.fromisoformat(TODAY),
                key_file=self.folder / "portes.key",
            )
        )

    def start(self, name: str) -> None:
        """Start one process of the app."""
        port = str(self.ports[name])
        settings = {
            "PORTES_DATABASE": self.database,
            "PORTES_KEY_FILE": str(self.folder / "portes.key"),
            "PORTES_ADDRESS": self.address,
            "PORTES_TODAY": TODAY,
        }
        environ = {k: v for k, v in os.environ.items() if not k.startswith("PORTES_")} | settings
        words = ["run", "--no-browser", "--port", port]
        self.apps[port] = forking.start(words, environ, self.folder / f"{port}.log")

    def wait(self) -> None:
        """Wait until all processes of the app answer."""
        for port, process in self.apps.items():
            until_ready(f"http://127.0.0.1:{port}", process, self.folder / f"{port}.log")

    def kill(self, port: str) -> None:
        """End a process as a machine that runs out of memory does."""
        self.apps[port].kill()
        self.apps[port].join()

    def logs(self) -> str:
        """Give what all of them wrote."""
        files = sorted(self.folder.glob("*.log"))
        return "\n".join(f"{p.name}:\n{p.read_text('utf-8', errors='replace')}" for p in files)


@contextmanager
def running(folder: Path, database: str) -> Iterator[Site]:
    """Start the site on an empty database; print what its programs wrote at the end.

    Raises
    ------
    ServerEndedError
        One of them does not answer.
    """
    names = ("80", "443", *APPS)
    site = Site(folder, database, dict(zip(names, free_ports(len(names)), strict=True)))
    first = write_nginx(folder, site.ports)
    front = subprocess.Popen([str(nginx()), "-c", str(first), "-e", str(folder / "nginx.log")])
    try:
        site.service().store.close()
        for name in APPS:
            site.start(name)
        site.wait()
        _until_answered(site, front)
        yield site
    finally:
        front.terminate()
        front.wait(10)
        for process in site.apps.values():
            forking.stop(process)
        print(site.logs())


def _until_answered(site: Site, front: "subprocess.Popen[bytes]") -> None:
    """Ask through nginx until the app answers."""
    trusted = ssl.create_default_context(cafile=str(site.folder / "fullchain.pem"))
    for _ in range(PATIENCE):
        with (
            suppress(OSError),
            urllib.request.urlopen(f"{site.address}/health", timeout=60, context=trusted),
        ):
            return
        with suppress(subprocess.TimeoutExpired):
            front.wait(0.1)
            break
    raise ServerEndedError(site.logs())
