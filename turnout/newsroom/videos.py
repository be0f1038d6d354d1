"""Links to videos, and what plays them in the page once a reader asks for it."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO = re.compile(r"/(?:video/)?(\d{5,12})(?:/([0-9a-f]{6,16}))?/?", re.ASCII)
_PEERTUBE = re.compile(r"/(?:w|videos/watch)/([A-Za-z0-9-]{10,40})/?", re.ASCII)
_FILE = re.compile(r"\S+\.(?:mp4|webm)", re.IGNORECASE)


@dataclass(frozen=True)
class Video:
    """`plays` is the address of a frame, or of the file itself where `kind` is "file"."""

    kind: str
    site: str
    address: str
    plays: str

    @property
    def origin(self) -> str:
        """Whom the page has to allow before it can play there."""
        parts = urlsplit(self.plays)
        return f"{parts.scheme}://{parts.netloc}"


def video_of(address: str) -> Video | None:
    """None where the address is no video that we know how to play."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        port = parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or not host or port or parts.username or not _is_plain(address):
        return None
    return (
        _youtube(address, host, parts.path, parts.query)
        or _vimeo(address, host, parts.path)
        or _file(address, host, parts.path)
        or _peertube(address, parts.netloc, parts.path)
    )


def _is_plain(address: str) -> bool:
    """Nothing in it could end an attribute or a policy."""
    return not re.search(r"[\s\"'<>;,\\]", address)


def _youtube(address: str, host: str, path: str, query: str) -> Video | None:
    if host == "youtu.be":
        found = path[1:]
    elif host in {"youtube.com", "youtube-nocookie.com"}:
        _, _, last = path.rpartition("/")
        found = parse_qs(query).get("v", [""])[0] if path == "/watch" else last
    else:
        return None
    if not _YOUTUBE_ID.fullmatch(found):
        return None
    return Video("frame", "YouTube", address, f"https://www.youtube-nocookie.com/embed/{found}?autoplay=1")


def _vimeo(address: str, host: str, path: str) -> Video | None:
    found = _VIMEO.fullmatch(path) if host in {"vimeo.com", "player.vimeo.com"} else None
    if not found:
        return None
    unlisted = f"&h={found[2]}" if found[2] else ""
    plays = f"https://player.vimeo.com/video/{found[1]}?dnt=1&autoplay=1{unlisted}"
    return Video("frame", "Vimeo", address, plays)


def _file(address: str, host: str, path: str) -> Video | None:
    return Video("file", host, address, address) if _FILE.fullmatch(path) else None


def _peertube(address: str, host: str, path: str) -> Video | None:
    """Any site may be one: it is known by the form of its addresses."""
    found = _PEERTUBE.fullmatch(path)
    if not found:
        return None
    plays = f"https://{host}/videos/embed/{found[1]}?autoplay=1&p2p=0"
    return Video("frame", host.removeprefix("www."), address, plays)
