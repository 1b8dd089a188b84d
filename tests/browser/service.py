"""The support service whole: site, worker and mail listener as `dugnad up` starts them, with a mail server for all."""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage, Message
from pathlib import Path

from aiosmtpd.controller import Controller

from browser.conftest import free_port, wait_for
from browser.season import PASSWORD, Mailbox, Season

DESK = "stotte@dugnad.invalid"
PREPARE = """
from datetime import timedelta
from django.utils import timezone
from dugnad.desk.question import Question
from dugnad.records.actions.asking import spare_question
from dugnad.records.actions.case_draft import answer_case, save_draft
from dugnad.records.actions.case_work import take_case
from dugnad.records.actions.cases import ask_desk
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.people import Person, Role
from dugnad.records.models.register import Body

def person(name, role, **given):
    made = Person.objects.create_user(f"{name}@eksempel.invalid", PASSWORD, name=name.title())
    Role.objects.create(person=made, role=role, **given)
    return made

here = Body.objects.create(slug="tilfelle-1", name="Tilfellevik kommune", kind="municipality", county="46",
                           obligation_class="invited", orgnr="340000018")
there = Body.objects.create(slug="tilfelle-2", name="Tilfelledal kommune", kind="municipality", county="50",
                            obligation_class="invited", orgnr="340000026")
person("innkjoper", "buyer", body=here)
person("nabo", "buyer", body=there)
adviser = person("radgiver", "adviser", county="46")
person("leser", "adviser", county="46")
known = str(Knowledge.objects.filter(state="published").earliest("number").number)
advisers = {here: adviser, there: person("annen", "adviser", county="50")}
for name, body in [(name, body) for name in ("Renhold", "Mat", "Tekstiler") for body in (here, there)]:
    case = ask_desk(by="visitor", question=Question(text=f"{name}: hva gjelder?", email=f"{name}@eksempel.invalid"),
                    body=body, on=timezone.now() - timedelta(hours=1))
    take_case(by=advisers[body], case=case, seen=case.version)
    case.refresh_from_db()
    saved = save_draft(by=advisers[body], case=case, text="Det som står i veiledningen.", based_on=0)
    case.refresh_from_db()
    answer_case(by=advisers[body], case=case, seen=case.version, based_on=saved.version)
    spare_question(by="visitor", kind="answer", key=known, on=timezone.localdate(), county=body.county)
"""
"""Three cases of each county are answered before, and three questions spared: fewer are not shown."""


@dataclass(frozen=True)
class Service(Season):
    """The running installation."""

    door: int
    """The mail listener's port."""

    def reply(self, mail: Message, *, sender: str, text: str, attachment: tuple[str, bytes] | None = None) -> None:
        """Answer a mail as a mail program does: to its Reply-To, in its thread, with the old text below."""
        answer = EmailMessage()
        answer["From"], answer["To"] = sender, str(mail["Reply-To"])
        answer["Subject"] = f"SV: {mail['Subject']}"
        answer["In-Reply-To"] = answer["References"] = str(mail["Message-ID"])
        answer["Message-ID"] = "<reply-1@eksempel.invalid>"
        answer.set_content(f"{text}\n\nDen 23.11. skrev støttetjenesten:\n> {plain(mail)[:60]}\n")
        if attachment:
            answer.add_attachment(attachment[1], maintype="text", subtype="plain", filename=attachment[0])
        with smtplib.SMTP("127.0.0.1", self.door, timeout=60) as server:
            server.send_message(answer)


def plain(mail: Message) -> str:
    """The words of a mail."""
    part = mail.get_body(("plain",)) if isinstance(mail, EmailMessage) else mail
    return str(part.get_content()) if isinstance(part, EmailMessage) else ""


@contextmanager
def running_service(var: Path) -> Iterator[Service]:
    """Bring it up, and take it down."""
    mailbox = Mailbox()
    post = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    post.start()
    port, door = free_port(), free_port()
    address = f"http://127.0.0.1:{port}"
    surroundings = {
        **os.environ, "DUGNAD_VAR": str(var), "DUGNAD_STORE": str(var / "store"), "DUGNAD_BASE_URL": address,
        "DUGNAD_SMTP_URL": f"smtp://127.0.0.1:{post.port}", "DUGNAD_MAIL_LISTEN": f"127.0.0.1:{door}",
        "DUGNAD_MAIL_DESK": DESK, "DUGNAD_MAIL_FROM": f"dugnad <{DESK}>",
        "DJANGO_SETTINGS_MODULE": "dugnad.server.settings",
    }  # fmt: skip
    command = [sys.executable, "-c", "from dugnad.cli.main import main; main()", "up", "--port", str(port)]
    with subprocess.Popen(command, env=surroundings) as up:
        try:
            wait_for(f"{address}/healthz")
            service = Service(address, mailbox, surroundings, door)
            service.run(PREPARE)
            yield service
        finally:
            up.terminate()
            post.stop()


__all__ = ["PASSWORD", "Service", "plain", "running_service"]
