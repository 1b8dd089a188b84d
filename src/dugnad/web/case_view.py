"""A case's page put together: what was said, the answer being written, and the forms of what can be done next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dugnad.criteria.kept import kept_library
from dugnad.desk.reference import Resolved
from dugnad.records import permissions
from dugnad.records.draft_faults import holes_in
from dugnad.records.models.cases import Case, Draft
from dugnad.records.models.people import Person
from dugnad.records.queries import case_desk
from dugnad.records.queries.blocks import building_blocks
from dugnad.records.queries.case_desk import Writing
from dugnad.records.queries.cases import entries_for, is_address_proven
from dugnad.web.asked import asked_text
from dugnad.web.case_forms import (
    FORMS,
    DraftForm,
    case_choices,
    desk_choices,
    offer,
    reason_choices,
    role_choices,
)
from dugnad.web.forms import TextForm
from dugnad.web.gate import me
from dugnad.web.templatetags.text import language, own
from dugnad.web.words import words

OF_OPEN = ("ask-back", "note", "consult", "hand-over", "merge", "describe", "close", "release")
OF_ENDED = ("note", "describe", "reopen")
OF_CONSULTED = ("note",)
OWN_WORDS = ("answer", "text", "note", "question", "advice", "remark", "why")
"""Fields in which people write more than a line."""
Bound = tuple[str, TextForm]
Typed = tuple[str, int]
"""A text, and the version of the draft that its writer had on screen."""


def page_of_case(
    request: HttpRequest, case: Case, *, bound: Bound | None = None, status: int = 200, problem: str = "",
    read: int | None = None, typed: Typed | None = None, is_unsent: bool = False,
) -> HttpResponse:  # fmt: skip
    """The page. `bound`: a deed that was refused, with what was written; `typed`: an answer that could not be kept.

    Where there is no longer any field for what was written, it is shown to be copied.
    """
    person, now = me(request), timezone.now()
    entries, writing = entries_for(person, case), case_desk.writing_of(case)
    may_work = permissions.may_work_case(person, case)
    forms = forms_of(case, person, writing, len(entries), bound)
    has_no_field = (bound is not None and bound[0] not in forms) or (typed is not None and not case.is_open)
    sought = asked_text(request, "find")
    context: dict[str, Any] = {
        "case": case, "entries": entries, "writing": writing, "may_work": may_work, "now": now,
        "is_late": is_late(case, now), "is_unproven": is_unproven(case), "newer_than": read, "problem": problem,
        "forms": forms,
        "deeds": [(name, forms[name]) for name in deeds_of(case, may_work=may_work) if name in forms],
        "opened": bound[0] if bound else "", "step": step_of(case, person, writing), "stages": stages_of(case, writing),
        "answer_form": answer_form(writing, sought, typed), "sought": sought,
        "blocks": blocks_for(sought) if case.is_open and may_work else [],
        "similar": case_desk.similar(case, person) if may_work and not case.merged_into_id else [],
        "files": list(case.files.all()), "consulted": case_desk.consults_of(case),
        "may_judge": may_judge(case, person, writing), "group_name": group_names().get(case.group, case.group),
        "holes": holes_in(writing.draft.text) if case.is_open else [],
        "me": person, "unsent": own_words(request) if is_unsent or has_no_field else [],
    }  # fmt: skip
    return render(request, "cases/case.html", context, status=status)


def blocks_for(sought: str) -> list[Resolved]:
    """What was found to refer to; nothing where nothing was sought."""
    return building_blocks(sought, timezone.localdate(), language()) if sought else []


def is_unproven(case: Case) -> bool:
    """Is who asked, and from where, only what somebody wrote on the page or in a mail?"""
    came_openly = case.channel in {Case.Channel.WEB, Case.Channel.MAIL} and case.forgotten_at is None
    return came_openly and not is_address_proven(case)


def is_late(case: Case, now: datetime) -> bool:
    """Is the promised answer overdue? While the desk waits for the asker, it is not."""
    return case.state in {"new", "taken"} and case.promised_at < now


def deeds_of(case: Case, *, may_work: bool) -> tuple[str, ...]:
    """What can be done beside writing the answer, in the order it is shown."""
    if not may_work:
        return OF_CONSULTED
    if case.is_open and case.taken_by_id is None:
        return tuple(name for name in OF_OPEN if name != "release")
    if case.state == Case.State.MERGED:
        return ("note",)
    return OF_OPEN if case.is_open else OF_ENDED


def may_judge(case: Case, person: Person, writing: Writing) -> bool:
    """Does the answer wait to be read, and may this person be the one?"""
    is_waiting = case.is_open and writing.draft.state == Draft.State.TO_READ
    return is_waiting and permissions.may_read_second(person, case, writing.draft)


def step_of(case: Case, person: Person, writing: Writing) -> str:
    """The one thing to do next, by name; empty where there is nothing."""
    if may_judge(case, person, writing):
        return "read"
    if not permissions.may_work_case(person, case):
        return "advise" if case.is_open and case.consults.filter(replied_at=None, ended_at=None).exists() else ""
    if case.merged_into_id:
        return "joined"
    if not case.is_open:
        return "publish" if case.state == Case.State.ANSWERED else ""
    if case.state == Case.State.ASKED_BACK:
        return "wait"
    return "take" if case.taken_by_id is None else step_of_answer(case, person, writing)


def step_of_answer(case: Case, person: Person, writing: Writing) -> str:
    """What the answer of a case needs that somebody works on."""
    draft = writing.draft
    found = {
        "join": bool(writing.beside),
        "wait-reader": draft.state == Draft.State.TO_READ,
        "others": case.taken_by_id != person.pk,
        "write": not draft.text.strip(),
        "send-reader": case.is_legal and draft.state != Draft.State.READ,
    }
    return next((name for name, is_so in found.items() if is_so), "send")


def stages_of(case: Case, writing: Writing) -> list[tuple[str, bool, bool]]:
    """The way of a case: each stage, whether it is passed, and whether the case is there now."""
    draft = writing.draft
    is_answered = case.answered_at is not None and not case.is_open
    passed = [("asked", True), ("taken", case.taken_by_id is not None or not case.is_open)]
    passed.append(("written", bool(draft.text.strip()) or is_answered))
    if case.is_legal:
        passed.append(("read", draft.state == Draft.State.READ or is_answered))
    passed.append(("answered", is_answered))
    if not case.is_open and not is_answered:
        passed = [("asked", True), ("ended", True)]
    here = next((name for name, is_passed in passed if not is_passed), "")
    return [(name, is_passed, name == here) for name, is_passed in passed]


def own_words(request: HttpRequest) -> list[str]:
    """Whatever the person has written in the form that was sent."""
    return [request.POST[name] for name in OWN_WORDS if request.POST.get(name, "").strip()]


def forms_of(
    case: Case, person: Person, writing: Writing, count: int, bound: Bound | None = None
) -> dict[str, TextForm]:
    """The forms of what the person can do now; the refused one as it was filled in."""
    may_work = permissions.may_work_case(person, case)
    names = [*deeds_of(case, may_work=may_work)]
    names += ["take", "reader", "answer"] if may_work and case.is_open else []
    names += ["judge"] if may_judge(case, person, writing) else []
    names += ["advise"] if case.is_open and (not may_work or case.consults.filter(ended_at=None).exists()) else []
    made = {name: FORMS[name](initial=first_of(case, writing, count)) for name in dict.fromkeys(names)}
    if bound and bound[0] in made:
        made[bound[0]] = bound[1]
    choices = choices_of(case, person, writing) if may_work and case.is_open else {}
    for name, form in made.items():
        form.auto_id = f"{name}-%s"
        for field in [*form.fields]:
            given = choices.get((name, field)) or SHARED.get(field)
            if given is not None:
                offer(form, field, given() if callable(given) else given)
    if not choices.get(("merge", "into")):
        made.pop("merge", None)
    return made


def first_of(case: Case, writing: Writing, count: int) -> dict[str, Any]:
    """What the fields hold to begin with."""
    return {
        "seen": case.version, "read": count, "based_on": writing.draft.version, "title": case.title,
        "body": case.body.called(language()) if case.body else case.body_told, "group": case.group, "cpv": case.cpv,
        "asker_role": case.asker_role, "deadline": case.deadline, "is_legal": case.is_legal,
    }  # fmt: skip


def choices_of(case: Case, person: Person, writing: Writing) -> Mapping[tuple[str, str], Any]:
    """What can be chosen in the forms of an open case."""
    counties = case_desk.other_desks(case, timezone.localdate())
    people = [(f"person:{one.pk}", one.name or one.email) for one in case_desk.readers(case, writing.draft)]
    elsewhere = [
        (f"desk:{county}", words("cases.reader-desk", language(), desk=name)) for county, name in desk_choices(counties)
    ]
    anybody = [("", words("cases.reader-anybody", language()))] if people else []
    return {
        ("hand-over", "desk"): desk_choices(counties),
        ("consult", "desk"): desk_choices(counties, own=case.desk_id),
        ("reader", "reader"): anybody + people + elsewhere,
        ("merge", "into"): case_choices(case_desk.siblings(case, person)),
    }


def group_names() -> dict[str, str]:
    """The product groups of the criteria library, by name in the page's language."""
    return {key: own({**group.name}) for key, group in kept_library().library.groups.items()}


def group_choices() -> list[tuple[str, str]]:
    """The product groups to choose among."""
    named = sorted(group_names().items(), key=lambda pair: pair[1])
    return [("", words("cases.group-untold", language())), *named]


SHARED: Mapping[str, Any] = {"group": group_choices, "asker_role": role_choices, "reason": reason_choices}


def answer_form(writing: Writing, sought: str, typed: Typed | None) -> DraftForm:
    """The field in which the answer is written, with the newest text, or with what could not be kept."""
    text, version = typed or (writing.draft.text, writing.draft.version)
    form = DraftForm(
        initial={
            "answer": text, "based_on": version, "find": sought,
            "joined": ",".join(str(one.number) for one in writing.beside),
        }
    )  # fmt: skip
    form.auto_id = "draft-%s"
    return form
