"""Writers are killed two hundred times over: nothing confirmed is lost, nothing is doubled."""

import re
import subprocess
import sys
from collections import Counter

import pytest

from tests.faults.ground import Held
from tests.faults.killing import Deed, Ground, Report, Trial
from tests.postgresql import Cluster

ROUNDS = 200
ON_A_SERVER = 10

if sys.platform == "win32":
    pytest.skip("Windows can neither fork nor kill like that", allow_module_level=True)


def _killed(*asked: str) -> subprocess.CompletedProcess[str]:
    """Run the rounds in a process of their own: this one has threads, which must not be forked."""
    command = [sys.executable, "-W", "error", "-m", "tests.faults.killing", *asked]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_nothing_confirmed_is_lost_and_nothing_is_doubled() -> None:
    done = _killed("--rounds", str(ROUNDS))
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    told = [int(number) for number in re.findall(r"\d+", done.stdout)]
    rounds, confirmed, in_flight, resent, lost, doubled, faults = told
    assert (rounds, lost, doubled, faults) == (ROUNDS, 0, 0, 0)
    # It would prove nothing if writers were killed while they had nothing to do.
    assert confirmed > 5 * ROUNDS
    assert in_flight > ROUNDS and resent > ROUNDS


def test_writers_that_confirm_too_early_are_caught() -> None:
    done = _killed("--rounds", "4", "--lie")
    assert done.returncode == 1
    assert re.search(r"lost [1-9]", done.stdout), done.stdout + done.stderr


@pytest.fixture
def trial(tmp_path) -> Trial:
    return Trial(Ground(f"sqlite:///{tmp_path}/p.sqlite", tmp_path / "k"), report=Report(rounds=1))


@pytest.mark.parametrize(
    "deed",
    [
        Deed("visit", "a"),
        Deed("answer", "a"),
        Deed("volunteer", "a"),
        Deed("claim", "a", "c1"),
        Deed("file", "a"),
        Deed("release", "a", "c1"),
    ],
)
def test_what_is_not_there_is_lost(trial: Trial, deed: Deed) -> None:
    trial.promised[deed.kind, deed.name] = deed
    trial._compare(_held())
    assert trial.report.lost and not trial.report.clean


@pytest.mark.parametrize("kind", ["visit", "answer", "volunteer"])
def test_what_is_there_twice_is_doubled(trial: Trial, kind: str) -> None:
    trial.promised[kind, "a"] = Deed(kind, "a")
    trial._compare(_held(a=1))
    assert trial.report.clean
    trial._compare(_held(a=2))
    assert len(trial.report.doubled) == 1 and not trial.report.clean


def test_a_fault_that_the_check_finds_counts(trial: Trial) -> None:
    trial._compare(Held(_held().found, faults=("damaged",)))
    assert not trial.report.clean


def _held(**found: int) -> Held:
    return Held({kind: Counter(found) for kind in ("visit", "answer", "volunteer", "claim")})


def test_the_same_on_a_server(postgresql: Cluster) -> None:
    """Whoever is killed leaves the server a transaction that it takes back."""
    done = _killed("--rounds", str(ON_A_SERVER), "--database", postgresql.create("killing"))
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    told = [int(number) for number in re.findall(r"\d+", done.stdout)]
    rounds, confirmed, _in_flight, _resent, lost, doubled, faults = told
    assert (rounds, lost, doubled, faults) == (ON_A_SERVER, 0, 0, 0)
    assert confirmed > ON_A_SERVER
