"""A request in WSGI's words (PEP 3333)."""

import sys
from typing import BinaryIO
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIEnvironment

from turnout.rush.address import Visitors
from turnout.rush.reply import Header, Scope

_UNPREFIXED = {"CONTENT_TYPE", "CONTENT_LENGTH"}


def environ_of(scope: Scope, body: BinaryIO, size: int, visitors: Visitors) -> WSGIEnvironment:
    """REMOTE_ADDR is the visitor's; what proxies say is left out where no trusted one said it."""
    host, port = scope.get("server") or ("localhost", 80)
    client, peer = visitors.client(scope), visitors.peer(scope)
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"].partition(b"?")[0]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": client.address if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **_variables(scope["headers"], is_trusted=peer is not None and peer.is_proxy),
        # As counted: a body in chunks announces no length, and without one nothing would be read.
        "CONTENT_LENGTH": str(size),
    }


def _variables(headers: list[Header], *, is_trusted: bool) -> dict[str, str]:
    variables: dict[str, str] = {}
    for name, value in headers:
        # With an underscore it would be mistaken for the one with a hyphen, which a proxy may have set.
        if b"_" in name or (name.startswith(b"x-forwarded-") and not is_trusted):
            continue
        variable = _variable(name.decode("latin-1"))
        text = value.decode("latin-1")
        separator = "; " if variable == "HTTP_COOKIE" else ","
        variables[variable] = f"{variables[variable]}{separator}{text}" if variable in variables else text
    return variables


def _variable(name: str) -> str:
    variable = name.upper().replace("-", "_")
    return variable if variable in _UNPREFIXED else f"HTTP_{variable}"
