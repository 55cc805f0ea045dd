"""Fifty browsers that open the app at once: how long each waits for its map, and what each costs.

The browsers are websocket clients that speak Streamlit's protocol, in a process of their own:
``python -m bench.sessions ADDRESS NUMBER`` opens so many at once, prints the seconds that each
waited, and keeps them open until its input ends.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.serving import ROOT, served
from tests.signing import Cookie

Row = tuple[str, str, str, bool]
SESSIONS = 50
ROUNDS = 3
"""On a new server each: what one kept from an earlier round would flatter the next."""
AS_IT_IS = "none; the machine's other work changes it least"
WAIT = 0.5
MEMORY = 2**20
PATIENCE = 120
COOKIE = "_streamlit_xsrf"


def rows() -> Iterator[Row]:
    """Measure and give the rows of the budget table."""
    with tempfile.TemporaryDirectory() as folder:
        rounds = [_round(Path(folder)) for _ in range(ROUNDS)]
    medians = sorted(statistics.median(one.waits) for one in rounds)
    slowest = max(max(one.waits) for one in rounds)
    middle = statistics.median(medians)
    yield (
        f"{SESSIONS} sessions opened at once, first map",
        f"median at most {WAIT} s",
        f"{middle:.2f} s (rounds {medians[0]:.2f} to {medians[-1]:.2f}; the last {slowest:.2f} s)",
        middle <= WAIT,
    )
    yield (
        f"processor time of each of {SESSIONS} sessions, in the server",
        AS_IT_IS,
        f"{1000 * statistics.median(one.seconds for one in rounds) / SESSIONS:.1f} ms",
        True,
    )
    sizes = sorted(one.size / SESSIONS for one in rounds)
    middle = statistics.median(sizes)
    yield (
        f"memory of each of {SESSIONS} sessions",
        "at most 1 MiB",
        f"{middle / 2**20:.2f} MiB (rounds {sizes[0] / 2**20:.2f} to {sizes[-1] / 2**20:.2f})",
        middle <= MEMORY,
    )


class Round(NamedTuple):
    """What became of the sessions that were opened at once.

    Parameters
    ----------
    waits
        Seconds until each saw its map.
    seconds
        Processor time of the server until all had.
    size
        Bytes by which the server has grown.
    """

    waits: list[float]
    seconds: float
    size: int


def _round(folder: Path) -> Round:
    """Open the sessions on a new server."""
    with served(folder) as (address, process, cookie):
        with _browsers(address, 1, cookie):
            pass
        before, worked = process.memory_info().rss, _worked(process)
        with _browsers(address, SESSIONS, cookie) as waits:
            return Round(waits, _worked(process) - worked, process.memory_info().rss - before)


def _worked(process: psutil.Process) -> float:
    """Give the seconds for which a process has kept a core busy."""
    times = process.cpu_times()
    return float(times.user + times.system)


@contextmanager
def _browsers(address: str, number: int, cookie: Cookie) -> Iterator[list[float]]:
    """Open sessions from a process of their own; give the seconds of each; close them at the end.

    Raises
    ------
    RuntimeError
        A session saw no map; the process printed why.
    """
    command = [sys.executable, "-m", "bench.sessions", address, str(number), *cookie]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        said = process.stdout.readline() if process.stdout else ""
        if not said:
            raise RuntimeError("a session saw no map")
        yield json.loads(said)


async def open_at_once(address: str, number: int, signed_in: Cookie) -> None:
    """Open sessions at once, print the seconds of each, keep them open until the input ends."""
    tokens = [xsrf_token(address) for _ in range(number)]
    async with AsyncExitStack() as stack:
        begun = time.perf_counter()
        waits = await asyncio.gather(
            *(_map_seen(stack, address, token, signed_in) for token in tokens)
        )
        print(json.dumps([seen - begun for seen in waits]), flush=True)
        await asyncio.to_thread(sys.stdin.read)


def connected(address: str, token: str, signed_in: Cookie) -> websockets.connect:
    """Open the websocket of one session, as the browser of who is signed in does."""
    return websockets.connect(
        address.replace("http", "ws") + "/_stcore/stream",
        origin=websockets.Origin(address),
        subprotocols=[websockets.Subprotocol(name) for name in ("streamlit", token)],
        additional_headers={"Cookie": f"{COOKIE}={token}; {'='.join(signed_in)}"},
        max_size=None,
    )


async def _map_seen(stack: AsyncExitStack, address: str, token: str, signed_in: Cookie) -> float:
    """Open one session as a browser does; give the moment at which its map has come."""
    socket = await stack.enter_async_context(connected(address, token, signed_in))
    first = BackMsg()
    first.rerun_script.context_info.CopyFrom(
        ContextInfo(timezone="Europe/Paris", locale="fr-FR", url=f"{address}/")
    )
    await socket.send(first.SerializeToString())
    seen = asyncio.get_running_loop().create_future()
    stack.push_async_callback(_cancelled, asyncio.create_task(_read(socket, seen)))
    return await asyncio.wait_for(seen, PATIENCE)


async def _read(socket: websockets.ClientConnection, seen: "asyncio.Future[float]") -> None:
    """Read what comes as long as the session is open; note the moment of the map."""
    async for data in socket:
        if not seen.done() and _is_map(ForwardMsg.FromString(data)):
            seen.set_result(time.perf_counter())


async def _cancelled(task: "asyncio.Task[None]") -> None:
    """Stop reading."""
    task.cancel()


def _is_map(message: ForwardMsg) -> bool:
    """Say whether a message brings the map."""
    return message.delta.new_element.component_instance.component_name.endswith("st_folium")


def xsrf_token(address: str) -> str:
    """Ask for what a browser is given before it opens its websocket: the token against forgery."""
    with urllib.request.urlopen(f"{address}/_stcore/health") as answer:
        cookies = answer.headers.get_all("Set-Cookie") or []
    return next(c.split(";")[0].split("=", 1)[1] for c in cookies if c.startswith(COOKIE))


if __name__ == "__main__":
    asyncio.run(open_at_once(sys.argv[1], int(sys.argv[2]), Cookie(*sys.argv[3:])))
