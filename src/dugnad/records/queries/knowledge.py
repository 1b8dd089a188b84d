"""Public answers as everybody reads them, and what a desk still has to make of what it knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from dugnad.desk.identify import Mark, marks
from dugnad.desk.proposal import Proposal
from dugnad.desk.reference import Resolved, reference_of
from dugnad.desk.shipped_answers import MOST_QUESTION, load_subjects
from dugnad.records import permissions
from dugnad.records.answer_link import look_up
from dugnad.records.case_names import Names
from dugnad.records.models.cases import Case, Entry
from dugnad.records.models.knowledge import OLDER, Knowledge, KnowledgeVersion
from dugnad.records.models.people import Person
from dugnad.records.queries.search import groups_about

State = Knowledge.State
PER_PAGE = 20
ORDERS = {"newest": ("-published_at", "number"), "used": ("-uses", "number"), "number": ("number",)}
SOLVED = (Case.State.ANSWERED, Case.State.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """One page of the public list."""

    answers: tuple[Knowledge, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class SubjectCount:
    """A subject with how many answers it has."""

    id: str
    names: dict[str, str]
    count: int


def public_answers() -> QuerySet[Knowledge]:
    """What everybody may read: neither proposals nor what is withdrawn."""
    return Knowledge.objects.filter(state=State.PUBLISHED)


def answer_page(*, order: str = "newest", subject: str = "", group: str = "", page: int = 1) -> AnswerPage:
    """The answers of a subject or product group, a page at a time."""
    rows = public_answers()
    if subject:
        rows = rows.filter(subject=subject)
    if group:
        rows = rows.annotate(tags=Cast("groups", TextField())).filter(tags__contains=f'"{group}"')
    total = rows.count()
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    shown = rows.order_by(*ORDERS.get(order, ORDERS["newest"]))
    return AnswerPage(
        answers=tuple(shown[(page - 1) * PER_PAGE : page * PER_PAGE]), total=total, page=page, pages=pages
    )


def subject_counts() -> list[SubjectCount]:
    """How many answers each subject has, in the order of the subjects; those without any are left out."""
    counts = dict(public_answers().order_by().values_list("subject").annotate(Count("pk")))
    return [SubjectCount(one, names, counts[one]) for one, names in load_subjects().items() if counts.get(one)]


def readable_answer(person: Person | None, number: int) -> Knowledge | None:
    """The answer by its number, if the person may read it: a proposal only by those who may work on its case."""
    known = Knowledge.objects.select_related("case").filter(number=number).first()
    if known is None or (known.state == State.DRAFT and not permissions.may_keep_knowledge(person, known)):
        return None
    return known


def kept_answer(person: Person | None, number: int) -> Knowledge | None:
    """The answer by its number, for those who keep it."""
    known = (
        Knowledge.objects.select_related("case__asker", "case__body", "case__taken_by").filter(number=number).first()
    )
    return known if known is not None and permissions.may_keep_knowledge(person, known) else None


def versions_of(known: Knowledge) -> list[KnowledgeVersion]:
    """Every published version, the newest first."""
    return list(known.versions.order_by("-version"))


def blankable_versions(known: Knowledge) -> list[KnowledgeVersion]:
    """The versions whose words may be taken away, and those whose words have been: all but what is read now."""
    is_read = known.state == State.PUBLISHED
    return [one for one in versions_of(known) if not (is_read and one.version == known.version)]


def sources_of(known: Knowledge, on: date) -> list[Resolved]:
    """What it rests on, as it is on the day."""
    return list(look_up((one for one in map(reference_of, known.references) if one), on).values())


def changed_since(known: Knowledge, on: date) -> list[Resolved]:
    """What has changed since the last review."""
    wanted = [one for one in map(reference_of, known.stale_because) if one]
    return list(look_up(wanted, on).values())


def proposal_of(known: Knowledge, language: str) -> Proposal:
    """The answer as it stands, in one language, to be written on."""
    told = known.words_in(language)
    return Proposal(
        language=language, question=told.question, details=told.details, short=told.short, answer=told.answer,
        subject=known.subject, groups=tuple(known.groups), cpv=tuple(known.cpv), review_by=known.review_by,
    )  # fmt: skip


def first_proposal(case: Case, on: date) -> Proposal:
    """A first proposal: what was asked, what was answered last, read again in a year. Nothing internal is in it.

    Where the case names no product group, the one that its title is about is proposed.
    """
    said = Entry.objects.filter(case=case)
    question = said.filter(kind=Entry.Kind.QUESTION).order_by("at", "pk").first()
    answer = said.filter(kind=Entry.Kind.ANSWER).order_by("-at", "-pk").first()
    group = case.group or next(iter(groups_about(case.title)), "")
    return Proposal(
        language=case.language, question=case.title[:MOST_QUESTION], details=question.text if question else "",
        answer=answer.text if answer else "", groups=(group,) if group else (),
        cpv=(case.cpv,) if case.cpv else (), review_by=on + timedelta(days=365),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Original:
    """One thing that was said in the case, with what may name somebody in it."""

    entry: Entry
    marks: tuple[Mark, ...]


def originals(case: Case, names: Names) -> list[Original]:
    """What asker and desk wrote to each other, to be read beside the proposal."""
    said = Entry.objects.filter(case=case).exclude(kind__in=sorted(Entry.INTERNAL)).order_by("at", "pk")
    return [Original(entry, marks(entry.text, names.known, names.bodies)) for entry in said]


def stale_counts(person: Person) -> list[tuple[str, int, date]]:
    """For each desk the person works at: how many of its answers may be out of date, and since when the first."""
    desks = sorted(permissions.desks_of(person))
    if not desks:
        return []
    rows = public_answers().filter(stale_since__isnull=False, county__in=desks).order_by("county", "stale_since")
    found: dict[str, tuple[int, date]] = {}
    for county, since in rows.values_list("county", "stale_since"):
        if since is not None:
            count, first = found.get(county, (0, since))
            found[county] = (count + 1, min(first, since))
    return [(county, count, first) for county, (count, first) in found.items()]


def stale_answers(person: Person) -> QuerySet[Knowledge]:
    """The answers of the person's desks that may be out of date, the oldest first."""
    return (
        public_answers()
        .filter(stale_since__isnull=False, county__in=sorted(permissions.desks_of(person)))
        .order_by("stale_since", "number")
    )


