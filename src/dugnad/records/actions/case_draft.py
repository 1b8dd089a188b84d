"""The answer: drafted so that nothing is lost, read by a second person where it is about the law, sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from dugnad.desk.question import MOST_TEXT
from dugnad.desk.reference import references_in
from dugnad.errors import NotAllowed, Refused
from dugnad.records import permissions
from dugnad.records.actions.case_post import post_to_asker, post_to_desk
from dugnad.records.actions.case_work import asked_anew, must_be_staffed
from dugnad.records.actions.cases import CONTROLS, add_entry, done, end_consults, held, must_be_open, must_work, said
from dugnad.records.actions.knowledge_use import count_cited
from dugnad.records.actions.log import write_log
from dugnad.records.draft_faults import holes_in, may_be_legal
from dugnad.records.models.cases import Case, Consult, Draft, DraftVersion, Entry
from dugnad.records.models.desk import Desk
from dugnad.records.models.people import Person

State = Draft.State


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a text that was sent in: the draft's newest version, and whether ours lies beside it."""

    version: int
    is_beside: bool


@transaction.atomic
def save_draft(*, by: Person, case: Case, text: str, based_on: int) -> Saved:
    """Keep a text. One that is based on the newest version becomes the newest; another is kept beside it, whole.

    `based_on`: the draft's version that the writer had on screen, 0 for an empty one.
    """
    case = held(case, None)
    must_work(by, case, "write in")
    must_be_open(case)
    draft, text = draft_of(case), drafted(text)
    last = draft.versions.order_by("-number").values_list("number", flat=True).first() or 0
    if draft.text == text and based_on == draft.version:
        return Saved(draft.version, is_beside=False)
    is_beside = based_on != draft.version and draft.text != text
    DraftVersion.objects.create(draft=draft, number=last + 1, text=text, based_on=based_on, is_beside=is_beside, by=by)
    if not is_beside:
        become_newest(draft, text, last + 1, by)
    write_log(by=by, action="save_draft", subject=case.pk, county=case.desk_id, version=last + 1, is_beside=is_beside)
    return Saved(draft.version, is_beside)


@transaction.atomic
def join_draft(*, by: Person, case: Case, text: str, based_on: int, joined: Collection[int] | None = None) -> Saved:
    """The text that joins what lay beside: saved as the newest, and what was joined lies beside no longer.

    `joined`: the numbers of the texts beside that the writer had on screen; one that came in meanwhile stays beside.
    """
    case = held(case, None)
    must_work(by, case, "write in")
    must_be_open(case)
    draft = draft_of(case)
    if based_on != draft.version:
        return save_draft(by=by, case=case, text=text, based_on=based_on)
    last = draft.versions.order_by("-number").values_list("number", flat=True).first() or 0
    text = drafted(text)
    DraftVersion.objects.create(draft=draft, number=last + 1, text=text, based_on=based_on, by=by)
    become_newest(draft, text, last + 1, by)
    beside = draft.versions.filter(is_beside=True)
    (beside if joined is None else beside.filter(number__in=joined)).update(is_beside=False)
    write_log(by=by, action="join_draft", subject=case.pk, county=case.desk_id, version=last + 1)
    return Saved(draft.version, is_beside=False)


def draft_of(case: Case) -> Draft:
    """The case's draft, begun empty; its row is held until the deed is done."""
    Draft.objects.get_or_create(case=case)
    return Draft.objects.select_for_update().get(case=case)


