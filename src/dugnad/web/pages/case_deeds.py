"""What is done to a case from its page. What is refused comes back with all that was written, beside what is new.

Who no longer may see the case – it was handed over meanwhile – still gets the own words back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dugnad.desk.reference import reference_of
from dugnad.errors import NotAllowed, Refused
from dugnad.records import permissions
from dugnad.records.actions import case_draft, case_work
from dugnad.records.actions import cases as action
from dugnad.records.case_link import living
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import Desk
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.queries import case_desk
from dugnad.records.queries import cases as found
from dugnad.records.queries.naming import body_meant
from dugnad.web.ask_form import names_of_choices
from dugnad.web.case_forms import DraftForm
from dugnad.web.case_view import forms_of, own_words, page_of_case
from dugnad.web.forms import TextForm
from dugnad.web.gate import me, signed_in
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.templatetags.text import language
from dugnad.web.told import tell, warn
from dugnad.web.words import words

PLACE = "[[]]"
"""Where the writer wants the next reference; without it, it comes at the end."""
FORM_OF = {"good": "judge", "mend": "judge"}
"""Two deeds of one form."""
Given = dict[str, Any]


@never_cache
@signed_in
@require_POST
def do(request: HttpRequest, case: UUID, deed: str) -> HttpResponse:
    """One deed."""
    kept = found.case_for(me(request), case)
    if kept is None or not permissions.may_read_internal(me(request), kept):
        return gone(request, case)
    if deed == "draft":
        return write(request, kept)
    if deed not in DEEDS:
        raise Http404(deed)
    try:
        return done(request, kept, deed)
    except NotAllowed:
        return gone(request, case)  # it was handed over between the two lines above


def gone(request: HttpRequest, case: UUID) -> HttpResponse:
    """There is no such case for this person, any longer or ever; what was just written is given back."""
    written = own_words(request)
    if not written:
        raise Http404(str(case))
    return render(request, "cases/gone.html", {"unsent": written}, status=404)


def done(request: HttpRequest, case: Case, deed: str) -> HttpResponse:
    """The deed, or its form with what is to be mended."""
    person = me(request)
    form = filled(request, case, deed)
    if form is None:
        return page_of_case(request, case, status=409, problem=words("refused.case-moved", language()), is_unsent=True)
    if form.is_valid():
        try:
            DEEDS[deed](person, case, form.given() if hasattr(form, "given") else form.cleaned_data)
        except Refused as refused:
            return told_why(request, case, FORM_OF.get(deed, deed), form, refused)
        tell(request, f"cases.done-{deed}")
        return onto_case(person, case)
    return page_of_case(request, case, bound=(FORM_OF.get(deed, deed), form), status=400)


def onto_case(person: Person, case: Case) -> HttpResponse:
    """The case; the one that it was joined with, which holds what was written; else the queue."""
    now = living(found.case_for(person, case.pk))
    stays = now is not None and permissions.may_see_case(person, now)
    return redirect("case", now.pk) if now is not None and stays else redirect("cases")


def filled(request: HttpRequest, case: Case, deed: str) -> TextForm | None:
    """The deed's form as it was sent; None where the deed cannot be done in the case as it is now."""
    offered = forms_of(case, me(request), case_desk.writing_of(case), 0).get(FORM_OF.get(deed, deed))
    return filled_anew(offered, request.POST) if offered is not None else None


def told_why(request: HttpRequest, case: Case, deed: str, form: TextForm, refused: Refused) -> HttpResponse:
    """Refused: the case as it is now, with the form as it was written; it may be sent again by who has read the new."""
    read = form.cleaned_data.get("read")
    newest = found.case_for(me(request), case.pk)
    if newest is None:
        return gone(request, case.pk)
    if refused.code == "changed-meanwhile":
        data = {**request.POST.dict(), "seen": str(newest.version)}
        form = filled_anew(form, data)
        form.is_valid()
    tell_refusal(form, refused)
    if refused.field:
        return page_of_case(request, newest, bound=(deed, form), status=400)
    return page_of_case(request, newest, bound=(deed, form), status=409, problem=refusal_words(refused), read=read)


def filled_anew(form: TextForm, data: Any) -> TextForm:
    """The same form, with what it offers, filled in by the data."""
    newer = type(form)(data)
    for name, field in newer.fields.items():
        if hasattr(field, "choices"):
            field.choices = form.fields[name].choices  # type: ignore[attr-defined]
    newer.auto_id = form.auto_id
    return newer


def write(request: HttpRequest, case: Case) -> HttpResponse:
    """Keep the answer as far as it is written; then find a building block, put one in, join, or look at it."""
    form = DraftForm(request.POST)
    form.auto_id = "draft-%s"
    if not form.is_valid():
        typed = (request.POST.get("answer", ""), 0)
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return page_of_case(request, case, status=400, problem=problem, typed=typed)
    try:
        saved = kept_text(request, case, form)
    except NotAllowed:
        return gone(request, case.pk)
    except Refused as refused:
        newest = found.case_for(me(request), case.pk) or case
        typed = (form.cleaned_data["answer"], form.cleaned_data["based_on"])
        return page_of_case(request, newest, status=409, problem=refusal_words(refused), typed=typed)
    if saved.is_beside:
        warn(request, "cases.kept-beside")
        return redirect(f"{reverse('case', args=[case.pk])}#beside")
    return onward(request, case, form)