def lagging_answers(person: Person) -> QuerySet[Knowledge]:
    """The answers of the person's desks that say something newer in one language than in another."""
    rows = public_answers().filter(county__in=sorted(permissions.desks_of(person)))
    return rows.annotate(held=Cast("rests_on", TextField())).filter(held__contains=f'"{OLDER}').order_by("number")


def waiting_proposals(person: Person) -> QuerySet[Knowledge]:
    """What was offered and not published yet, of the cases that the person's desks have now."""
    desks = sorted(permissions.desks_of(person))
    return (
        Knowledge.objects.filter(Q(case__desk__in=desks) | Q(case=None, county__in=desks), state=State.DRAFT)
        .exclude(case__state=Case.State.MERGED)
        .select_related("case")
        .order_by("-changed_at", "-number")
    )


def unshared_cases(person: Person) -> QuerySet[Case]:
    """Cases of the person's desks that were answered in words of their own, and are not offered as an answer."""
    offered = Knowledge.objects.filter(case=OuterRef("pk"))
    said = Entry.objects.filter(case=OuterRef("pk"), kind=Entry.Kind.ANSWER)
    return (
        Case.objects.filter(
            Q(answered_by_known=None), Exists(said), ~Exists(offered), desk__in=sorted(permissions.desks_of(person)),
            state__in=SOLVED, forgotten_at=None,
        )
        .order_by(F("answered_at").desc(nulls_last=True), "-number")
    )  # fmt: skip


def with_words(proposal: Proposal, texts: Sequence[str]) -> Proposal:
    """The proposal with other texts."""
    question, details, short, answer = texts
    return replace(proposal, question=question, details=details, short=short, answer=answer)
