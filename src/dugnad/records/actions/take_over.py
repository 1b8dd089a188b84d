"""Taking over a handover file: everything in it or nothing; what is here already stays as it is here.

A row that does not fit stops all of it. A body that the register here lacks does not: what cannot be without it is left
out and told, and comes when the file is taken over again after the body has.

Cases, answers, agreements and events keep the id that they have everywhere; an answer's number and a case's give way
where they are taken. Contacts, and answers that content ships here too, are remembered by what they were known by where
they came from, so that a file that is taken over twice brings nothing new.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.db.models import Max

from dugnad.desk.file_kind import kept_name, kind_of
from dugnad.desk.handover import DIGEST, Handover, HandoverError, digest_of, moment
from dugnad.desk.handover_shape import check_shape
from dugnad.desk.routing import load_desks
from dugnad.desk.shipped_answers import WORDS
from dugnad.errors import NotAllowed
from dugnad.records import permissions
from dugnad.records.actions.case_files import keep_bytes, path_of
from dugnad.records.actions.cases import next_number
from dugnad.records.actions.desks import SETTINGS, load_shipped_desks
from dugnad.records.actions.events import path_of as events_path
from dugnad.records.actions.handover import CASE_LEFT_OUT, KNOWN_LEFT_OUT, MAIL_LEFT_OUT, installation
from dugnad.records.actions.handover_rows import Rows, save_as_told
from dugnad.records.actions.log import write_log
from dugnad.records.actions.people import OPERATOR
from dugnad.records.actions.search import index_one
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, CaseFile, Consult, Draft, DraftVersion, Entry
from dugnad.records.models.desk import ContactNote, Desk, TakenOver
from dugnad.records.models.events import Event, EventFile, SignUp
from dugnad.records.models.knowledge import Knowledge, KnowledgeVersion
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body, DeskHost

ANSWER = re.compile(r"(?<=answer:)(\d{1,9})\b")
MOST_NUMBER = 2**31
WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(slots=True)
class TakenIn:
    """What came of it: how many of each kind are new, how many were here already, and what somebody should look at."""

    new: Counter[str] = field(default_factory=Counter)
    here: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    """What names a body that the register here lacks."""
    remarks: list[str] = field(default_factory=list)


@transaction.atomic
def import_handover(*, by: Person | str, handover: Handover, into: str = "", is_preview: bool = False) -> TakenIn:
    """Take the file over, to its own county's desk or `into` another's. A preview does all of it and takes it back."""
    if by != OPERATOR and not (isinstance(by, Person) and permissions.may_administer(by)):
        raise NotAllowed(by if isinstance(by, str) else by.by, "take over a desk")
    check_shape(handover)
    load_shipped_desks(by="content")
    desk = Desk.objects.select_for_update().filter(county=into or handover.county).first()
    if desk is None:
        raise HandoverError("manifest.json", f"there is no desk {into or handover.county} here.", "Name a county.")
    taken = TakenIn()
    TakeOver(handover, desk, taken, keeps_files=not is_preview).all()
    if is_preview:
        transaction.set_rollback(True)
    else:
        write_log(
            by=by, action="import_handover", subject=desk.county, county=desk.county, source=handover.source,
            made_at=handover.made_at.isoformat(), counts=dict(taken.new),
        )  # fmt: skip
    return taken


class TakeOver:
    """One file that is being taken over."""

    def __init__(self, handover: Handover, desk: Desk, taken: TakenIn, *, keeps_files: bool) -> None:
        self.handover, self.desk, self.taken, self.keeps_files = handover, desk, taken, keeps_files
        self.rows = Rows(bodies_here(handover))
        self.is_own = handover.source == installation()
        self.unknown: dict[str, str] = {}
        """Bodies that the register here lacks, by what the file calls them."""
        self.answers: dict[int, int] = {}
        """Numbers of answers there → here."""
        self.came: dict[str, set[Any]] = {"knowledge": set(), "cases": set()}
        """Numbers of answers here, and ids of cases, that came now: nothing else is written over."""

    def all(self) -> None:
        """Every kind; answers first, since all else refers to them."""
        self.settings()
        self.each("knowledge", self.known)
        self.each("cases", self.case)
        self.each("contacts", self.contact)
        self.each("agreements", self.agreement)
        self.each("events", self.event)
        self.each("mails", self.mail)
        self.tie_answers()
        self.tell_left_out()
        if self.rows.unknown_columns:
            names = ", ".join(sorted(self.rows.unknown_columns))
            self.taken.remarks.append(f"Denne versjonen av dugnad kjenner ikke {names}. Det er utelatt.")
        if self.taken.new["cases"] and not self.is_own:
            self.taken.remarks.append(
                "Lenkene som de som har spurt, har fått, virker her bare hvis DUGNAD_SECRET_KEY er den samme som der. "
                "Ellers får de en ny lenke med neste e-post fra støttetjenesten."
            )

    def each(self, kind: str, take: Any) -> None:
        """Every row of a kind, each told by its place."""
        for number, told in enumerate(self.handover.rows[kind]):
            is_new = self.taken_whole(take, told, f"{kind}[{number}]")
            counts = self.taken.left_out if is_new is None else self.taken.new if is_new else self.taken.here
            counts[kind] += 1

    def taken_whole(self, take: Any, told: dict[str, Any], place: str) -> bool | None:
        """One row; what the database does not take, such as a file's id that another case has, is told by its place."""
        try:
            found: bool | None = take(told, place)
        except (IntegrityError, DataError) as error:
            raise HandoverError(
                place, "a part of it is twice in the file, or belongs to something else here."
            ) from error
        return found

    def tell_left_out(self) -> None:
        """Which bodies the register here lacks, and what did not come because of it."""
        if self.unknown:
            names = ", ".join(sorted(self.unknown.values()))
            left = self.taken.left_out
            self.taken.remarks.append(
                f"Ikke i registeret her: {names}. Henvendelser og påmeldinger beholder navnet. Utelatt: "
                f"{left['contacts']} kontakter, {left['agreements']} rammeavtaler, {left['members']} medlemmer av "
                "rammeavtaler. Før virksomhetene inn i registeret (dugnad register import) og ta over filen på nytt; "
                "da kommer kontaktene og rammeavtalene med."
            )

    def lacks(self, key: Any) -> bool:
        """Is it a body of the file that the register here lacks? It is noted by the name that it has there."""
        if not isinstance(key, str) or key in self.rows.bodies or key not in self.handover.bodies:
            return False
        self.unknown[key] = self.handover.bodies[key].get("name", key)[:200]
        return True

    def settings(self) -> None:
        """What the desk says of itself, where nobody has said it here."""
        told, shipped = self.handover.desk, load_desks()
        row = self.rows.made(Desk, {name: told.get(name) for name in SETTINGS if told.get(name) is not None}, "desk",
                             county=self.desk.county)  # fmt: skip
        has_own_hours = self.desk.hours != {day: list(hours) for day, hours in shipped.hours.items()}
        for name in SETTINGS:
            is_empty = getattr(self.desk, name) in (None, "", {})
            if is_empty or (name in {"hours", "answer_days"} and not has_own_hours):
                value = getattr(row, name)
                others = Desk.objects.exclude(pk=self.desk.pk)
                if name == "email" and value and others.filter(email__iexact=value).exists():
                    self.taken.remarks.append("En annen støttetjeneste her har e-postadressen. Den er utelatt.")
                    continue
                setattr(self.desk, name, value)
        self.desk.save()
        host = None if self.lacks(told.get("host")) else self.rows.body(told.get("host"), "desk.host")
        since = told.get("host_since")
        is_here = DeskHost.objects.filter(county=self.desk.county, until=None).exists()
        if host and since and not is_here and self.desk.county == self.handover.county:
            DeskHost.objects.create(county=self.desk.county, body=host, since=date.fromisoformat(str(since)[:10]))

    def known(self, told: dict[str, Any], place: str) -> bool:
        """One answer. What content ships is here already; a number that is taken gives way to the next free one.

        Whether it is here is told by its key, never by its number: two installations may have counted alike.
        """
        there = int(told["number"])
        if there in self.answers or not there:
            raise HandoverError(f"{place}.number", "another answer of the file has this number.")
        found = self.known_here(told)
        if found is not None:
            self.answers[there] = found
            return False
        is_taken = Knowledge.objects.filter(number=there).exists()
        here = (Knowledge.objects.aggregate(last=Max("number"))["last"] or 0) + 1 if is_taken else there
        self.answers[there] = here
        self.came["knowledge"].add(here)
        row = self.rows.made(Knowledge, told, place, (*KNOWN_LEFT_OUT, "number", "county"), number=here,
                             county=self.desk.county)  # fmt: skip
        save_as_told(row)
        for number, one in enumerate(listed(told, "versions", place)):
            save_as_told(self.rows.made(KnowledgeVersion, one, f"{place}.versions[{number}]", knowledge=row))
        return True

    def known_here(self, told: dict[str, Any]) -> int | None:
        """The number here of an answer that came before, was made here, or is shipped with content here too."""
        same = Knowledge.objects.filter(key=told["key"])
        if told.get("shipped"):
            same = same | Knowledge.objects.filter(shipped=told["shipped"])
        return same.values_list("number", flat=True).first()

    def tie_answers(self) -> None:
        """References to answers by the numbers that they have here, each answer's case, and search told of them."""
        self.tie()
        for here in self.answers.values():
            index_one("answer", str(here))

    def tie(self) -> None:
        """The references and the cases."""
        moved = {there: here for there, here in self.answers.items() if there != here}
        came = self.came["knowledge"]
        for told in self.handover.rows["knowledge"]:
            row = Knowledge.objects.get(number=self.answers[told["number"]])
            case = UUID(told["case"]) if is_uuid(told.get("case")) else None
            if case and not row.case_id and not Knowledge.objects.filter(case_id=case).exists():
                Knowledge.objects.filter(pk=row.pk).update(case=Case.objects.filter(pk=case).first())
        if not moved:
            return
        for row in Knowledge.objects.filter(number__in=came):
            renumber(row, (*WORDS, "translations", "references", "rests_on"), moved)
        for version in KnowledgeVersion.objects.filter(knowledge__number__in=came):
            renumber(version, (*WORDS, "translations", "references"), moved)
        cases, named = self.came["cases"], "[[answer:"
        for entry in Entry.objects.filter(case__in=cases, text__contains=named):
            renumber(entry, ("text",), moved)
        for draft in Draft.objects.filter(case__in=cases, text__contains=named):
            renumber(draft, ("text",), moved)
        for text in DraftVersion.objects.filter(draft__case__in=cases, text__contains=named):
            renumber(text, ("text",), moved)

    def case(self, told: dict[str, Any], place: str) -> bool:
        """One open case with all that was said, written and sent in. Nobody has taken it yet."""
        key = id_of(told, place)
        if Case.objects.filter(pk=key).exists():
            return False
        keeps_number = not is_taken(told.get("number"))
        left_out = (*CASE_LEFT_OUT[2:], "desk", *([] if keeps_number else ["number"]))
        given: dict[str, Any] = {"desk": self.desk} | ({} if keeps_number else {"number": next_number()})
        told = told | self.body_or_name(told)
        case = self.rows.made(Case, told, place, left_out, **given)
        if not case.is_open:
            raise HandoverError(f"{place}.state", f"{case.state!r} is no open case.")
        case.state = Case.State.NEW if case.state == Case.State.TAKEN else case.state
        case.taken_at = None
        case.context = sound_context(case.context)
        save_as_told(case)
        self.came["cases"].add(case.pk)
        self.case_parts(case, told, place)
        return True

    def body_or_name(self, told: dict[str, Any]) -> dict[str, Any]:
        """A body that the register here lacks is kept by its name: no case or sign-up is lost for it."""
        return {"body": None, "body_told": self.unknown[told["body"]]} if self.lacks(told.get("body")) else {}

    def case_parts(self, case: Case, told: dict[str, Any], place: str) -> None:
        """What belongs to the case: said, sent in, drafted, asked of other desks, joined with it."""
        of_file: dict[str, Entry] = {}
        for number, one in enumerate(listed(told, "entries", place)):
            entry = self.rows.made(Entry, one, f"{place}.entries[{number}]", case=case)
            save_as_told(entry)
            of_file |= {str(file): entry for file in listed(one, "files", f"{place}.entries[{number}]")}
        for number, one in enumerate(listed(told, "files", place)):
            where = f"{place}.files[{number}]"
            file = self.rows.made(CaseFile, one, where, case=case, entry=of_file.get(str(one.get("id"))))
            self.keep_file(file, where)
        if told.get("draft"):
            self.draft(case, told["draft"], f"{place}.draft")
        for number, one in enumerate(listed(told, "consults", place)):
            consult = self.rows.made(Consult, one, f"{place}.consults[{number}]", case=case)
            if consult.desk_id != case.desk_id:
                save_as_told(consult)
        for number, one in enumerate(listed(told, "merged", place)):
            self.joined(case, one, f"{place}.merged[{number}]")
        said_where(case, {told.get("number"): case.number} | numbers_of(listed(told, "merged", place)))

    def joined(self, case: Case, told: dict[str, Any], place: str) -> None:
        """A case that lives on in this one: its row, so that its asker's link leads on."""
        key = id_of(told, place)
        if Case.objects.filter(pk=key).exists():
            return
        is_free = not is_taken(told.get("number"))
        Case.objects.create(
            id=key, number=told["number"] if is_free else next_number(), desk=case.desk, routed=case.routed,
            county=case.county, body=case.body, title=case.title, state=Case.State.MERGED, merged_into=case,
            asked_at=case.asked_at, promised_at=case.promised_at, closed_at=case.asked_at, language=case.language,
        )  # fmt: skip

    def draft(self, case: Case, told: Any, place: str) -> None:
        """The answer that is being written; whoever reads on begins as its second reader or its next writer."""
        draft = self.rows.made(Draft, told, place, case=case)
        draft.state = Draft.State.WRITING if draft.state == Draft.State.READ else draft.state
        save_as_told(draft)
        for number, one in enumerate(listed(told, "versions", place)):
            save_as_told(self.rows.made(DraftVersion, one, f"{place}.versions[{number}]", draft=draft))

    def keep_file(self, file: CaseFile | EventFile, place: str) -> None:
        """A file's bytes; it is what its own bytes say, whatever its row does."""
        raw = self.handover.files.get(file.sha256)
        if raw is None:
            self.taken.remarks.append(f"{place}: Innholdet i filen fulgte ikke med. Navnet er beholdt.")
        else:
            kind = kind_of(file.name, raw)
            if kind is None:
                raise HandoverError(place, "this file is of a kind that is not taken.", "Leave it out, and ask again.")
            file.kind, file.size = kind, len(raw)
        file.name = kept_name(file.name, file.kind, raw or b"")
        save_as_told(file)
        if raw is not None and self.keeps_files:
            keep_bytes(raw, path_of(file.sha256) if isinstance(file, CaseFile) else events_path(file.sha256))

    def contact(self, told: dict[str, Any], place: str) -> bool | None:
        """One contact, with what was promised; None where it was with a body that is not here."""
        key = mark_of(told)
        if self.found("contact", key) or (self.is_own and self.own_contact(told, place)):
            return False
        if self.lacks(told.get("body")):
            return None
        row = self.rows.made(ContactNote, told, place, ("desk",), desk=self.desk)
        save_as_told(row)
        self.remember("contact", key, str(row.pk))
        return True

    def own_contact(self, told: dict[str, Any], place: str) -> bool:
        """Is it one that this installation made itself?"""
        at = moment(told["at"], f"{place}.at") if told.get("at") else None
        return at is not None and ContactNote.objects.filter(at=at).exists()

    def agreement(self, told: dict[str, Any], place: str) -> bool | None:
        """One joint agreement with those of its members that are here; None where its owner is not."""
        before = Agreement.objects.filter(pk=id_of(told, place)).first()
        if before is not None:
            self.members(before, told, place, is_new=False)
            return False
        if self.lacks(told.get("owner")):
            return None
        row = self.rows.made(Agreement, told, place, ("desk",), desk=self.desk)
        save_as_told(row)
        self.members(row, told, place, is_new=True)
        index_one("agreement", str(row.pk))
        return True

    def members(self, agreement: Agreement, told: dict[str, Any], place: str, *, is_new: bool) -> None:
        """Those of its members that are here.

        One that was not here when the agreement came is waited for, and comes once it is. Whoever the desk here has
        taken out since stays out.
        """
        for one in listed(told, "members", place):
            key = hashlib.sha256(f"{agreement.pk} {one}".encode()).hexdigest()
            waited = TakenOver.objects.filter(source=self.handover.source, kind="member", key=key, here="")
            if self.lacks(one):
                self.taken.left_out["members"] += 1
                if is_new:
                    self.remember("member", key, "")
            elif is_new or waited.exists():
                body = self.rows.body(one, f"{place}.members")
                agreement.members.add(*([body] if body else []))
                if waited.update(here=str(agreement.pk)):
                    self.taken.new["members"] += 1

    def event(self, told: dict[str, Any], place: str) -> bool:
        """One gathering, with who is signed up and its materials."""
        if Event.objects.filter(pk=id_of(told, place)).exists():
            return False
        row = self.rows.made(Event, told, place, ("desk",), desk=self.desk)
        row.materials = [one for one in row.materials if isinstance(one, dict) and WEB.match(str(one.get("url", "")))]
        save_as_told(row)
        for number, one in enumerate(listed(told, "sign_ups", place)):
            kept = one | self.body_or_name(one) if isinstance(one, dict) else one
            save_as_told(self.rows.made(SignUp, kept, f"{place}.sign_ups[{number}]", event=row))
        for number, one in enumerate(listed(told, "files", place)):
            where = f"{place}.files[{number}]"
            self.keep_file(self.rows.made(EventFile, one, where, event=row), where)
        index_one("event", str(row.pk))
        return True

    def mail(self, told: dict[str, Any], place: str) -> bool:
        """One mail that waits, for the desk's people to look at here. A mail that came here too is one."""
        digest, content = told.get("sha256"), told.get("content")
        if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
            raise HandoverError(f"{place}.sha256", "it is no checksum.")
        if Arrival.objects.filter(sha256=digest).exists() or Arrival.objects.filter(pk=id_of(told, place)).exists():
            return False
        raw = self.handover.files.get(content) if isinstance(content, str) else None
        if raw is None:
            raise HandoverError(place, "the mail itself is missing.")
        row = self.rows.made(Arrival, told, place, MAIL_LEFT_OUT, desk=self.desk)
        if not row.is_cut and digest_of(raw) != digest:
            raise HandoverError(place, "the mail is not what was handed over.")
        row.raw, row.fate = raw, Arrival.Fate.QUARANTINED
        save_as_told(row)
        return True

    def found(self, kind: str, key: str) -> str | None:
        """What it is known by here, where it came before."""
        before = TakenOver.objects.filter(source=self.handover.source, kind=kind, key=key)
        return before.values_list("here", flat=True).first()

    def remember(self, kind: str, key: str, here: str) -> None:
        """So that it never comes twice."""
        TakenOver.objects.create(source=self.handover.source, kind=kind, key=key, here=here)


