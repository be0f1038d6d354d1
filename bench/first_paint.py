"""When a phone on a thin line has painted the largest part of an event's page: `python -m bench.first_paint`.

The phone is the one that Lighthouse takes for slow: 150 ms for the way there and back, 1.6 Mbit/s
down, a processor four times slower than this machine's. On a machine that is busy with anything
else the figure says more about that.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.chromium import chromium
from tests.journeys.stage import announced
from tests.server import Server

ROUNDS = 5
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8,
    "uploadThroughput": 750 * 1024 / 8,
}
SLOWER = 4
MOST_MILLISECONDS = 1_000
PAGES = {"with a picture": "/e/everything/", "without": "/e/plain/"}
_WATCH = """
    window.painted = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.painted = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
"""


def largest_paint(browser: Browser, url: str) -> float:
    """Milliseconds from the first request, in a window that has never been here."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(_WATCH)
    page.goto(url)
    page.wait_for_load_state("networkidle")
    painted = float(page.evaluate("window.painted"))
    context.close()
    return painted


def main() -> int:
    """Prints a row for each page. 1 where the median is over the limit."""
    slow = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder)).start()
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            announced(server)
            for name, path in PAGES.items():
                median = statistics.median(
                    largest_paint(browser, f"{server.url}{path}") for _ in range(ROUNDS)
                )
                slow += median > MOST_MILLISECONDS
                print(f"largest paint, {name}: {median:.0f} ms (at most {MOST_MILLISECONDS} ms)")
        finally:
            browser.close()
            server.kill()
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
