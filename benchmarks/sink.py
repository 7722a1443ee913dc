"""A relay that accepts everything as fast as it can, in a process of its own: `python -m benchmarks.sink`.

Both sides of the comparison send to it, so it must never be what limits them.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import uvloop

END_OF_DATA = b"\r\n.\r\n"
ANSWERS = {
    b"EHLO": b"250-sink.example\r\n250-8BITMIME\r\n250 SIZE 52428800\r\n",
    b"HELO": b"250 sink.example\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}


class Sink(asyncio.Protocol):
    """One connection: commands by the line, data up to its final dot."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Not an isinstance: uvloop's transports are classes of its own.
        self.transport = cast(asyncio.Transport, transport)
        self.received = b""
        self.is_in_data = False
        self.transport.write(b"220 sink.example ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self.received += data
        while self._take():
            pass

    def _take(self) -> bool:
        """Answer one command or one mail; False when more must come first."""
        end = END_OF_DATA if self.is_in_data else b"\r\n"
        taken, found, rest = self.received.partition(end)
        if not found:
            return False
        self.received = rest
        if self.is_in_data:
            self.is_in_data = False
            self.transport.write(b"250 kept\r\n")
            return True
        verb = taken[:4].upper()
        self.is_in_data = verb == b"DATA"
        self.transport.write(ANSWERS.get(verb, b"250 fine\r\n"))
        if verb == b"QUIT":
            self.transport.close()
        return True


async def serve() -> None:
    """Listen on a free port of this machine, say which one, and go on until killed."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def running_sink() -> Iterator[int]:
    """A sink in a process of its own; its port."""
    command = [sys.executable, "-m", "benchmarks.sink"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


if __name__ == "__main__":
    uvloop.run(serve())
