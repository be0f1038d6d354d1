"""Takes the documents' pictures anew, from the sample as it runs: .venv/bin/python docs/pictures/take.py"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
OWNER = "sam@nimbus.example.org"
LARGEST = 200_000
PHONE, DESK = (390, 844), (1280, 860)


@contextmanager
def sample_served() -> Iterator[tuple[str, str]]:
    """The base address of a server with the sample, and a link that signs its owner in."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        settings = {"TURNOUT_DATA": folder, "TURNOUT_PORT": str(port), "TURNOUT_BASE_URL": base}
        environment = {**os.environ, **settings}
        turnout = [sys.executable, "-m", "turnout"]
        subprocess.run([*turnout, "sample"], env=environment, check=True, capture_output=True)
        link = subprocess.run(
            [*turnout, "sign-in", OWNER], env=environment, check=True, capture_output=True, text=True
        ).stdout.strip()
        server = subprocess.Popen([*turnout, "serve"], env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_for(base)
            yield base, link
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(base: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(f"{base}/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


def keep(page: Page, name: str, dither: Image.Dither) -> None:
    """At most 200 kB: a repository is cloned more often than its pictures are looked at."""
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    file = BytesIO()
    picture.quantize(palette=picture.quantize(256), dither=dither).save(file, "PNG", optimize=True)
    if file.tell() > LARGEST:
        raise SystemExit(f"{name} has {file.tell():,} bytes.")
    (HERE / f"{name}.png").write_bytes(file.getvalue())


def without_notice(page: Page) -> None:
    """The sample has no mail server, and each page says so."""
    page.evaluate("document.querySelector('.to-trouble')?.remove()")


def look(browser: Browser, size: tuple[int, int]) -> Page:
    width, height = size
    return browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1.5)


def main() -> None:
    with sample_served() as (base, link), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
            args=["--no-sandbox"],
        )
        fan = look(browser, PHONE)
        fan.goto(f"{base}/e/new-york/")
        keep(fan, "fan-page", Image.Dither.FLOYDSTEINBERG)
        desk = look(browser, DESK)
        desk.goto(link)
        desk.get_by_role("main").get_by_role("button").first.click()
        for name, path in (("overview", ""), ("forecast", "forecast/")):
            desk.goto(f"{base}/desk/nimbus/new-york/{path}")
            # Live figures and curves come by script.
            desk.wait_for_timeout(1500)
            without_notice(desk)
            keep(desk, name, Image.Dither.NONE)
        browser.close()


if __name__ == "__main__":
    main()
