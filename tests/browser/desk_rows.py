"""A support service at work, so that its pages have something to show: made up, and made by the site's own actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from desk.mails import mail
from dugnad.desk.question import Question, Upload
from dugnad.records.actions import knowledge
from dugnad.records.actions.agreements import Agreed, create_agreement, publish_agreement
from dugnad.records.actions.case_draft import save_draft
from dugnad.records.actions.case_work import ask_back, consult_desk, note_case, take_case
from dugnad.records.actions.cases import ask_desk
from dugnad.records.actions.contacts import note_contact
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.actions.events import Planned, add_material, create_event, desk_at, publish_event
from dugnad.records.actions.sign_ups import Given, sign_up
from dugnad.records.case_link import case_token
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import Desk
from dugnad.records.seat_link import seat_token
from people import Cast
from records.known import a_proposal, solved_case

QUESTION = """Hei!

Vi skal kjøpe renhold for rådhuset og tre skoler. Må vi vekte miljø, eller holder det med krav i kravspesifikasjonen?"""
LONG = "Gjelder det for arbeidsmiljøopplæringskonsulenttjenesteanskaffelser også?"
"""A word of a length that people do write, and that no narrow screen has room for."""
DRAFT = """Hovedregelen er at klima og miljø vektes med minst 30 prosent, se [[law:loa-5b]].

Se også [[criterion:cleaning-daytime@2026-11-22]]."""


def make(cast: Cast) -> dict[str, str]:
    """What the addresses need, by name."""
    load_shipped_desks(by="content")
    now = timezone.now()
    return make_cases(cast, now) | make_answers(cast, now.date()) | make_gatherings(cast, now) | make_rest(cast)


def make_cases(cast: Cast, now: datetime) -> dict[str, str]:
    """One being worked on with everything in it, one more from the same person, one that waits for a visitor."""
    asked = Question(text=QUESTION, group="cleaning-services", role="buyer", deadline=now.date() + timedelta(days=9))
    case = ask_desk(by=cast.buyer, question=asked, files=[Upload("krav.txt", b"Krav")], body=cast.own, on=now)
    long = ask_desk(by=cast.buyer, question=Question(text=LONG), body=cast.own, on=now)
    Case.objects.filter(pk=long.pk).update(promised_at=now)
    case = take_case(by=cast.adviser, case=case, seen=case.version)
    note_case(by=cast.adviser, case=case, text="Ringte innkjøperen. De har kunngjort før.")
    case.refresh_from_db()
    national = Desk.objects.get(county="00")
    case = consult_desk(by=cast.adviser, case=case, seen=case.version, desk=national, text="Har dere svart på dette?")
    save_draft(by=cast.adviser, case=case, text=DRAFT, based_on=0)
    question = Question(text="Må et idrettslag følge reglene?", email="lag@eksempel.invalid", body_told=LONG.split()[3])
    visitors = ask_desk(by="visitor", question=question, on=now)
    Case.objects.filter(pk=visitors.pk).update(desk=Desk.objects.get(county="46"), county="46")
    visitors.refresh_from_db()
    ask_back(by=cast.adviser, case=visitors, seen=visitors.version, text="Får laget offentlig støtte?")
    return {"case": str(case.pk), "asked": case_token(visitors)}


def make_answers(cast: Cast, today: date) -> dict[str, str]:
    """A solved case, one that became an answer."""
    solved = solved_case(cast)
    made_public = knowledge.offer_case(
        by=cast.adviser, case=solved_case(cast), proposal=a_proposal(review_by=today + timedelta(days=300))
    )
    seen = knowledge.words_mark(made_public)
    known = knowledge.publish_answer(by=cast.adviser, knowledge=made_public, seen=seen, on=today)
    return {"solved": str(solved.pk), "answer": str(known.number)}


def make_gatherings(cast: Cast, now: datetime) -> dict[str, str]:
    """A course with a seat and a waiting list, a course that has begun, an agreement that ends soon."""
    desk, starts = desk_at("46"), now + timedelta(days=30)
    told = "Vi går gjennom reglene, og skriver kriterier til egne innkjøp.\n\nTa med en anskaffelse du arbeider med."
    planned = Planned(
        kind="course", title="Kriterier som virker", starts_at=starts, ends_at=starts + timedelta(hours=3), seats=1,
        audience=("buyer", "leader"), place="Rådhuset, møterom 2", text=told,
    )  # fmt: skip
    event = create_event(by=cast.adviser, desk=desk, planned=planned)
    add_material(by=cast.adviser, event=event, title="Oppgaver til kurset", upload=Upload("ark.txt", b"Ark"))
    publish_event(by=cast.adviser, event=event)
    seats = [
        sign_up(by="visitor", event=event, on=now, given=Given(role=role, name=name, email=email, body_told="Et sted"))
        for role, name, email in (
            ("buyer", "Kari Deltaker", "kari@eksempel.invalid"), ("leader", "Ola Venter", "ola@eksempel.invalid"),
        )
    ]  # fmt: skip
    agreed = Agreed(
        title="Renhold i Hardanger", owner=cast.own, members=(cast.own, cast.other),
        since=now.date() - timedelta(days=700),
        until=now.date() + timedelta(days=200), criteria=("cleaning-daytime@2026-11-22",), group="cleaning-services",
    )  # fmt: skip
    agreement = create_agreement(by=cast.adviser, desk=desk, agreed=agreed)
    publish_agreement(by=cast.adviser, agreement=agreement)
    return {"event": str(event.pk), "seat": seat_token(seats[0].sign_up), "agreement": str(agreement.pk)}


def make_rest(cast: Cast) -> dict[str, str]:
    """A mail that waits, and a contact with something shared."""
    raw, today = mail(), timezone.localdate()
    arrival = Arrival.objects.create(
        sha256="0" * 64, size=len(raw), raw=raw, fate="quarantined", reason="unknown-sender", desk_id="46"
    )
    note_contact(
        by=cast.adviser, desk=Desk.objects.get(county="46"), body=cast.own, on=today, kind="phone", today=today,
        text="Ringte om brevet.", agreed="Et møte om handlingsplanen.", promise="Sende en mal",
        promised_by=today + timedelta(days=14), is_shared=True,
    )  # fmt: skip
    return {"mail": str(arrival.pk)}
