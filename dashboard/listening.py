"""Take a port of this machine before the server starts, so that nobody else can meanwhile."""

import socket
import sys

from dashboard.errors import PortTakenError

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8501
_TRIES = 20


def listen(port: int | None = None) -> socket.socket:
    """Listen on the loopback address.

    Parameters
    ----------
    port
        The port, 0 for any that is free; None for 8501 or the first free one after it.

    Raises
    ------
    PortTakenError
        The port is not free, or may not be used.

    Examples
    --------
    >>> with listen(0) as listener:
    ...     listener.getsockname()[0]
    '127.0.0.1'
    """
    wishes = range(DEFAULT_PORT, DEFAULT_PORT + _TRIES) if port is None else (port,)
    for wish in wishes:
        try:
            return _bound(wish)
        except OSError as error:
            problem = error
    raise PortTakenError(port=wishes[0], other=_free()) from problem


def _bound(port: int) -> socket.socket:
    # Without the protocol by name, asyncio does not know that this is TCP, leaves Nagle's algorithm
    # on, and small messages wait for the browser's delayed acknowledgement: 40 ms at each rerun.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two programs have the same port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _free() -> int:
    """Give a port that is free now, to propose it."""
    with _bound(0) as listener:
        return int(listener.getsockname()[1])
