"""docs/running.md, followed on this machine in a folder that stands for the server's disk.

Left out is what only a real server has: packages from the network, users, systemd itself, a domain.
"""

import configparser
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import environment, free_port
from tests.waiting import until

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/running.md").read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
DISK = ("/opt/turnout", "/etc", "/var/lib/turnout", "/var/backups", "/usr/local/bin")
# What would change this machine, or needs the network or a running systemd.
ELSEWHERE = ("apt-get", "useradd", "systemctl", "journalctl", "nginx", "certbot", "runuser -u postgres")


class Disk:
    """A folder in which the document's absolute paths lie."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.port = free_port()
        for folder in ("etc/systemd/system", "etc/caddy", "etc/nginx/conf.d", "usr/local/bin", "var"):
            (root / folder).mkdir(parents=True)

    def here(self, text: str) -> str:
        places = "|".join(re.escape(place) for place in DISK)
        return re.sub(rf"(?<![\w./-])({places})(?=[/\s:;\"']|$)", rf"{self.root}\1", text)

    def path(self, absolute: str) -> Path:
        return Path(self.here(absolute))

    def run(self, block: str) -> "subprocess.CompletedProcess[str]":
        """Run the block's commands in order, as the shell would."""
        # /bin/sh stops at the first failure; the document's reader would as well.
        return subprocess.run(
            ["sh", "-euc", self.here(block)],
            cwd=self.root,
            env=environment(PATH=f"{self.root}/usr/local/bin:{os.environ['PATH']}"),
            capture_output=True,
            text=True,
            check=False,
        )

    def must(self, block: str) -> str:
        done = self.run(block)
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        return done.stdout

    def unit(self, name: str) -> configparser.ConfigParser:
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(self.path(f"/etc/systemd/system/{name}").read_text())
        return unit

    def settings(self) -> dict[str, str]:
        """The environment that systemd would give the service."""
        lines = self.path("/etc/turnout.env").read_text().splitlines()
        return {name: value for name, _, value in (line.partition("=") for line in lines)}


def commands(block: str) -> list[str]:
    """A here-document belongs to its command."""
    found: list[str] = []
    until_line = ""
    for line in block.splitlines():
        if until_line:
            found[-1] += f"\n{line}"
            until_line = "" if line == until_line else until_line
        else:
            found.append(line)
            opening = re.search(r"<<'(\w+)'", line)
            until_line = opening.group(1) if opening else ""
    return found


def possible_here(block: str) -> str:
    """The block without what only a server has, and with this machine's user for Turnout's."""
    kept = [command for command in commands(block) if not command.startswith(ELSEWHERE)]
    text = "\n".join(kept)
    return text.replace("-o turnout -g turnout ", "").replace("runuser -u turnout -- ", "")


def block_with(words: str) -> str:
    found: str
    (found,) = [block for block in BLOCKS if words in block]
    return found


def install(disk: Disk) -> None:
    """The install block; the locked packages are this machine's, since they would come from the network."""
    block = block_with("python3 -m venv")
    wheel = f"{sys.executable} -m hatchling build -t wheel -d /opt/turnout/source/dist"
    building, rest = block.split("python3 -m venv", 1)
    assert building == "cd /opt/turnout/source\nmake dist\n"
    disk.must(f"mkdir -p /opt/turnout/source\n(cd {ROOT} && {wheel})")
    make_venv, locked, from_wheel = f"{sys.executable} -m venv{rest}".splitlines()
    disk.must(make_venv)
    assert locked == "/opt/turnout/venv/bin/pip install --require-hashes --no-deps -r requirements.txt"
    (site,) = disk.path("/opt/turnout/venv").glob("lib/python*/site-packages")
    (site / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n")
    disk.must(f"cd /opt/turnout/source\n{from_wheel}")


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Disk:
    """A server that has come as far as step 3."""
    disk = Disk(tmp_path_factory.mktemp("server"))
    install(disk)
    for words in ("useradd --system", "TURNOUT_BASE_URL=", "exec runuser", "turnout.service <<", "timer <<"):
        disk.must(possible_here(block_with(words)))
    with disk.path("/etc/turnout.env").open("a") as settings:
        settings.write(f"TURNOUT_PORT={disk.port}\n")
    return disk


@pytest.fixture
def service(disk: Disk) -> Iterator[str]:
    """What the unit starts, with the unit's settings; its log."""
    start = disk.unit("turnout.service")["Service"]["ExecStart"].split()
    log = disk.root / "journal"
    with log.open("wb") as journal:
        process = subprocess.Popen(
            start, env={"PATH": os.environ["PATH"], **disk.settings()}, stdout=journal, stderr=journal
        )
    try:
        until(lambda: answers(f"http://127.0.0.1:{disk.port}/healthz"), seconds=60, what=log.read_text())
        yield log.read_text()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0, log.read_text()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0][:40])
