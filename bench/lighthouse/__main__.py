"""What Lighthouse says of the public pages, on the sample: `python -m bench.lighthouse`.

Its own slow phone, simulated, against a server on this machine. On a machine that is busy with anything else
the first score says more about that.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests.chromium import chromium
from tests.server import Server

HERE = Path(__file__).parent
PAGES = ("/", "/e/new-york/", "/news/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95


def scores(url: str) -> dict[str, int]:
    """Of 100, by category."""
    node, browser = shutil.which("node"), chromium()
    if node is None or browser is None:
        raise SystemExit("bench: Lighthouse needs Node and Chromium on the PATH.")
    said = subprocess.run(
        [
            *(node, HERE / "node_modules/lighthouse/cli/index.js", url),
            *("--quiet", "--output=json", "--chrome-flags=--no-sandbox --headless"),
            f"--only-categories={','.join(CATEGORIES)}",
        ],
        env={**os.environ, "CHROME_PATH": browser},
        capture_output=True,
        check=True,
        timeout=300,
    )
    found = json.loads(said.stdout)["categories"]
    return {name: round(100 * found[name]["score"]) for name in CATEGORIES}


def first_post(server: Server) -> list[str]:
    """The address of the latest post, where there is one."""
    feed = httpx.get(f"{server.url}/news/feed.json", timeout=30).json()
    return [urlsplit(item["url"]).path for item in feed["items"][:1]]


def main() -> int:
    """Prints a row for each page. 1 where one is under the limit."""
    if not (HERE / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True)
    low = False
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.run("sample")
        server.start()
        try:
            for page in (*PAGES, *first_post(server)):
                found = scores(server.url + page)
                low = low or min(found.values()) < LEAST
                print(page, *(f"{name} {score}" for name, score in found.items()), sep="  ")
        finally:
            server.stop()
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
