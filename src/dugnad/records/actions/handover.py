"""Handing a desk over: all that it has in one file, and such a file taken over, whole or not at all.

Nobody of the desk is named in the file, and nothing in it is tied to a person: it is the desk's memory. Askers are, by
the name and address that they gave, since the next desk must answer them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from dugnad.desk.handover import Handover, digest_of, pack
from dugnad.desk.identify import marks, without
from dugnad.desk.shipped_answers import WORDS
from dugnad.errors import NotAllowed
from dugnad.records import permissions
from dugnad.records.actions.case_files import path_of
from dugnad.records.actions.events import path_of as events_path
from dugnad.records.actions.handover_rows import row_of
from dugnad.records.actions.log import write_log
from dugnad.records.actions.people import OPERATOR
from dugnad.records.case_names import names_of
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, Draft
from dugnad.records.models.desk import ContactNote, Desk
from dugnad.records.models.events import Event
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body, DeskHost

PAST_EVENTS = timedelta(days=730)
"""How long a gathering that is over is handed over: who came is counted in the body's competence, and named no more."""
CASE_LEFT_OUT = ("asker_name", "asker_email", "answered_by_known", "merged_into", "forgotten_at")
KNOWN_LEFT_OUT = ("uses", "helped", "not_helped", "spared")
SIGN_UP_PERSONAL = ("name", "email", "needs")
MAIL_LEFT_OUT = ("raw", "fate", "desk", "case", "tries", "settled_at")


@dataclass(frozen=True, slots=True)
class Exported:
    """A handover file, and what people compare it by."""

    raw: bytes
    handover: Handover

    @property
    def fingerprint(self) -> str:
        """The file's checksum, in groups that can be read aloud."""
        digest = digest_of(self.raw)
        return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


@transaction.atomic
def export_handover(*, by: Person | str, county: str, at: datetime) -> Exported:
    """Make the file. That it was made is logged, with how much it holds."""
    if by != OPERATOR and not (isinstance(by, Person) and permissions.may_hand_over_desk(by, county)):
        raise NotAllowed(by if isinstance(by, str) else by.by, f"hand over the desk {county}")
    handover = gathered(county, at)
    made = Exported(pack(handover), handover)
    write_log(by=by, action="export_handover", subject=county, county=county, counts=handover.counts())
    return made


def gathered(county: str, at: datetime) -> Handover:
    """All that the desk has at the moment: what is open, agreed, promised, planned and known, and mail that waits."""
    desk = Desk.objects.get(county=county)
    cases = open_cases(county)
    agreements = list(desk.agreements.select_related("owner").prefetch_related("members").order_by("pk"))
    contacts = list(ContactNote.objects.filter(desk=desk).select_related("body").order_by("pk"))
    events = list(desk.events.filter(ends_at__gte=at - PAST_EVENTS).order_by("starts_at", "pk"))
    known = list(Knowledge.objects.filter(county=county).order_by("number"))
    mails = list(desk.arrivals.filter(fate=Arrival.Fate.QUARANTINED).order_by("at", "pk"))
    host = DeskHost.objects.filter(county=county, until=None).select_related("body").first()
    rows: dict[str, list[dict[str, Any]]] = {
        "cases": [case_row(case) for case in cases],
        "contacts": [row_of(note) for note in contacts],
        "agreements": [agreement_row(agreement) for agreement in agreements],
        "events": [event_row(event, at) for event in events],
        "knowledge": [known_row(one, {case.pk for case in cases}) for one in known],
        "mails": [mail_row(mail) for mail in mails],
    }
    digests = sorted(set(digests_in(rows)))
    return Handover(
        county=county, source=installation(), dugnad=version("dugnad"), made_at=at,
        desk=row_of(desk, ("warned",)) | {"host": host.body.key if host else None,
                                          "host_since": host.since.isoformat() if host else None},
        bodies=bodies_in(rows, host), rows=rows,
        files={digest: raw for digest in digests if (raw := bytes_of_either(digest)) is not None}
        | {digest_of(raw): raw for mail in mails if (raw := bytes(mail.raw))},
    )  # fmt: skip


def open_cases(county: str) -> list[Case]:
    """The desk's open cases, those first whose answer is promised first."""
    found = Case.objects.filter(desk=county, state__in=sorted(Case.OPEN)).select_related("body", "asker", "draft")
    children = ("entries__files", "files", "consults", "merged", "draft__versions")
    return list(found.prefetch_related(*children).order_by("promised_at", "number"))


