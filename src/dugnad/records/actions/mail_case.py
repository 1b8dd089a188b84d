"""A mail as part of a case: who its sender may be, its text, those of its files that are taken, the case it opens."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from dugnad.desk.file_kind import MOST_FILES, kind_of, safe_name
from dugnad.desk.mail_in import Mail
from dugnad.desk.post_words import post_words
from dugnad.desk.question import Question, Upload
from dugnad.records.actions.case_work import says_thanks_alone
from dugnad.records.actions.cases import add_entry, ask_desk
from dugnad.records.models.cases import Case, Entry
from dugnad.records.models.desk import Desk
from dugnad.records.models.people import OF_BODY, Person
from dugnad.records.models.register import Body

SIGNED = (".p7s", ".p7m", ".asc", ".sig")
"""Signatures of mails, which say nothing to a desk."""
OF_SIGNATURE = re.compile(r"(?:image\d*|logo\w*|outlook-\w*)\.(?:png|jpe?g|gif)", re.IGNORECASE)
"""Pictures that mail programs put below what is written."""
SHARED = frozenset(
    {"gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.no", "online.no", "yahoo.com", "icloud.com",
     "proton.me", "protonmail.com", "msn.com", "live.com", "hotmail.no", "yahoo.no", "me.com"}
)  # fmt: skip
"""Domains that anybody has an address in: whoever writes from one is no body's, whatever stands in the register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whom a sender's address would belong to, if it is theirs."""

    person: Person | None = None
    body: Body | None = None
    county: str = ""
    language: str = "nb"

    @property
    def is_known(self) -> bool:
        """Does it belong to somebody here?"""
        return self.person is not None or bool(self.county)


def known_sender(address: str) -> Known:
    """An account's address, or one in a body's own domain. It says nothing of who sent a mail."""
    if not address:
        return Known()
    person = Person.objects.filter(email=address, is_active=True).first()
    if person is not None:
        bodies = {role.body_id: role.body for role in person.roles.select_related("body") if role.role in OF_BODY}
        body = next(iter(bodies.values())) if len(bodies) == 1 else None
        return Known(person=person, body=body, county=body.county if body else "", language=person.language)
    bodies_there = bodies_of_domain(address.rpartition("@")[2])
    counties = {body.county for body in bodies_there}
    body = bodies_there[0] if len(bodies_there) == 1 else None
    language = body.language if body and body.language else "nb"
    return Known(body=body, county=counties.pop() if len(counties) == 1 else "", language=language)


def bodies_of_domain(domain: str) -> list[Body]:
    """The bodies whose address or website lies in the domain."""
    if domain in SHARED or "." not in domain:
        return []
    at_home = Q(email__iendswith=f"@{domain}")
    for start in (f"https://{domain}", f"https://www.{domain}", f"http://{domain}", f"http://www.{domain}"):
        at_home |= Q(website__iexact=start) | Q(website__istartswith=f"{start}/")
    return list(Body.objects.filter(at_home).order_by("pk")[:20])


@dataclass(frozen=True, slots=True)
class Taken:
    """The files that a case takes, and the names of those it does not."""

    files: tuple[Upload, ...]
    left_out: tuple[str, ...]

    def note(self, case: Case) -> None:
        """Tell the desk what was left out; the mail itself is kept whole."""
        if self.left_out:
            names = ", ".join(self.left_out)[:2000]
            add_entry(case, Entry.Kind.NOTE, post_words().phrase("not-taken", "nb", list=names), by=None)


def taken_files(case: Case | None, mail: Mail) -> Taken:
    """What of the mail's files a case takes: each once, of kinds that are taken, as many as there is room for."""
    known = set(case.files.values_list("sha256", flat=True)) if case else set[str]()
    room = MOST_FILES - (case.files.count() if case else 0)
    files: list[Upload] = []
    left_out: list[str] = []
    for one in whole_text(mail, case.language if case else "nb") + list(mail.files):
        digest = hashlib.sha256(one.raw).hexdigest()
        if digest in known or one.name.lower().endswith(SIGNED):
            continue
        if len(files) >= room or kind_of(one.name, one.raw) is None:
            left_out.append(safe_name(one.name))
            continue
        known.add(digest)
        files.append(one)
    return Taken(tuple(files), tuple(left_out))


def whole_text(mail: Mail, language: str) -> list[Upload]:
    """The whole text as a file, where it is longer than an entry may be."""
    if "long-text" not in mail.faults:
        return []
    return [Upload(post_words().phrase("whole-mail", language), mail.whole.encode())]


def reply_text(mail: Mail, language: str) -> str:
    """What the sender wrote; that there is nothing, where there is nothing."""
    return mail.text.strip() or post_words().phrase("no-text", language)


def is_thanks(mail: Mail, taken: Taken, case: Case) -> bool:
    """Thanks alone, with no file but the pictures of a signature."""
    is_more = bool(taken.left_out) or any(not OF_SIGNATURE.fullmatch(one.name) for one in taken.files)
    return not is_more and says_thanks_alone(case, mail.text, mail.sender_name)


def open_case(*, by: str, mail: Mail, known: Known, on: datetime, desk: Desk | None, is_proven: bool) -> Case:
    """A new case from a mail. `desk`: of the adviser who opens it, where no body says which county it is.

    `is_proven`: our mail server found that its sender sent it; then it is the case of the account with that address.
    """
    language = known.language if known.language in {"nb", "nn", "en"} else "nb"
    taken = taken_files(None, mail)
    question = Question(
        text=reply_text(mail, language) if mail.text.strip() else mail.subject or reply_text(mail, language),
        title=mail.subject, name=mail.sender_name, email=mail.sender, language=language, channel="mail",
        county=known.county or (desk.county if desk and not desk.is_national else ""),
    )  # fmt: skip
    asker = known.person if is_proven and known.person and known.person.has_address else None
    case = ask_desk(by=by, question=question, files=taken.files, body=known.body, on=on, asker=asker)
    if mail.message_id:
        case.entries.filter(kind=Entry.Kind.QUESTION).update(message_id=mail.message_id[:200])
    taken.note(case)
    return case
