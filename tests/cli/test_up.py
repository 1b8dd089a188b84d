"""`dugnad up` as people start it: it serves soon, says plainly what is wrong, and leaves no process behind."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from dugnad.eforms.demo import demo_notices

START = "from dugnad.cli.main import main; main()"
PATIENCE_SECONDS = 60
SECOND_START_SECONDS = 5


def free_port() -> int:
    """A port that nobody uses right now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def fetch(address: str, path: str = "/") -> str:
    """The page's text; only a page that is there will do."""
    connection = HTTPConnection(address.split("/")[2], timeout=PATIENCE_SECONDS)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == 200
    return answer.read().decode()


def send(address: str, path: str, cookie: str = "", form: bytes | None = None) -> HTTPResponse:
    """One request as a browser would send it."""
    connection = HTTPConnection(address.split("/")[2], timeout=PATIENCE_SECONDS)
    headers = {"Cookie": cookie, "Content-Type": "multipart/form-data; boundary=edge"}
    connection.request("GET" if form is None else "POST", path, body=form, headers=headers)
    return connection.getresponse()


def form_of(token: str, file: bytes) -> bytes:
    """The upload form, filled in."""
    head = 'Content-Disposition: form-data; name="'
    return (
        (
            f'--edge\r\n{head}csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
            f'--edge\r\n{head}file"; filename="egen.xml"\r\nContent-Type: text/xml\r\n\r\n'
        ).encode()
        + file
        + b"\r\n--edge--\r\n"
    )


def command(port: int) -> list[str]:
    return [sys.executable, "-c", START, "up", "--port", str(port), "--json"]


