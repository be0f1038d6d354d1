"""A small DNS server on loopback, which knows some TXT records."""

import socketserver
from collections.abc import Mapping
from threading import Thread
from typing import Any, Self

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


class DnsServer:
    """Of a name that it does not know it says that there is none; to one with `None` it does not answer."""

    def __init__(self, texts: Mapping[str, list[str] | None]) -> None:
        self.asked: list[str] = []
        outer = self

        class Asked(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data, line = self.request
                question = dns.message.from_wire(data)
                name = str(question.question[0].name).rstrip(".")
                outer.asked.append(name)
                if name in texts and texts[name] is None:
                    return
                answer = dns.message.make_response(question)
                found = [f'"{text}"' for text in texts.get(name) or []]
                if found:
                    answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "TXT", *found))
                elif name not in texts:
                    answer.set_rcode(dns.rcode.NXDOMAIN)
                line.sendto(answer.to_wire(), self.client_address)

        self._server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), Asked)
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *trouble: Any) -> None:
        self._server.shutdown()
        self._server.server_close()