def test_every_block_is_correct_shell(block: str) -> None:
    read = subprocess.run(["sh", "-n"], input=block, capture_output=True, text=True, check=False)

    assert (read.returncode, read.stderr) == (0, "")


def test_the_wheel_is_installed_and_is_what_runs(disk: Disk) -> None:
    shown = disk.must("turnout --version")
    found = disk.must('/opt/turnout/venv/bin/python -c "import turnout; print(turnout.__file__)"')

    assert shown == "turnout, version 0.1.0\n"
    assert Path(found.strip()).is_relative_to(disk.path("/opt/turnout/venv"))


def test_the_service_starts_and_prints_a_way_in(service: str, disk: Disk) -> None:
    assert "address    https://events.example.org\n" in service
    assert f"data       {disk.path('/var/lib/turnout')}\n" in service
    assert "sign in    https://events.example.org/" in service


def test_the_wheel_serves_its_own_styles_for_a_year(service: str, disk: Disk) -> None:
    (style,) = disk.path("/var/lib/turnout/static/built").glob("site.????????????.css")

    with urllib.request.urlopen(f"http://127.0.0.1:{disk.port}/static/built/{style.name}") as answer:
        assert answer.headers["content-type"].startswith("text/css")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.read() == style.read_bytes()


def test_restoring_under_a_running_server_is_refused(service: str, disk: Disk) -> None:
    disk.must("rm -f /var/backups/turnout/*")
    disk.must(block_with("backup /var/backups/turnout/first"))

    restored = disk.run(possible_here(block_with("restore --force")))

    assert restored.returncode == 1
    assert restored.stderr.startswith("Error: another turnout serve already runs on ")


def test_a_stopped_server_is_restored(disk: Disk) -> None:
    disk.must("rm -f /var/backups/turnout/*\nturnout migrate")
    disk.must(block_with("backup /var/backups/turnout/first"))

    assert disk.must(possible_here(block_with("restore --force"))).startswith("Restored.")


def test_the_nightly_backup_makes_a_file(disk: Disk) -> None:
    disk.must("rm -f /var/backups/turnout/*\nturnout migrate")
    nightly = disk.unit("turnout-backup.service")["Service"]
    # What systemd makes of its own doubled signs, before the shell sees the line.
    line = nightly["ExecStart"].replace("$$", "$").replace("%%", "%")

    subprocess.run(line, shell=True, env=environment(**disk.settings()), check=True, capture_output=True)
    subprocess.run(nightly["ExecStartPost"], shell=True, check=True)

    (file,) = disk.path("/var/backups/turnout").iterdir()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}\.tar\.gz", file.name)


def test_an_upgrade_is_installed_over_the_old_version(disk: Disk) -> None:
    block = block_with("--force-reinstall")
    backup, *_, reinstall, restart = commands(block)

    disk.must("turnout migrate")
    disk.must(backup)
    disk.must(f"cd /opt/turnout/source\n{reinstall}")

    assert restart == "systemctl restart turnout"
    assert disk.must("turnout --version") == "turnout, version 0.1.0\n"


def test_the_units_hold_no_mistake(disk: Disk) -> None:
    names = ["turnout.service", "turnout-backup.service", "turnout-backup.timer"]
    for name in names[:2]:
        assert Path(disk.unit(name)["Service"]["ExecStart"].split()[0]).is_file()
    if shutil.which("systemd-analyze"):
        units = [disk.path(f"/etc/systemd/system/{name}") for name in names]
        read = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (read.returncode, read.stderr) == (0, "")


def test_the_mail_settings_are_understood(disk: Disk) -> None:
    kept = disk.path("/etc/turnout.env").read_text()
    disk.must(possible_here(block_with("TURNOUT_SMTP_URL=")))

    try:
        assert disk.run("turnout migrate").stderr == ""
    finally:
        disk.path("/etc/turnout.env").write_text(kept)


def test_the_proxies_pass_on_to_where_turnout_listens(disk: Disk) -> None:
    for words, program, check in [
        ("/etc/caddy/Caddyfile", "caddy", ["validate", "--adapter", "caddyfile", "--config"]),
        ("/etc/nginx/conf.d/turnout.conf", "nginx", []),
    ]:
        disk.must(possible_here(block_with(words)))
        file = disk.path(words)
        assert re.findall(r"127\.0\.0\.1:(\d+)", file.read_text()) == ["8000"]
        if program == "nginx":
            whole = disk.root / "nginx.conf"
            whole.write_text(f"pid {disk.root}/nginx.pid;\nevents {{}}\nhttp {{ include {file}; }}\n")
            file, check = whole, ["-t", "-c"]
        if shutil.which(program):
            read = subprocess.run([program, *check, file], capture_output=True, text=True, check=False)
            assert read.returncode == 0, read.stderr