def bodies_here(handover: Handover) -> dict[str, Body]:
    """The file's bodies as they are in this register: by number, else by slug."""
    found = {}
    for key, told in handover.bodies.items():
        number, slug = told.get("orgnr", ""), told.get("slug", "")
        body = Body.objects.filter(orgnr=number).first() if number else None
        body = body or Body.objects.filter(slug=slug).first()
        if body is not None and not (number and body.orgnr and body.orgnr != number):
            found[key] = body
    return found


def is_taken(number: Any) -> bool:
    """Does a case here have the number? What is no number cannot be kept either."""
    is_number = isinstance(number, int) and not isinstance(number, bool) and 0 < number < MOST_NUMBER
    return not is_number or Case.objects.filter(number=number).exists()


def numbers_of(merged: list[Any]) -> dict[Any, int]:
    """The numbers that joined cases have here, by those they had there."""
    here = dict(Case.objects.filter(pk__in=[one["id"] for one in merged]).values_list("pk", "number"))
    return {one.get("number"): here[UUID(one["id"])] for one in merged}


def said_where(case: Case, numbers: Mapping[Any, int]) -> None:
    """What was said in a case before it was joined is told by its number, as it is here; a number of no case goes."""
    for entry in case.entries.exclude(said_in=None):
        entry.said_in = numbers.get(entry.said_in)
        entry.save(update_fields=["said_in"])


