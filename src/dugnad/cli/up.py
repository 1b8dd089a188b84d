"""`dugnad up`: database, store and demonstration notices if they are missing, then the site and its worker.

One process tree. This process stays small (neither Django nor the readers are loaded here) and starts three kinds of
children: one that prepares and ends, the web server, and the worker. Ctrl-C or SIGTERM ends all of them; a child whose
parent vanished ends by itself.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from multiprocessing import Process
from pathlib import Path
from types import FrameType
from typing import Any, Self

import click

from dugnad.backup.lock import in_use
from dugnad.desk.listening import listen_at
from dugnad.errors import DugnadError, StoreError

HOST = "127.0.0.1"
SETTINGS = "dugnad.server.settings"
CHECKOUT = Path(__file__).parents[3]
WEB_THREADS = 4
PATIENCE_SECONDS = 10
FAREWELL_SECONDS = 2
"""Pages take milliseconds; whatever still runs after this is ended the hard way."""
HEARTBEAT_SECONDS = 20
SWEEP_SECONDS = 300


@click.command("up")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Serve on this port.")
@click.option("--json", "as_json", is_flag=True, help="Say in JSON when the first page can be fetched.")
def command(*, port: int, as_json: bool) -> None:
    """Create what is missing, then serve the site with its worker on http://127.0.0.1:8000.

    Links in letters and invitations begin with DUGNAD_BASE_URL; where it is not set, with this address and port. Other
    commands do not know the port: set DUGNAD_BASE_URL for them as well where it is another.
    """
    os.umask(0o077)  # what this installation writes may hold unpublished text
    signal.signal(signal.SIGTERM, end_by_signal)
    check_port(port)
    check_mail_door(port)
    os.environ["DUGNAD_BASE_URL"] = os.environ.get("DUGNAD_BASE_URL") or f"http://{HOST}:{port}"
    os.environ["DUGNAD_VAR"] = str(var_folder())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    with in_use(Path(os.environ["DUGNAD_VAR"])):
        criteria = begun(refuse_broken_criteria)
        run_to_end(prepare, as_json)
        ended(criteria)
        with ExitStack() as beside:
            beside.enter_context(Child(work, "worker"))
            if os.environ.get("DUGNAD_MAIL_LISTEN", "").strip():
                beside.enter_context(Child(take_mail, "mail listener"))
            check_port(port)  # preparing took its time
            serve(port, as_json=as_json)


def check_port(port: int) -> None:
    """Say plainly what is wrong with the port, before anything is started."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise DugnadError(f"{port_problem(error, port)} Choose another: dugnad up --port 8001") from error