@contextmanager
def running(var: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A started dugnad and its address; whatever is left of it is ended afterwards."""
    process = subprocess.Popen(
        command(free_port()),
        cwd=var.parent,
        env=os.environ | {"DUGNAD_VAR": str(var), "DUGNAD_STORE": str(var / "store")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        assert said.startswith("{"), said + process.stdout.read()
        yield process, json.loads(said)["address"]
    finally:
        for left in session(process.pid):
            os.kill(left, signal.SIGKILL)
        process.wait()


def session(leader: int) -> list[int]:
    """Living processes of the session that the process began."""
    told = subprocess.run(["ps", "-e", "-o", "pid=,sess=,stat="], capture_output=True, text=True, check=True).stdout
    lines = [line.split() for line in told.splitlines()]
    return [int(pid) for pid, belongs, state in lines if int(belongs) == leader and not state.startswith("Z")]


def wait_until_gone(leader: int, seconds: float) -> list[int]:
    """The processes that are still there after so long."""
    end = time.monotonic() + seconds
    while session(leader) and time.monotonic() < end:
        time.sleep(0.05)
    return session(leader)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation that was started once."""
    folder = tmp_path_factory.mktemp("installation") / "var"
    with running(folder) as (_, address):
        health = json.loads(fetch(address, "/healthz"))
    assert health["store"]["notices"] > 200
    return folder


@pytest.mark.long
def test_second_start_serves_the_first_page(var: Path) -> None:
    assert second_start(var) > 0


@pytest.mark.long
@pytest.mark.alone
def test_second_start_serves_the_first_page_within_5_seconds(var: Path) -> None:
    """A busy machine may disturb one or two of the starts, and gives each its share only."""
    in_time = any(second_start(var) < SECOND_START_SECONDS * crowding() for _ in range(3))

    assert in_time


def crowding() -> float:
    """How many processes want each core right now, at least one."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def second_start(var: Path) -> float:
    """How long a start takes until the first page is read."""
    started = time.monotonic()
    with running(var) as (_, address):
        page = fetch(address)
        seconds = time.monotonic() - started
    assert "DEMO" in page
    return seconds


@pytest.mark.parametrize("whom", ["all, as Ctrl-C does", pytest.param("the first", marks=pytest.mark.long)])
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
def test_a_signal_ends_the_whole_process_tree(number: signal.Signals, whom: str, var: Path) -> None:
    with running(var) as (process, _):
        assert len(session(process.pid)) == 3

        if whom == "the first":
            process.send_signal(number)
        else:
            os.killpg(process.pid, number)

        assert process.wait(PATIENCE_SECONDS) in {0, 128 + number}
        assert session(process.pid) == []


@pytest.mark.long
def test_children_end_when_the_parent_is_killed(var: Path) -> None:
    with running(var) as (process, _):
        process.kill()
        process.wait()

        assert wait_until_gone(process.pid, PATIENCE_SECONDS) == []


@pytest.mark.long
def test_fallen_worker_is_started_again(var: Path) -> None:
    with running(var) as (process, address):
        worker = min(pid for pid in session(process.pid) if pid != process.pid)
        os.kill(worker, signal.SIGKILL)
        end = time.monotonic() + PATIENCE_SECONDS
        while (len(alive := session(process.pid)) < 3 or worker in alive) and time.monotonic() < end:
            time.sleep(0.05)

        assert (len(alive), worker in alive) == (3, False)
        assert json.loads(fetch(address, "/healthz"))["ok"]


def test_uploaded_notice_is_read_by_the_worker(var: Path) -> None:
    own = next(iter(demo_notices()))[1].replace(b"<cbc:VersionID>01<", b"<cbc:VersionID>02<", 1)
    with running(var) as (_, address):
        asked = send(address, "/import/")
        cookie = str(asked.headers["Set-Cookie"]).partition(";")[0]
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', asked.read().decode())[0]

        taken = send(address, "/import/", cookie, form_of(token, own))

        assert (taken.status, taken.headers["Location"][:8]) == (302, "/import/")
        end = time.monotonic() + PATIENCE_SECONDS
        while "hx-get" in (page := send(address, taken.headers["Location"], cookie).read().decode()):
            assert time.monotonic() < end, page
            time.sleep(0.2)
        assert json.loads(fetch(address, "/healthz"))["store"]["notices"] == 301
        assert list((var / "uploads").iterdir()) == []


def test_busy_port_is_said_plainly_with_the_remedy(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        refused = subprocess.run(command(port), capture_output=True, text=True, check=False, cwd=tmp_path)

    assert refused.returncode == 2
    assert refused.stderr == (
        f"dugnad: Port {port} is in use by another program (perhaps dugnad is already running at "
        f"http://127.0.0.1:{port}). Choose another: dugnad up --port 8001\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_the_sites", [False, True], ids=["another program's", "the site's own"])
def test_busy_port_for_mail_is_said_plainly_with_the_remedy(tmp_path: Path, *, is_the_sites: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        site = free_port()
        port = site if is_the_sites else other.getsockname()[1]
        surroundings = os.environ | {"DUGNAD_MAIL_LISTEN": str(port)}

        refused = subprocess.run(
            command(site), capture_output=True, text=True, check=False, cwd=tmp_path, env=surroundings
        )

    why = "is in use by another program. Choose another port, or stop that program."
    if is_the_sites:
        why = "is the site's own port. Choose another for mail, such as 2525."
    assert refused.returncode == 2
    assert refused.stderr == f"dugnad: DUGNAD_MAIL_LISTEN: 127.0.0.1 port {port} {why}\n"
    assert list(tmp_path.iterdir()) == []


def test_unwritable_var_folder_is_said_plainly_with_the_remedy(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    refused = subprocess.run(
        command(free_port()),
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"DUGNAD_VAR": str(file / "var")},
    )

    assert refused.returncode == 2
    assert refused.stderr == (
        f"dugnad: {file / 'var'} cannot be created (Not a directory). "
        "Set DUGNAD_VAR to a folder that you can write to.\n"
    )


def test_database_that_does_not_answer_is_said_plainly(tmp_path: Path) -> None:
    refused = subprocess.run(
        command(free_port()),
        capture_output=True,
        text=True,
        check=False,
        env=os.environ
        | {"DUGNAD_VAR": str(tmp_path), "DUGNAD_DATABASE_URL": f"sqlite:///{tmp_path}", "DUGNAD_STORE": str(tmp_path)},
    )

    assert refused.returncode == 2
    assert refused.stderr.startswith("dugnad: The database cannot be used (")
    assert refused.stderr.count("\n") == 1