def kept_text(request: HttpRequest, case: Case, form: DraftForm) -> case_draft.Saved:
    """Save the text as the button says: as it is, with a reference, or joined with what lay beside."""
    person, given, numbers = me(request), form.cleaned_data, form.numbers()
    text = with_block(given["answer"], request.POST.get("insert", ""))
    asked = {"by": person, "case": case, "based_on": given["based_on"]}
    beside = {one.number: one.text for one in case_desk.writing_of(case).beside}
    for button, is_added in (("add", True), ("drop", False)):
        chosen = request.POST.get(button, "")
        if chosen.isascii() and chosen.isdigit() and int(chosen) in beside:
            whole = f"{text.rstrip()}\n\n{beside[int(chosen)]}".lstrip() if is_added else text
            return case_draft.join_draft(**asked, text=whole, joined=[int(chosen)])
    if "join" in request.POST:
        return case_draft.join_draft(**asked, text=text, joined=numbers)
    return case_draft.save_draft(**asked, text=text)


def with_block(text: str, written: str) -> str:
    """The text with a reference at the place that is kept for it, or at its end."""
    reference = reference_of(written)
    if reference is None:
        return text
    if PLACE in text:
        return text.replace(PLACE, f"[[{reference}]]", 1)
    gap = "" if not text or text[-1].isspace() else " "
    return f"{text}{gap}[[{reference}]]"


def onward(request: HttpRequest, case: Case, form: DraftForm) -> HttpResponse:
    """Where the writer wanted to go next; what was sought is shown again."""
    if "preview" in request.POST:
        return redirect("case-preview", case.pk)
    here, sought = reverse("case", args=[case.pk]), form.cleaned_data["find"].strip()
    if sought and not {"join", "add", "drop"} & set(request.POST):
        place = "answer" if "insert" in request.POST else "blocks"
        return redirect(f"{here}?{urlencode({'find': sought})}#{place}")
    tell(request, "cases.saved-draft")
    return redirect(f"{here}#answer")


def take(person: Person, case: Case, given: Given) -> object:
    return case_work.take_case(by=person, case=case, **given)


def release(person: Person, case: Case, given: Given) -> object:
    return case_work.release_case(by=person, case=case, **given)


def hand_over(person: Person, case: Case, given: Given) -> object:
    desk = chosen_desk(given.pop("desk"))
    return case_work.hand_over_case(by=person, case=case, desk=desk, **given)


def consult(person: Person, case: Case, given: Given) -> object:
    desk = chosen_desk(given.pop("desk"))
    return case_work.consult_desk(by=person, case=case, desk=desk, **given)


def chosen_desk(county: str) -> Desk:
    """The desk that was chosen."""
    desk = case_desk.desk_by_county(county)
    if desk is None:
        raise Refused("unknown", "There is no such desk.", field="desk")
    return desk


def advise(person: Person, case: Case, given: Given) -> object:
    return case_work.reply_consult(by=person, case=case, text=given["advice"])


def note(person: Person, case: Case, given: Given) -> object:
    return case_work.note_case(by=person, case=case, text=given["note"])


def ask_back(person: Person, case: Case, given: Given) -> object:
    return case_work.ask_back(by=person, case=case, seen=given["seen"], text=given["question"])


def merge(person: Person, case: Case, given: Given) -> object:
    into = case_desk.sibling_by_id(case, person, given["into"])
    if into is None:
        raise Refused("unknown", "Choose one of the cases.", field="into")
    return action.merge_cases(by=person, case=case, into=into, seen=given["seen"])


def describe(person: Person, case: Case, given: Given) -> object:
    written = given.pop("body").strip()
    known = {case.body.called(tongue) for tongue in ("nb", "nn", "en")} if case.body else {case.body_told}
    if written not in known:
        given["body"] = written_body(written) if written else None
    return action.set_case(by=person, case=case, **given)


def written_body(written: str) -> Body:
    """The body that was meant; refused where none is called so, or several may be."""
    meant = body_meant(written, timezone.localdate(), is_past=True)
    if meant.body is not None:
        return meant.body
    if not meant.likely:
        raise Refused("no-body-called", "No body is called so.", field="body")
    raise Refused("many-bodies", "Several bodies fit.", field="body", names=names_of_choices(meant.likely))


def reader(person: Person, case: Case, given: Given) -> object:
    kind, _, key = given["reader"].partition(":")
    writing = case_desk.writing_of(case)
    chosen = next(
        (one for one in case_desk.readers(case, writing.draft) if kind == "person" and str(one.pk) == key), None
    )
    desk = chosen_desk(key) if kind == "desk" else None
    return case_draft.send_to_reader(
        by=person, case=case, seen=given["seen"], reader=chosen, desk=desk, is_legal=given["is_legal"]
    )


def found_good(person: Person, case: Case, given: Given) -> object:
    return case_draft.judge_draft(by=person, case=case, is_good=True, **given)


def sent_back(person: Person, case: Case, given: Given) -> object:
    return case_draft.judge_draft(by=person, case=case, is_good=False, **given)


def answer(person: Person, case: Case, given: Given) -> object:
    return case_draft.answer_case(by=person, case=case, **given)


def close(person: Person, case: Case, given: Given) -> object:
    number = given["known"]
    known = case_desk.public_answer(number) if number else None
    if number and known is None:
        raise Refused("unknown-answer", "There is no public answer of this number.", field="known")
    return action.close_case(by=person, case=case, seen=given["seen"], reason=given["reason"], known=known)


def reopen(person: Person, case: Case, given: Given) -> object:
    return action.reopen_case(by=person, case=case, text=given["why"])


DEEDS: dict[str, Callable[[Person, Case, Given], object]] = {
    "take": take, "release": release, "hand-over": hand_over, "consult": consult, "advise": advise, "note": note,
    "ask-back": ask_back, "merge": merge, "describe": describe, "reader": reader, "good": found_good,
    "mend": sent_back, "answer": answer, "close": close, "reopen": reopen,
}  # fmt: skip

urls = [path("desk/cases/<uuid:case>/do/<str:deed>/", do, name="case-do")]
