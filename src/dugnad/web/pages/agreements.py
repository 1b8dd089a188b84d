"""Joint framework agreements: the public register, one of them with what has changed since, and how they are kept."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dugnad.desk.agreements import criteria_since, groups_of_agreement, months_left, threshold
from dugnad.errors import Refused
from dugnad.monitor.pictures.county import NUMBERS
from dugnad.monitor.pictures.publication import publication_address
from dugnad.monitor.pictures.published import notice_published_as
from dugnad.records.actions import agreements as keep
from dugnad.records.actions.events import desk_at
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.desk import NATIONAL
from dugnad.records.models.people import Person
from dugnad.records.permissions import PREPARE, desks_of, may_keep_agreement, roles_of
from dugnad.records.queries import agreements as found
from dugnad.web import shelf
from dugnad.web.agreement_forms import AgreementForm, told_of
from dugnad.web.asked import asked_page
from dugnad.web.gate import me, must, person_of, signed_in
from dugnad.web.navigation import address
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.told import tell

PER_PAGE, NEW_SHOWN = 20, 30
PLACES = (*NUMBERS, NATIONAL)
WHEN = ("", "ends", "ended")
READ_AND_WRITE = ["GET", "HEAD", "POST"]
DEEDS = {
    "publish": keep.publish_agreement, "withdraw": keep.withdraw_agreement, "drop": keep.drop_agreement,
}  # fmt: skip


@never_cache
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """The public register, what ends first on top."""
    allowed = {"county": PLACES, "group": tuple(shelf.library().groups), "when": WHEN}
    said = {name: request.GET.get(name, "") for name in allowed}
    known = {name: value if value in allowed[name] else "" for name, value in said.items()}
    on, page_asked = timezone.localdate(), asked_page(request)
    rows = Paginator(found.agreements_asked(found.AskedAgreements(**known), on), PER_PAGE)
    page = rows.get_page(page_asked or 1)
    person = person_of(request)
    context = {
        "asked": known,
        "rows": [(row, months_told(row, on)) for row in page],
        "count": rows.count,
        "page": page.number,
        "pages": rows.num_pages,
        "is_bad": known != said or page_asked is None or page_asked > rows.num_pages,
        "places": PLACES,
        "groups": list(shelf.library().groups.values()),
        "drafts": list(found.agreements_kept(person).filter(is_draft=True)) if person else [],
        "may_write": bool(counties_for(person)),
    }
    return render(request, "agreements/agreements.html", context)


def months_told(row: Agreement, on: date) -> int | None:
    """In how many months it ends, once a threshold has been reached."""
    return months_left(row.until, on) if threshold(row.until, on) is not None else None


def counties_for(person: Person | None) -> tuple[str, ...]:
    """The desks at which the person may write agreements down: own ones, and those of own bodies' counties."""
    own = {role.body.county for role in roles_of(person) if role.body is not None and role.role in PREPARE}
    return tuple(sorted(desks_of(person) | {county for county in own if county in PLACES}))


def asked_agreement(person: Person | None, agreement_id: UUID) -> Agreement:
    """The agreement that the address names; others' drafts are no page."""
    row = found.agreement_of(agreement_id)
    if row is None or (row.is_draft and not may_keep_agreement(person, row)):
        raise Http404(str(agreement_id))
    return row


