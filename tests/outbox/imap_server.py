"""A small IMAP server (RFC 9051) with one folder: enough of it for somebody who reads what is unread."""

import re
import socketserver
from collections.abc import Collection, Sequence
from threading import Thread
from typing import Any, Self
from urllib.parse import quote


class ImapServer:
    """`read` are the indexes of messages that were read before; `seen` the numbers of those that are now."""

    def __init__(self, folder: str, messages: Sequence[bytes], read: Collection[int] = ()) -> None:
        self.folder, self.messages = folder, messages
        self.seen = {index + 1 for index in read}
        outer = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"* OK here\r\n")
                for line in self.rfile:
                    tag, _, command = line.decode().strip().partition(" ")
                    self.wfile.write(outer.answer(tag, command))
                    if command.upper().startswith("LOGOUT"):
                        return

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self._server.daemon_threads = True
        port = self._server.server_address[1]
        self.url = f"imap://turnout:secret@127.0.0.1:{port}/{quote(folder)}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *trouble: Any) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, tag: str, command: str) -> bytes:
        name, _, rest = command.partition(" ")
        done = f"{tag} OK done\r\n".encode()
        match name.upper():
            case "CAPABILITY":
                return b"* CAPABILITY IMAP4rev1\r\n" + done
            case "LOGIN" if rest != 'turnout "secret"':
                return f"{tag} NO wrong password\r\n".encode()
            case "SELECT" if rest != f'"{self.folder}"':
                return f"{tag} NO no such folder\r\n".encode()
            case "SELECT":
                return f"* {len(self.messages)} EXISTS\r\n".encode() + done
            case "SEARCH":
                unread = [str(n) for n in range(1, len(self.messages) + 1) if n not in self.seen]
                return f"* SEARCH {' '.join(unread)}\r\n".encode() + done
            case "FETCH":
                number, most = map(int, re.findall(r"^(\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)$", rest)[0])
                text = self.messages[number - 1][:most]
                return b"* %d FETCH (BODY[]<0> {%d}\r\n%s)\r\n" % (number, len(text), text) + done
            case "STORE":
                self.seen.add(int(rest.partition(" ")[0]))
                return done
        return done