def case_row(case: Case) -> dict[str, Any]:
    """One case with all that was said, written and sent in; the asker as an address to answer to."""
    asker = case.asker
    draft = getattr(case, "draft", None)
    return row_of(case, CASE_LEFT_OUT) | {
        "asker_name": asker.name if asker else case.asker_name,
        "asker_email": (asker.email if asker.has_address else "") if asker else case.asker_email,
        "entries": [
            row_of(entry) | {"files": [str(file.pk) for file in entry.files.all()]} for entry in case.entries.all()
        ],
        "files": [row_of(file) for file in case.files.all()],
        "draft": draft_row(draft) if isinstance(draft, Draft) else None,
        "consults": [row_of(consult) for consult in case.consults.all()],
        "merged": [{"id": str(one.pk), "number": one.number} for one in case.merged.all()],
    }


def draft_row(draft: Draft) -> dict[str, Any]:
    """The answer that is being written, with every text that was ever sent in."""
    return row_of(draft) | {"versions": [row_of(one) for one in draft.versions.all()]}


def agreement_row(agreement: Agreement) -> dict[str, Any]:
    """One agreement with its members."""
    return row_of(agreement) | {"members": sorted(body.key for body in agreement.members.all())}


def event_row(event: Event, at: datetime) -> dict[str, Any]:
    """One gathering with who is signed up; once it is over, only whether somebody came from which body."""
    is_over = event.ends_at < at
    signed = [
        row_of(one, ("name", "email", "needs") if is_over else ())
        for one in event.sign_ups.select_related("body", "person")
    ]
    if not is_over:
        for told, one in zip(signed, event.sign_ups.select_related("person"), strict=True):
            told["name"] = told["name"] or (one.person.name if one.person else "")
            told["email"] = told["email"] or (one.person.email if one.person and one.person.has_address else "")
    return row_of(event) | {"sign_ups": signed, "files": [row_of(file) for file in event.files.all()]}


def known_row(known: Knowledge, cases: set[Any]) -> dict[str, Any]:
    """One answer with its published versions; the case it came from where that is handed over too."""
    case = str(known.case_id) if known.case_id in cases else None
    is_loose = known.state == Knowledge.State.DRAFT and known.case_id and case is None
    return row_of(known, KNOWN_LEFT_OUT) | (nameless(known) if is_loose else {}) | {
        "case": case, "versions": [row_of(one) for one in known.versions.order_by("version")],
    }  # fmt: skip


def nameless(known: Knowledge) -> dict[str, Any]:
    """A proposal's words without what may name somebody: its case stays behind, and nothing tells of whom it speaks."""
    names = names_of(known.case)

    def clean(text: str) -> str:
        return without(text, marks(text, names.known, names.bodies))

    told = {
        language: {name: clean(text) for name, text in words.items()} for language, words in known.translations.items()
    }
    return {name: clean(getattr(known, name)) for name in WORDS} | {"translations": told, "kept": []}


def mail_row(mail: Arrival) -> dict[str, Any]:
    """One mail that waits for somebody to look at it; `content` is the checksum of what of it was kept."""
    return row_of(mail, MAIL_LEFT_OUT) | {"content": digest_of(bytes(mail.raw))}


def digests_in(value: Any) -> list[str]:
    """The checksums of files that the rows name."""
    if isinstance(value, list):
        return [digest for one in value for digest in digests_in(one)]
    if isinstance(value, dict):
        own = [value["sha256"]] if isinstance(value.get("sha256"), str) and "size" in value else []
        return own + [digest for one in value.values() for digest in digests_in(one)]
    return []


def bodies_in(rows: dict[str, list[dict[str, Any]]], host: DeskHost | None) -> dict[str, dict[str, str]]:
    """What every body that is named is known by."""
    keys = {host.body.key} if host else set()
    for kind, names in {"cases": ("body",), "contacts": ("body",), "agreements": ("owner",)}.items():
        keys |= {row[name] for row in rows[kind] for name in names if row[name]}
    keys |= {key for row in rows["agreements"] for key in row["members"]}
    keys |= {one["body"] for row in rows["events"] for one in row["sign_ups"] if one["body"]}
    found = Body.objects.filter(Q(orgnr__in=keys) | Q(slug__in=keys)).order_by("slug")
    return {
        body.key: {"orgnr": body.orgnr or "", "slug": body.slug, "name": body.name}
        for body in found
        if body.key in keys
    }


def bytes_of_either(digest: str) -> bytes | None:
    """A file of a case or an event; None where it is kept no longer."""
    for place in (path_of(digest), events_path(digest)):
        if place.is_file():
            return place.read_bytes()
    return None


def installation() -> str:
    """What tells this installation from others, and nothing about it."""
    return salted_hmac("dugnad.installation", "id", algorithm="sha256").hexdigest()[:16]
