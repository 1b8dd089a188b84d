"""A desk with something of everything, made through the site's own actions, to be handed over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256

from dugnad.desk.question import Question, Upload
from dugnad.records.actions.case_draft import save_draft
from dugnad.records.actions.case_work import ask_back, consult_desk, note_case, reply_to_desk, take_case
from dugnad.records.actions.cases import ask_desk, close_case, merge_cases
from dugnad.records.actions.desks import keep_desk
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.case_mail import Arrival, Departure
from dugnad.records.models.cases import Case, CaseFile, Consult, Draft, DraftVersion, Entry
from dugnad.records.models.desk import ContactNote, Desk, TakenOver
from dugnad.records.models.events import Event, SignUp
from dugnad.records.models.knowledge import Knowledge, KnowledgeVersion
from people import Cast

NOTED = "Konfidensielt: leverandøren har ringt."
PDF = Upload("krav.pdf", b"%PDF-1.7 krav")
MAIL = b"From: ukjent@eksempel.invalid\r\nSubject: Hei\r\n\r\nKan dere hjelpe?"
OWN = (
    Arrival, Consult, CaseFile, DraftVersion, Draft, KnowledgeVersion, Knowledge, Entry, Case, ContactNote, Agreement,
    SignUp, Event, TakenOver, Desk,
)  # fmt: skip
"""What a desk has, those first that rest on others."""


def fill_desk(cast: Cast, now: datetime) -> dict[str, Case]:
    """The desk of county 46 with open cases in every state, and all else that it may have."""
    asked = Question(text="Må vi vekte miljø?", language="nn", deadline=date(2027, 1, 15), role="buyer")
    first = ask_desk(by=cast.buyer, question=asked, files=[PDF], body=cast.own, on=now)
    stranger = Question(text="Gjelder dette oss?", name="Kari Spør", email="kari@eksempel.invalid", body_told="Et lag")
    desk = Desk.objects.get(county="46")
    second = ask_desk(by="asker", question=stranger, on=now)
    Case.objects.filter(pk=second.pk).update(desk=desk, county="46")
    third = ask_desk(by=cast.buyer, question=Question(text="Det samme igjen?"), body=cast.own, on=now)
    merge_cases(by=cast.adviser, case=third, into=first, seen=1)
    closed = ask_desk(by=cast.buyer, question=Question(text="Glem det."), body=cast.own, on=now)
    close_case(by=cast.adviser, case=closed, seen=1, reason="withdrawn")
    first.refresh_from_db()
    first = take_case(by=cast.adviser, case=first, seen=first.version)
    note_case(by=cast.adviser, case=first, text=NOTED)
    first = consult_desk(
        by=cast.adviser, case=first, seen=first.version, desk=Desk.objects.get(county="00"), text="Hva tror dere?"
    )
    save_draft(by=cast.adviser, case=first, text="Ja, se [[answer:7]] og [[law:environment.weight]].", based_on=0)
    second.refresh_from_db()
    second = ask_back(by=cast.adviser, case=second, seen=second.version, text="Hvilken virksomhet?")
    fill_rest(cast, desk, first, now)
    return {"first": first, "second": second, "third": third, "closed": closed}


def fill_rest(cast: Cast, desk: Desk, case: Case, now: datetime) -> None:
    """Settings, contacts, agreements, events and answers."""
    keep_desk(by=cast.adviser, desk=desk, seen=desk.changed_at.isoformat(), email="vestland@stotte.invalid",
              agreement="Avtale 2026/12", agreement_until=date(2027, 6, 30),
              hours={"2": ["10:00", "14:00"]})  # fmt: skip
    ContactNote.objects.create(
        desk=desk, body=cast.own, on=date(2026, 11, 2), kind="meeting", text="De ville vite mer.",
        promise="Sende mal for strategi", promised_by=date(2026, 12, 1), by=cast.adviser,
    )  # fmt: skip
    agreement = Agreement.objects.create(
        desk=desk, title="Renhold i Hardanger", owner=cast.own, since=date(2025, 1, 1), until=date(2027, 1, 31),
        criteria=["cleaning-daytime@2026-11-22"], is_draft=False, by=cast.adviser,
    )  # fmt: skip
    agreement.members.set([cast.own, cast.other])
    event = Event.objects.create(
        desk=desk, kind="course", state="published", audience=["buyer"], title="Kurs i miljøkrav", by=cast.adviser,
        starts_at=now + timedelta(days=20), ends_at=now + timedelta(days=20, hours=3), seats=1,
    )  # fmt: skip
    past = Event.objects.create(
        desk=desk, kind="meeting", state="published", title="Møtet som var", starts_at=now - timedelta(days=30),
        ends_at=now - timedelta(days=30, hours=-2),
    )  # fmt: skip
    SignUp.objects.create(event=event, person=cast.buyer, body=cast.own, role="buyer", state="seated")
    SignUp.objects.create(event=event, name="Ola Vent", email="ola@eksempel.invalid", role="other", state="waiting")
    SignUp.objects.create(
        event=past, name="Eva Var", email="eva@eksempel.invalid", body=cast.own, role="leader", state="seated",
        has_attended=True,
    )  # fmt: skip
    known = Knowledge.objects.create(
        number=7, state="published", question="Må vi vekte miljø?", answer="Se [[answer:7]].", county="46", case=case,
        version=1, published_at=now, references=["law:environment.weight"], review_by=date(2027, 11, 1),
        by=cast.adviser,
    )  # fmt: skip
    KnowledgeVersion.objects.create(
        knowledge=known, version=1, question=known.question, answer=known.answer, references=known.references, at=now
    )
    for number, fate in enumerate(["quarantined", "quarantined", "ignored"]):
        raw = MAIL + str(number).encode()
        Arrival.objects.create(
            sha256=sha256(raw).hexdigest(), size=len(raw), raw=raw, sender="ukjent@eksempel.invalid", fate=fate,
            recipient="vestland@stotte.invalid", subject="Hilsen Ola Nordstrand om renhold", reason="unknown-sender",
            desk=desk,
        )  # fmt: skip
    Knowledge.objects.create(number=9, question="Et utkast?", answer="Kanskje.", county="46")
    Knowledge.objects.create(number=10, question="En annens?", answer="Ja.", county="11", state="published")


def empty_desks() -> None:
    """As in an installation that never had a desk."""
    Agreement.members.through.objects.all().delete()
    for model in (Departure, *OWN):
        every = model.objects.all()
        every._raw_delete(every.db)  # whatever rests on what


def reply(case: Case) -> None:
    """The asker writes again."""
    reply_to_desk(by="mail", case=case, text="Det gjelder laget vårt.")
