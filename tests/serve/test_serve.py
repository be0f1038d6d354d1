import gzip
import os
import re
import signal
import socket
import ssl
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.databases import a_new_database
from tests.server import TURNOUT, FirstStart, Server, environment, free_port
from tests.waiting import until

Start = Callable[..., Server]


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return int(answer.status)


def children(server: Server) -> dict[str, psutil.Process]:
    """The worker and the serving processes, by what they are."""
    assert server.process is not None
    found = {}
    for child in psutil.Process(server.process.pid).children():
        try:
            line = " ".join(child.cmdline())
        except psutil.Error:  # it has just ended
            continue
        if "turnout worker" in line:
            found["worker"] = child
        elif "spawn_main" in line:
            found[f"serving{len(found)}"] = child
    return found


def serving(server: Server) -> list[psutil.Process]:
    return [child for name, child in children(server).items() if name.startswith("serving")]


def is_ready(server: Server) -> bool:
    try:
        return status(f"{server.url}/readyz") == 200
    except OSError:
        return False


def refused(*arguments: str, **settings: str) -> str:
    """What `turnout serve` says when it will not start."""
    done = subprocess.run(
        [TURNOUT, "serve", *arguments],
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


@pytest.fixture
def without_schema() -> Iterator[dict[str, str]]:
    """Settings naming a database without a table."""
    with a_new_database(empty=True) as database:
        yield database


@pytest.fixture
def first_start(tmp_path: Path, without_schema: dict[str, str]) -> Iterator[Server]:
    server = FirstStart(tmp_path, **without_schema).start()
    yield server
    server.kill()


@pytest.mark.usefixtures("empty_database")
def test_an_empty_folder_is_all_it_needs(first_start: Server) -> None:
    until(lambda: is_ready(first_start), what="ready to take answers")
    printed = first_start.printed()

    assert f"address    {first_start.url}\n" in printed
    assert f"data       {first_start.data}\n" in printed
    assert re.search(r"database   (SQLite|PostgreSQL) \d+\.\d+", printed)
    assert "mail       no server is set (TURNOUT_SMTP_URL): mails wait in the outbox\n" in printed
    (link,) = re.findall(r"sign in    (\S+)", printed)
    assert link.startswith(first_start.url)
    assert status(link) == 200


def test_pictures_are_served_from_the_data_folder(running_server: Server) -> None:
    (running_server.data / "media" / "cover.webp").write_bytes(b"a picture")

    assert status(f"{running_server.url}/media/cover.webp") == 200


def test_styles_are_served_compressed_from_memory(running_server: Server) -> None:
    (style,) = (running_server.data / "static" / "built").glob("site.????????????.css")
    address = f"{running_server.url}/static/built/{style.name}"

    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.read()) == style.read_bytes()
    with urllib.request.urlopen(urllib.request.Request(address, method="HEAD"), timeout=10) as answer:
        assert int(answer.headers["content-length"]) == style.stat().st_size
        assert answer.read() == b""


def test_asking_it_to_end_leaves_no_process(running_server: Server) -> None:
    until(lambda: "worker" in children(running_server))
    started = children(running_server).values()

    code = running_server.stop()

    assert code == 0
    until(lambda: not any(child.is_running() for child in started), what="all have ended")


def test_ctrl_c_ends_it_in_peace(running_server: Server) -> None:
    process = running_server.process
    assert process is not None
    before = running_server.printed()

    # As a terminal does: to all that it started.
    os.killpg(process.pid, signal.SIGINT)

    assert process.wait(30) == 0
    assert running_server.printed() == before


def test_killed_it_starts_again_by_itself(running_server: Server) -> None:
    assert running_server.process is not None
    started = list(children(running_server).values())

    # Only the first process: nobody is left to end the others.
    os.kill(running_server.process.pid, signal.SIGKILL)
    running_server.process.wait()
    running_server.start()

    assert status(f"{running_server.url}/healthz") == 200
    until(lambda: not any(child.is_running() for child in started), what="the orphans have ended")


def test_a_killed_serving_process_is_replaced(running_server: Server) -> None:
    (old,) = serving(running_server)

    old.kill()

    until(lambda: serving(running_server) not in ([], [old]), what="another one serves")
    until(lambda: is_ready(running_server), seconds=30, what="it answers again")


def test_a_killed_worker_is_replaced(running_server: Server) -> None:
    old = until(lambda: children(running_server).get("worker"))
    assert old is not None

    old.kill()

    until(lambda: children(running_server).get("worker") not in (None, old), what="another one works")
    assert "turnout worker ended with -9 and is started again" in running_server.printed()


def test_the_worker_can_run_elsewhere(start_server: Start) -> None:
    server = start_server("--no-worker")

    assert "worker" not in children(server)


