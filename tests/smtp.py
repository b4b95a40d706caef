"""A mail server for tests: `python -m tests.smtp PORT FOLDER` writes every message it gets to FOLDER/N.eml."""

import asyncio
import sys
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Keep:
    """An aiosmtpd handler; a file appears whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        path = self.folder / f"{next(self.numbers):05}.eml"
        partial = path.with_suffix(".part")
        partial.write_bytes(envelope.original_content or b"")
        partial.rename(path)
        return "250 OK"


async def main(port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    keep = Keep(folder)  # one for all connections, so that no message takes the number of another
    server = await loop.create_server(lambda: SMTP(keep), "127.0.0.1", port)
    print("listening", flush=True)  # the test waits for this line
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