def drafted(text: str) -> str:
    """A draft's text: it may be empty, but not too long or unreadable."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_TEXT or CONTROLS.search(text):
        raise Refused("too-long" if len(text) > MOST_TEXT else "unreadable", "The text cannot be kept.", field="text")
    return text


def become_newest(draft: Draft, text: str, number: int, by: Person) -> None:
    """What was read before is no longer what would be sent."""
    draft.text, draft.version, draft.by = text, number, by
    draft.state, draft.read_by, draft.remark = State.WRITING, None, ""
    draft.save()


@transaction.atomic
def send_to_reader(
    *, by: Person, case: Case, seen: int, reader: Person | None = None, desk: Desk | None = None, is_legal: bool = False
) -> Case:
    """Ask for a second pair of eyes: somebody, anybody at the desk but the writer, or another desk (`desk`).

    `is_legal`: it is asked because the answer is about the law, and from now on the case is.
    """
    case = held(case, seen)
    must_work(by, case, "send")
    must_be_open(case)
    draft = draft_of(case)
    said(draft.text)
    must_be_joined(draft)
    if desk and desk.county != case.desk_id:
        must_be_staffed(desk)
        Consult.objects.update_or_create(case=case, desk=desk, defaults=asked_anew(by))
    if reader and not permissions.may_read_second(reader, case, draft):
        raise Refused("bad-reader", "This person cannot read the case, or wrote the answer.", field="reader")
    draft.state, draft.reader = State.TO_READ, reader
    draft.save()
    case.is_legal = case.is_legal or is_legal
    done(case, by, "send_to_reader")
    post_to_desk(case=case, what="to-read")
    return case


@transaction.atomic
def judge_draft(*, by: Person, case: Case, seen: int, is_good: bool, remark: str = "") -> Case:
    """What the second reader says. Found good, it may be sent as it stands; any change to it asks for a new reading."""
    case = held(case, seen)
    draft = draft_of(case)
    if not permissions.may_read_second(by, case, draft):
        raise NotAllowed(by.by, f"judge the answer of case {case.pk}")
    if draft.state != State.TO_READ:
        raise Refused("nothing-to-read", "There is no answer that waits to be read.")
    must_be_open(case)
    if not is_good and not remark.strip():
        raise Refused("missing", "Say what should be changed.", field="remark")
    if remark.strip():
        add_entry(case, Entry.Kind.CONSULT, said(remark, "remark"), by=by)  # the draft forgets it at the next change
    draft.state = State.READ if is_good else State.WRITING
    draft.read_by, draft.remark = (by if is_good else None), drafted(remark)
    draft.save()
    done(case, by, "judge_draft", is_good=is_good)
    post_to_desk(case=case, what="read")
    return case


@transaction.atomic
def answer_case(*, by: Person, case: Case, seen: int, based_on: int, is_vouched: bool = False) -> Case:
    """Send the draft as the answer. Refused where somebody has changed it, or where nobody has read it that should.

    `is_vouched`: the sender has said that it is no legal answer, though it points to a rule; nobody says so by default.
    """
    case = held(case, seen)
    must_work(by, case, "answer")
    must_be_open(case)
    draft = draft_of(case)
    if based_on != draft.version:
        raise Refused("changed-meanwhile", "Somebody has changed the answer since you opened it.")
    text = said(draft.text)
    must_be_joined(draft)
    if case.is_legal and draft.state != State.READ:
        raise Refused("needs-reader", "An answer about the law is read by a second person first.")
    if holes := holes_in(text):
        raise Refused("draft-hole", f"The answer has holes: {' '.join(holes)}. Fill them or take them out.")
    is_in_doubt = draft.state != State.READ and may_be_legal(case, text)
    if is_in_doubt and not is_vouched:
        raise Refused("maybe-legal", "The answer points to a rule. Say whether it is a legal answer.")
    entry = add_entry(case, Entry.Kind.ANSWER, text, by=by)
    case.state, case.taken_by = Case.State.ANSWERED, case.taken_by or by
    case.answered_at, case.closed_at = case.answered_at or entry.at, entry.at
    case.closed_because, case.asked_back_at = "", None
    draft.text, draft.state, draft.read_by, draft.version = "", State.WRITING, None, 0
    end_consults(case)
    count_cited(references=references_in(text))
    draft.save()  # what was sent stands in the entry, and every version in its row
    at = timezone.localtime(entry.at).isoformat(timespec="minutes")
    done(case, by, "answer_case", at=at, **({"is_vouched": True} if is_in_doubt else {}))
    post_to_asker(case=case, entry=entry, what="answer")
    return case


def must_be_joined(draft: Draft) -> None:
    """Nothing lies beside that nobody has looked at."""
    if draft.versions.filter(is_beside=True).exists():
        raise Refused("draft-beside", "A colleague's text lies beside this one. Join them first.")