@pytest.mark.only("sqlite")
def test_a_second_server_on_the_same_file_is_refused(running_server: Server) -> None:
    said = refused(TURNOUT_DATA=str(running_server.data), TURNOUT_PORT=str(free_port()))

    assert said == f"Error: another turnout serve already runs on {running_server.data}.\n"


def test_a_taken_port_is_refused(
    running_server: Server, tmp_path: Path, empty_database: dict[str, str]
) -> None:
    said = refused(
        TURNOUT_DATA=str(tmp_path / "other"), TURNOUT_PORT=str(running_server.port), **empty_database
    )

    assert said == (
        f"Error: cannot listen on 127.0.0.1:{running_server.port}: Address already in use."
        " Choose another TURNOUT_PORT.\n"
    )


@pytest.mark.only("sqlite")
def test_many_processes_on_sqlite_are_refused(tmp_path: Path) -> None:
    said = refused("--workers", "2", TURNOUT_DATA=str(tmp_path))

    assert said == (
        "Error: SQLite is served by one process: leave out TURNOUT_WORKERS (--workers),"
        " or set TURNOUT_DATABASE_URL to a PostgreSQL database.\n"
    )


@pytest.mark.only("postgres")
def test_many_processes_serve_on_postgresql(start_server: Start) -> None:
    server = start_server("--workers", "2")

    assert len(serving(server)) == 2


@pytest.mark.only("postgres")
def test_several_machines_may_start_at_once(
    tmp_path: Path, without_schema: dict[str, str], start_server: Start
) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    starting = [
        subprocess.Popen(
            [TURNOUT, "migrate"], env=environment(TURNOUT_DATA=str(folder), **without_schema), stdout=-1
        )
        for folder in folders
    ]

    printed = [process.communicate()[0].decode() for process in starting]

    assert [process.returncode for process in starting] == [0, 0]
    assert sorted(bool(names) for names in printed) == [False, True]


def test_a_newer_schema_is_refused(running_server: Server, empty_database: dict[str, str]) -> None:
    running_server.stop()
    remember_migration(running_server, empty_database, "events", "9999_future")

    said = refused(TURNOUT_DATA=str(running_server.data), **empty_database)

    assert said == (
        "Error: the database was made by a newer Turnout (events.9999_future): "
        "start that version, or restore a backup of this one.\n"
    )


def remember_migration(server: Server, database: dict[str, str], app: str, name: str) -> None:
    statement = f"INSERT INTO django_migrations (app, name, applied) VALUES ('{app}', '{name}', '2026-11-22')"
    if database:
        with psycopg.connect(database["TURNOUT_DATABASE_URL"]) as connection:
            connection.execute(statement.encode())
    else:
        subprocess.run(["python3", "-c", RUN_SQL, server.data / "turnout.sqlite3", statement], check=True)


RUN_SQL = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"


def test_a_worker_waits_for_the_schema(tmp_path: Path, without_schema: dict[str, str]) -> None:
    done = subprocess.run(
        [TURNOUT, "worker"],
        env=environment(TURNOUT_DATA=str(tmp_path), **without_schema),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == "Error: the database is older than this program: run `turnout migrate`.\n"


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    url = f"postgres://me@127.0.0.1:{free_port()}/fans"

    said = refused(TURNOUT_DATA=str(tmp_path), TURNOUT_DATABASE_URL=url)

    assert said.startswith("Error: the database cannot be reached: ")
    assert said.count("\n") == 1


def test_certificate_and_key_belong_together(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("")

    done = subprocess.run(
        [TURNOUT, "serve", "--tls-cert", tmp_path / "cert.pem"],
        env=environment(TURNOUT_DATA=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "--tls-cert and --tls-key belong together." in done.stderr


def test_with_a_certificate_it_speaks_https_and_http_2(
    tmp_path: Path, empty_database: dict[str, str]
) -> None:
    cert, key = certificate(tmp_path)
    server = Server(tmp_path, "--tls-cert", str(cert), "--tls-key", str(key), **empty_database)
    context = ssl.create_default_context(cafile=str(cert))
    context.set_alpn_protocols(["h2", "http/1.1"])

    server.url = f"https://localhost:{server.port}"
    try:
        server.start(context=ssl.create_default_context(cafile=str(cert)))
        with (
            socket.create_connection(("127.0.0.1", server.port)) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as line,
        ):
            assert line.selected_alpn_protocol() == "h2"
        assert f"address    https://127.0.0.1:{server.port}\n" in server.printed()
    finally:
        server.kill()


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return cert_file, key_file


@pytest.mark.only("sqlite")
def test_a_client_that_never_ends_its_header_is_hung_up_on(running_server: Server) -> None:
    with socket.create_connection(("127.0.0.1", running_server.port), timeout=30) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")

        # Until the server closes its end; a server that waits on would make this time out.
        answer = b"".join(iter(lambda: line.recv(1024), b""))

    assert answer == b"" or answer.startswith(b"HTTP/1.1 408")
