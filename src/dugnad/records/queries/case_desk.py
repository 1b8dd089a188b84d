"""What an adviser chooses among while working on a case: readers, desks, cases to join, texts that lie beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from dugnad.records import permissions
from dugnad.records.models.cases import Case, CaseFile, Consult, Draft, DraftVersion
from dugnad.records.models.desk import NATIONAL, Desk, advisers_of, open_desks
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.people import Person
from dugnad.records.queries.register import any_case

MOST_SIBLINGS, MOST_SIMILAR = 20, 6
LONG_WORD, MOST_WORDS = 5, 5


@dataclass(frozen=True, slots=True)
class Writing:
    """The answer that is being written: the newest text, and what lies beside it."""

    draft: Draft
    beside: tuple[DraftVersion, ...]
    earlier: tuple[DraftVersion, ...]
    """Every older text, the newest first."""


def writing_of(case: Case) -> Writing:
    """The case's draft; an empty one, not stored, where nobody has begun."""
    draft = Draft.objects.filter(case=case).select_related("by", "reader", "read_by").first()
    if draft is None:
        return Writing(Draft(case=case), (), ())
    versions = list(draft.versions.select_related("by").order_by("-number"))
    beside = tuple(one for one in versions if one.is_beside)
    return Writing(draft, beside, tuple(one for one in versions if not one.is_beside and one.number != draft.version))


def siblings(case: Case, person: Person) -> list[Case]:
    """The same asker's other open cases at the person's desks: those that this one may be joined with."""
    if case.asker_id:
        same = Q(asker=case.asker_id)
    elif case.asker_email:
        same = Q(asker=None, asker_email__iexact=case.asker_email)
    else:
        return []
    rows = Case.objects.filter(same, desk__in=permissions.desks_of(person), state__in=sorted(Case.OPEN))
    return list(rows.exclude(pk=case.pk).order_by("-asked_at")[:MOST_SIBLINGS])


def similar(case: Case, person: Person) -> list[Case]:
    """Other askers' cases that look like this one, at the person's desks: to be answered alike, never joined."""
    words = [word.strip(".,:;?!«»()\"'") for word in case.title.split()]
    alike = Q()
    for word in sorted({word for word in words if len(word) >= LONG_WORD}, key=len, reverse=True)[:MOST_WORDS]:
        alike |= any_case("title", word)
    if case.cpv:
        alike |= Q(cpv__startswith=case.cpv[:4])
    if case.group:
        alike |= Q(group=case.group)
    if not alike:
        return []
    rows = Case.objects.filter(alike, desk__in=permissions.desks_of(person)).exclude(state=Case.State.MERGED)
    own = {case.pk, *(one.pk for one in siblings(case, person))}
    return [one for one in rows.order_by("-asked_at")[: MOST_SIMILAR + len(own)] if one.pk not in own][:MOST_SIMILAR]


def readers(case: Case, draft: Draft) -> list[Person]:
    """Who may be asked to read the answer: everybody at the desk but its writer."""
    return [one for one in advisers_of(case.desk_id) if one.pk != draft.by_id]


def other_desks(case: Case, on: date) -> list[str]:
    """The desks that somebody sits at, and the back-up desk, but the case's own."""
    return sorted((open_desks(on) | {NATIONAL}) - {case.desk_id}, key=lambda county: (county == NATIONAL, county))


def desk_by_county(county: str) -> Desk | None:
    """A desk by its number."""
    return Desk.objects.filter(county=county).first()


def consults_of(case: Case) -> list[Consult]:
    """The desks that were asked."""
    return list(case.consults.all())


def public_answer(number: int) -> Knowledge | None:
    """A published answer by its number."""
    return Knowledge.objects.filter(number=number, state=Knowledge.State.PUBLISHED).first()


def file_of(case: Case, file_id: UUID) -> CaseFile | None:
    """One of the case's files."""
    return CaseFile.objects.filter(case=case, pk=file_id).first()


def sibling_by_id(case: Case, person: Person, written: str) -> Case | None:
    """The one of the same asker's cases that was chosen, by id or number."""
    return next((one for one in siblings(case, person) if written in {str(one.pk), str(one.number)}), None)
