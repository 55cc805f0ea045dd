"""The socket that the app listens on."""

import asyncio
import socket

from dashboard.listening import listen


async def _delays() -> bool:
    """Say whether a connection to the server collects small messages before it sends them."""
    found: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def met(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken = writer.get_extra_info("socket")
        found.set_result(not taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    with listen(0) as listener:
        async with await asyncio.start_server(met, sock=listener):
            _reader, writer = await asyncio.open_connection(*listener.getsockname())
            delays = await found
            writer.close()
            return delays


def test_small_messages_are_sent_at_once() -> None:
    assert asyncio.run(_delays()) is False
