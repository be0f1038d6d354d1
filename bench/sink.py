"""A mail server that takes a number of mails: `python -m bench.sink PORT MAILS` prints how many a second."""

import asyncio
import sys
import time

from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    def __init__(self, mails: int) -> None:
        self.left = mails
        self.begun = 0.0
        self.full = asyncio.Event()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """It takes several commands at once, as mail servers do, and does not say so by itself."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.begun = self.begun or time.perf_counter()
        envelope.mail_from = address
        return "250 fine"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.left -= 1
        if not self.left:
            self.full.set()
        return "250 taken"


async def serve(port: int, mails: int) -> float:
    sink = Sink(mails)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="sink", loop=loop), "127.0.0.1", port)
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    await sink.full.wait()
    rate = mails / (time.perf_counter() - sink.begun)
    server.close()
    return rate


if __name__ == "__main__":
    sys.stdout.write(str(asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))))