def port_problem(error: OSError, port: int) -> str:
    """Why the port cannot be had."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program (perhaps dugnad is already running at http://{HOST}:{port})."
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the machine's administrator."
    return f"Port {port} cannot be used: {error.strerror}."


def var_folder() -> Path:
    """Where the installation keeps its own things: DUGNAD_VAR, else `var` in the checkout, else `var` here."""
    given = os.environ.get("DUGNAD_VAR")
    home = CHECKOUT if (CHECKOUT / "pyproject.toml").is_file() else Path.cwd()
    folder = Path(given).absolute() if given else home / "var"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        remedy = "Set DUGNAD_VAR to a folder that you can write to."
        raise StoreError(f"{folder} cannot be created ({error.strerror}). {remedy}") from error
    if not os.access(folder, os.W_OK):
        raise StoreError(f"{folder} cannot be written to. Set DUGNAD_VAR to a folder that you can write to.")
    return folder


def run_to_end(work: Callable[..., None], *given: Any) -> None:
    """Run one step in a process of its own, so that what it loads is gone before the server is started."""
    ended(begun(work, *given))


def begun(work: Callable[..., None], *given: Any) -> Process:
    """A step that runs beside the others."""
    child = Process(target=in_child, args=(work, *given), daemon=True)
    child.start()
    return child


def ended(child: Process) -> None:
    """Wait for the step; what it refuses ends the start."""
    child.join()
    if child.exitcode:
        sys.exit(child.exitcode)


def in_child(work: Callable[..., None], *given: Any) -> None:
    """A known error is one plain line here too."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        work(*given)
    except DugnadError as error:
        click.echo(f"dugnad: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def refuse_broken_criteria() -> None:
    """A start on broken criteria is refused, and every fault told; a site that runs keeps the last sound ones."""
    from dugnad.criteria.kept import kept_library  # noqa: PLC0415 - only in the child

    kept_library()


def prepare(as_json: bool) -> None:
    """Bring the database up to date; read the demonstration notices into an empty store."""
    import django  # noqa: PLC0415 - only in the child, see the module's first lines
    from django.conf import settings  # noqa: PLC0415

    django.setup()
    if (Path(settings.VAR) / "restoring").is_dir():
        finish_restore()
    migrate()
    resume()
    load_register()
    load_desks()
    load_plans()
    load_answers()
    fill_search()
    if is_empty(Path(settings.STORE)):
        import_demo(Path(settings.STORE), as_json=as_json)


def load_register() -> None:
    """Bring in the shipped bodies where content has changed since last time; matching's table is brought up to date."""
    from dugnad.records.actions.matching import WORKER, write_register_table  # noqa: PLC0415
    from dugnad.records.actions.shipped import is_loaded, load_shipped_register  # noqa: PLC0415

    if not is_loaded():
        load_shipped_register(by=WORKER)
    write_register_table()


def load_desks() -> None:
    """The support service's desks, as empty seats; those that are there stay as they are."""
    from dugnad.records.actions.desks import load_shipped_desks  # noqa: PLC0415
    from dugnad.records.actions.work import WORKER  # noqa: PLC0415

    load_shipped_desks(by=WORKER)


def finish_restore() -> None:
    """A restore that was cut off is completed, or cleared away."""
    from dugnad.records.actions.restore import finish_restores  # noqa: PLC0415 - seldom needed

    finish_restores()


def migrate() -> None:
    """Create or change the tables, only where something is missing."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import OperationalError, connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        remedy = "Is it running, and may this user write there? See DUGNAD_DATABASE_URL and DUGNAD_VAR."
        raise DugnadError(f"The database cannot be used ({str(error).strip()}). {remedy}") from error


def resume() -> None:
    """Imports, checks and letters that were cut off last time are queued again."""
    from dugnad.records.actions.checks import resume_checks  # noqa: PLC0415
    from dugnad.records.actions.letters_bundle import resume_bundles  # noqa: PLC0415
    from dugnad.records.actions.letters_send import resume_runs  # noqa: PLC0415
    from dugnad.records.actions.notices import WORKER, resume_imports  # noqa: PLC0415
    from dugnad.records.actions.register_jobs import resume_register_imports  # noqa: PLC0415

    resume_imports(by=WORKER)
    resume_register_imports(by=WORKER)
    resume_checks(by=WORKER)
    resume_runs(by=WORKER)
    resume_bundles(by=WORKER)


def load_plans() -> None:
    """The national plans of the content; nothing is read where no file has changed."""
    from dugnad.records.actions.national_plan import load_shipped_plans  # noqa: PLC0415
    from dugnad.records.actions.work import WORKER  # noqa: PLC0415

    load_shipped_plans(by=WORKER)


def load_answers() -> None:
    """The answers of the content; nothing is read where no file has changed."""
    from dugnad.records.actions.knowledge_load import load_shipped_answers  # noqa: PLC0415
    from dugnad.records.actions.work import WORKER  # noqa: PLC0415

    load_shipped_answers(by=WORKER)


def fill_search() -> None:
    """Search finds what content and records hold: at the first start before anything is served, later soon after."""
    from dugnad.records.actions.search import is_filled, refresh_search  # noqa: PLC0415
    from dugnad.records.actions.work import WORKER, make_due  # noqa: PLC0415

    if is_filled():
        make_due("refresh-search")  # all content is gone through, which no start should wait for
    else:
        refresh_search(by=WORKER)


def is_empty(store: Path) -> bool:
    """Has nothing ever been imported? (A store that was emptied again is at a later generation than its first.)"""
    return not store.is_dir() or (store / "current").resolve().name in {"current", "000000"}


def import_demo(store: Path, *, as_json: bool) -> None:
    """The notices of fictional bodies, so that the first page has something to show."""
    from dugnad.cli.show import now, progress  # noqa: PLC0415
    from dugnad.eforms.demo import demo_notices  # noqa: PLC0415
    from dugnad.monitor.update import import_demo  # noqa: PLC0415

    if not as_json:
        click.echo("Leser inn demonstrasjonskunngjøringer (bare første gang) …", err=True)
    with progress("demo") as note:
        import_demo(demo_notices(), store=store, at=now(), on_progress=note)


class Child:
    """A process beside the site: the worker, and the one that takes mail. Started again if it falls, ended with it."""

    def __init__(self, life: Callable[[int], None], name: str) -> None:
        self.life, self.name = life, name
        self.is_ending = threading.Event()
        self.process = self.started()
        self.guard = threading.Thread(target=self.keep_alive, daemon=True)

    def started(self) -> Process:
        """The running process."""
        process = Process(target=in_child, args=(self.life, os.getpid()), daemon=True)
        process.start()
        return process

    def keep_alive(self) -> None:
        """Wait for it; an end that nobody asked for is followed by a new start."""
        while True:
            self.process.join()
            if self.is_ending.wait(timeout=1):
                return
            click.echo(f"dugnad: the {self.name} stopped unexpectedly and is started again.", err=True)
            self.process = self.started()

    def __enter__(self) -> Self:
        self.guard.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_ending.set()
        self.process.terminate()
        self.process.join(FAREWELL_SECONDS)
        self.process.kill()
        heartbeat().unlink(missing_ok=True)


def work(parent: int) -> None:
    """The worker's whole life. It may be ended at any moment: an import leaves the store as it was, and is resumed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent)
    threading.Thread(target=beat, daemon=True).start()
    import django  # noqa: PLC0415 - only in the child

    django.setup()
    resume()  # what a worker that fell left behind
    threading.Thread(target=sweep, daemon=True).start()
    from django.utils.crypto import get_random_string  # noqa: PLC0415
    from django_tasks_db.management.commands import db_worker  # noqa: PLC0415

    db_worker.Worker(
        queue_names=["default"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    ).run()


def take_mail(parent: int) -> None:
    """The mail listener's whole life. A mail that it has not said "kept" to stays with the server that sends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent)
    import asyncio  # noqa: PLC0415 - only in the child

    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    django.setup()
    from dugnad.cli.mail_listen import listen  # noqa: PLC0415 - after Django is set up

    try:
        asyncio.run(listen(*settings.MAIL_LISTEN))
    except OSError as error:  # taken since it was tried
        raise mail_door_error(error, *settings.MAIL_LISTEN) from error


def check_mail_door(web_port: int) -> None:
    """Say plainly what is wrong with where mail is to be taken in, before anything is started."""
    host, port = listen_at(os.environ.get("DUGNAD_MAIL_LISTEN", ""))
    if not port:
        return
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((HOST, web_port)), socket.create_server((host, port), family=family):
            return
    except OSError as error:
        raise mail_door_error(error, host, port, web_port) from error


def mail_door_error(error: OSError, host: str, port: int, web_port: int = 0) -> DugnadError:
    """Why mail cannot be taken in there, and what to do."""
    where = f"DUGNAD_MAIL_LISTEN: {host} port {port}"
    if port == web_port:
        return DugnadError(f"{where} is the site's own port. Choose another for mail, such as 2525.")
    if error.errno == errno.EADDRINUSE:
        return DugnadError(f"{where} is in use by another program. Choose another port, or stop that program.")
    if error.errno == errno.EACCES:
        return DugnadError(f"{where} is reserved for the machine's administrator. Choose one above 1023, such as 2525.")
    remedy = "Write an address of this machine, such as 127.0.0.1:2525."
    return DugnadError(f"{where} cannot be used ({error.strerror or error}). {remedy}")


def sweep() -> None:
    """Look now and then for regular work that is due, see records/actions/work.py."""
    from django.db import DatabaseError, close_old_connections  # noqa: PLC0415

    from dugnad.cli.show import now  # noqa: PLC0415
    from dugnad.records.actions.work import WORKER, do_due_work  # noqa: PLC0415

    while True:
        close_old_connections()
        try:
            do_due_work(by=WORKER, now=now())
        except DatabaseError as error:  # the next look comes soon
            click.echo(f"dugnad: regular work was put off ({str(error).strip()}).", err=True)
        time.sleep(SWEEP_SECONDS)


def beat() -> None:
    """Show that the worker is alive, for /healthz."""
    while True:
        heartbeat().touch()
        time.sleep(HEARTBEAT_SECONDS)


def heartbeat() -> Path:
    """The file that the worker touches."""
    return Path(os.environ["DUGNAD_VAR"]) / "worker.heartbeat"


def serve(port: int, *, as_json: bool) -> None:
    """The web server, until a signal ends it."""
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    os.environ["DUGNAD_UP"] = json.dumps({"parent": os.getpid(), "port": port, "json": as_json})
    Server(
        "dugnad.server.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=WEB_THREADS,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=FAREWELL_SECONDS,
    ).serve(target_loader=load_site)


def load_site(target: str) -> Any:
    """In the web server's child: load the site, and say so once its first page can be fetched."""
    given = json.loads(os.environ["DUGNAD_UP"])
    os.setpgid(0, 0)  # Ctrl-C reaches the parent alone, which ends its children in order
    end_with_parent(given["parent"])
    module, name = target.split(":")
    application = getattr(import_module(module), name)
    threading.Thread(target=announce, args=(given["port"],), kwargs={"as_json": given["json"]}, daemon=True).start()
    return application


def announce(port: int, *, as_json: bool) -> None:
    """Wait until the site answers, then tell where."""
    while not answers(port):
        time.sleep(0.05)
    address = f"http://{HOST}:{port}/"
    click.echo(json.dumps({"address": address}) if as_json else f"dugnad: {address} (Ctrl-C avslutter)")
    sys.stdout.flush()


def answers(port: int) -> bool:
    """Does the server on this port answer at all?"""
    try:
        connection = HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    return True


def end_with_parent(parent: int) -> None:
    """End this process soon after its parent has vanished, however that came about."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def end_by_signal(number: int, _: FrameType | None) -> None:
    """Leave through every `finally`, so that no child stays behind."""
    sys.exit(128 + number)