def listed(told: Any, name: str, place: str) -> list[Any]:
    """What a row holds of this kind."""
    value = told.get(name, []) if isinstance(told, dict) else None
    if not isinstance(value, list):
        raise HandoverError(f"{place}.{name}", "this is no list.")
    return value


def id_of(told: Any, place: str) -> UUID:
    """The id that the row has everywhere."""
    value = told.get("id") if isinstance(told, dict) else None
    if not is_uuid(value):
        raise HandoverError(f"{place}.id", "it is no id.")
    return UUID(value)


def is_uuid(value: Any) -> bool:
    """Is it an id as rows have it?"""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def mark_of(told: Any) -> str:
    """What a contact is known by: all that does not change, in one checksum."""
    fixed = {name: told.get(name) for name in ("body", "desk", "at")} if isinstance(told, dict) else {}
    return hashlib.sha256(json.dumps(fixed, sort_keys=True, default=str).encode()).hexdigest()


def sound_context(context: Any) -> dict[str, str]:
    """Where it was asked from; its path leads within the site."""
    if not isinstance(context, dict):
        return {}
    found = {name: str(context[name])[:300] for name in ("kind", "id", "title", "path") if context.get(name)}
    path = found.get("path", "/")
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        found.pop("path")
    return found


def renumber(row: Any, names: tuple[str, ...], moved: dict[int, int]) -> None:
    """References to answers by their numbers here."""
    for name in names:
        setattr(row, name, renumbered(getattr(row, name), moved))
    row.save(update_fields=list(names))


def renumbered(value: Any, moved: dict[int, int]) -> Any:
    """The same text, list or mapping with the numbers of here."""
    if isinstance(value, str):
        return ANSWER.sub(lambda found: str(moved.get(int(found[1]), int(found[1]))), value)
    if isinstance(value, list):
        return [renumbered(one, moved) for one in value]
    if isinstance(value, dict):
        return {renumbered(key, moved): renumbered(one, moved) for key, one in value.items()}
    return value
