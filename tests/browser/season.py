"""An installation for a whole season: made-up bodies in two counties, a mail server, the site, its worker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from browser.conftest import free_port, wait_for

PASSWORD = "tog-til-fjellet-sommeren"  # noqa: S105 - of made-up people in a database that lives for one test
LINK = re.compile(r"http://127\.0\.0\.1:\d+(/\S+)")
PREPARE = """
from datetime import date
from dugnad.records.models.people import Person, Role
from dugnad.records.models.register import Body
from dugnad.records.actions.national_plan import load_shipped_plans

def body(number, name, kind, county, klass):
    slug = f"sesong-{number}"
    return Body(slug=slug, name=name, kind=kind, county=county, obligation_class=klass, email=f"post@{slug}.invalid",
                orgnr=f"3200{number:05d}")

bodies = [body(n, f"Sesongvik {n} kommune", "municipality", "46" if n % 2 else "50", "invited") for n in range(1, 61)]
bodies += [body(61, "Sesong fylkeskommune", "county", "46", "invited"),
           body(62, "Vinter fylkeskommune", "county", "50", "invited"),
           body(63, "Direktoratet for sesonger", "state-agency", "46", "shall"),
           body(64, "Etaten for stillhet", "state-agency", "50", "shall")]
Body.objects.bulk_create(bodies)
Body.objects.create(slug="annet-fylke", name="Fjernvik kommune", kind="municipality", county="11",
                    obligation_class="invited", email="post@fjernvik.invalid")
load_shipped_plans(by="tester")
own = Body.objects.get(slug="sesong-1")
for name, role, given in (("koordinator", "coordinator", {}), ("leder", "leader", {"body": own})):
    person = Person.objects.create_user(f"{name}@eksempel.invalid", PASSWORD, name=name.title())
    Role.objects.create(person=person, role=role, **given)
"""


@dataclass
class Mailbox:
    """What the mail server has taken, in order."""

    mails: list[Message] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Every mail is taken."""
        assert envelope.original_content is not None
        self.mails.append(message_from_bytes(envelope.original_content, policy=default))  # type: ignore[arg-type]
        return "250 taken"

    def to(self, address: str) -> list[Message]:
        """The mails to one address."""
        return [mail for mail in list(self.mails) if address in str(mail["To"])]


def link_in(mail: Message) -> str:
    """The path of the link that a mail holds."""
    part = mail.get_body(("plain",)) if hasattr(mail, "get_body") else mail
    text = part.get_content() if part is not None else ""
    found = LINK.search(text)
    assert found is not None, text
    return found[1].rstrip(".,)")


@dataclass(frozen=True)
class Season:
    """The running installation."""

    address: str
    mailbox: Mailbox
    surroundings: dict[str, str]

    def run(self, code: str) -> str:
        """Python in the installation's own surroundings, as its worker would run it."""
        begin = f"import django; django.setup()\nPASSWORD = {PASSWORD!r}\n"
        told = subprocess.run(
            [sys.executable, "-c", begin + code],
            env=self.surroundings, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return told.stdout.strip()


@contextmanager
def running_season(var: Path) -> Iterator[Season]:
    """Bring it up, and take it down."""
    mailbox = Mailbox()
    post = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    post.start()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    surroundings = {
        **os.environ, "DUGNAD_VAR": str(var), "DUGNAD_STORE": str(var / "store"), "DUGNAD_MODE": "embedded",
        "DUGNAD_SMTP_URL": f"smtp://127.0.0.1:{post.port}", "DUGNAD_BASE_URL": address, "DUGNAD_LETTERS_A_MINUTE": "0",
        "DJANGO_SETTINGS_MODULE": "dugnad.server.settings",
    }  # fmt: skip
    season = Season(address, mailbox, surroundings)
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=surroundings, check=True)
    season.run(PREPARE)
    site = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--no-ws", "--blocking-threads", "4", "--log-level", "error", "dugnad.server.wsgi:application"]  # fmt: skip
    worker = [sys.executable, "-m", "django", "db_worker", "--interval", "0.2", "-v0"]
    with subprocess.Popen(site, env=surroundings) as server, subprocess.Popen(worker, env=surroundings) as hand:
        try:
            wait_for(f"{address}/healthz")
            yield season
        finally:
            server.terminate()
            hand.terminate()
            post.stop()


def until(what: Callable[[], bool], seconds: float = 180) -> None:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.1)