@never_cache
@require_safe
def show(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    return page_of(request, asked_agreement(person_of(request), agreement_id))


def page_of(request: HttpRequest, row: Agreement, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The agreement, when it ends, and what to put into the next one."""
    on, groups = timezone.localdate(), groups_of_agreement(row.group, row.cpv)
    since = criteria_since(row.criteria, groups, row.since, on)
    library = shelf.library().groups
    notice = notice_published_as(settings.STORE, row.notice)
    context = {
        "row": row,
        "members": list(row.members.order_by("name", "pk")),
        "groups": [(library[name], wizard_of(name, row)) for name in groups if name in library],
        "since": since,
        "counts": {state: since.count(state) for state in ("replaced", "withdrawn")},
        "new": since.new[:NEW_SHOWN],
        "new_more": max(0, len(since.new) - NEW_SHOWN),
        "has_ended": row.until < on,
        "months": months_told(row, on),
        "notice_href": address("notice", notice) if notice else "",
        "source": None if notice else publication_address(row.notice),
        "may_keep": may_keep_agreement(person_of(request), row),
        "problem": problem,
    }
    return render(request, "agreements/agreement.html", context, status=status)


def wizard_of(group: str, row: Agreement) -> str:
    """Where new criteria are chosen for a product group of the agreement."""
    said = {"step": "choose", "group": group} | ({"value": str(row.value_nok)} if row.value_nok else {})
    return f"{address('wizard')}?{urlencode(said)}"


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Write one down."""
    person, on = me(request), timezone.localdate()
    counties = counties_for(person)
    must(bool(counties))
    form = AgreementForm(request.POST or None, counties=counties, on=on, initial=start_of(person))
    if request.method == "POST" and form.is_valid():
        agreed = form.agreed()
        must(keep.may_write_down(person, form.cleaned_data["county"], agreed.owner))
        try:
            row = keep.create_agreement(by=person, desk=desk_at(form.cleaned_data["county"]), agreed=agreed)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            tell(request, "agreements.told-created")
            return redirect("agreement", row.pk)
    return render(request, "agreements/form.html", {"form": form}, status=400 if form.errors else 200)


def start_of(person: Person) -> dict[str, Any]:
    """The own body runs it, where the person writes for one."""
    body = next((role.body for role in roles_of(person) if role.body is not None and role.role in PREPARE), None)
    return {"owner": body.orgnr or body.name} if body else {}


def kept_agreement(request: HttpRequest, agreement_id: UUID) -> Agreement:
    """An agreement that the signed-in person keeps."""
    row = asked_agreement(me(request), agreement_id)
    must(may_keep_agreement(me(request), row))
    return row


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def change(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Write down what has changed."""
    row, status = kept_agreement(request, agreement_id), 200
    on = timezone.localdate()
    is_sent = request.method == "POST"
    form = AgreementForm(request.POST, on=on) if is_sent else AgreementForm(initial=told_of(row), on=on)
    if is_sent and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            keep.change_agreement(
                by=me(request), agreement=row, seen=-1 if seen is None else seen, agreed=form.agreed()
            )
        except Refused as refused:
            tell_refusal(form, refused)
            status = 409 if refused.code == "changed-meanwhile" else 400
        else:
            tell(request, "agreements.told-changed")
            return redirect("agreement", row.pk)
    status = status if status != 200 else 400 if form.errors else 200  # noqa: PLR2004
    return render(request, "agreements/form.html", {"form": form, "row": row}, status=status)


@require_POST
@signed_in
def do(request: HttpRequest, agreement_id: UUID, deed: str) -> HttpResponse:
    """Open it, take it out, throw the draft away."""
    row = kept_agreement(request, agreement_id)
    if deed not in DEEDS:
        raise Http404(deed)
    try:
        DEEDS[deed](by=me(request), agreement=row)
    except Refused as refused:
        return page_of(request, row, problem=refusal_words(refused), status=409)
    tell(request, f"agreements.told-{deed}")
    return redirect("agreements") if deed == "drop" else redirect("agreement", row.pk)


urls = [
    path("desk/agreements/", show_all, name="agreements"),
    path("desk/agreements/new/", new, name="agreement-new"),
    path("desk/agreements/<uuid:agreement_id>/", show, name="agreement"),
    path("desk/agreements/<uuid:agreement_id>/edit/", change, name="agreement-edit"),
    path("desk/agreements/<uuid:agreement_id>/do/<slug:deed>/", do, name="agreement-do"),
]
