"""Who works with a body, who works here at all, and who is invited."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dugnad.errors import NotAllowed, Refused
from dugnad.records import permissions
from dugnad.records.actions.invitations import invite_person, renew_invitation, withdraw_invitation
from dugnad.records.actions.people import close_account, end_role
from dugnad.records.models.people import Invitation, Person, Role, RoleName
from dugnad.records.models.register import Body
from dugnad.records.queries import people as found
from dugnad.web.asked import asked_page, asked_text
from dugnad.web.gate import asked_body, me, must, signed_in
from dugnad.web.invite import (
    InviteElsewhereForm,
    InviteForm,
    counties_to_choose,
    link_of,
    post_invitation,
    roles_elsewhere,
    roles_in_body,
)
from dugnad.web.templatetags.text import language
from dugnad.web.words import has_words, words

PAGE = 50


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show_body(request: HttpRequest, key: str) -> HttpResponse:
    body, person = asked_body(key), me(request)
    must(permissions.may_see_people(person, body))
    roles = roles_in_body(person, body)
    form = InviteForm(request.POST or None, roles=roles, initial={"language": body.language})
    if request.method == "POST":
        must(bool(roles))
        if form.is_valid() and (answer := invited(request, form, body=body)):
            return answer
    context = {"body": body, "roles": lines(person, found.roles_in(body)), "form": form if roles else None,
               "invitations": found.invitations_to(body) if roles else [], "done": done(request)}  # fmt: skip
    return render(request, "people/body.html", context, status=400 if form.errors else 200)


@never_cache
@signed_in
@require_safe
def show_everybody(request: HttpRequest) -> HttpResponse:
    must(permissions.may_administer(me(request)))
    role, page = request.GET.get("role", ""), asked_page(request)
    text = asked_text(request, "q")
    pages = Paginator(found.everybody(text, role if role in RoleName.values else ""), PAGE)
    shown = pages.get_page(page)
    context = {"people": shown, "pages": pages.num_pages, "count": pages.count, "text": text, "role": role,
               "roles": RoleName.values, "done": done(request),
               "is_bad": page != shown.number or role not in {"", *RoleName.values}}  # fmt: skip
    return render(request, "people/people.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    person = me(request)
    must(permissions.may_invite_elsewhere(person))
    form = InviteElsewhereForm(request.POST or None, roles=roles_elsewhere(person), counties=counties_to_choose(person))
    if request.method == "POST" and form.is_valid():
        answer = invited(request, form, body=form.cleaned_data["body"], county=form.cleaned_data["county"])
        if answer:
            return answer
    context = {"form": form, "invitations": found.invitations_by(person), "done": done(request)}
    return render(request, "people/invite.html", context, status=400 if form.errors else 200)


def invited(request: HttpRequest, form: InviteForm, *, body: Body | None, county: str = "") -> HttpResponse | None:
    """Write the invitation and tell of it; nothing where the form must be mended first."""
    told = {name: form.cleaned_data[name] for name in ("email", "role", "language")}
    try:
        invitation, secret = invite_person(by=me(request), body=body, county=county, **told)
    except NotAllowed as error:
        if body is None and not county:
            raise PermissionDenied from error
        form.add_error("role", words("people.refused-not-yours", language()))
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refusal(refused.code))
    else:
        return told_of(request, invitation, secret)
    return None


def told_of(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    """Sent: back to the list. Not sent: the link, this once; it is stored nowhere."""
    link = link_of(secret, invitation.language)
    if post_invitation(invitation, link):
        return back(request, invitation, "sent")
    return render(request, "people/link.html", {"link": link, "invitation": invitation, "up": up(request, invitation)})


def refusal(code: str) -> str:
    """Why an action would not, in words."""
    return words(f"people.refused-{code}" if has_words(f"people.refused-{code}") else "people.refused", language())


def done(request: HttpRequest) -> str:
    """The deed that led back here, as the name of a text."""
    deed = request.GET.get("done", "")
    return f"people.done-{deed}" if has_words(f"people.done-{deed}") else ""


def up(request: HttpRequest, one: Role | Invitation) -> str:
    """The list that somebody who changed a role or an invitation came from."""
    person = me(request)
    if one.body is not None and permissions.may_see_people(person, one.body):
        return reverse("body-people", args=[one.body.key])
    if isinstance(one, Invitation) and permissions.may_invite_elsewhere(person):
        return reverse("people-invite")
    return reverse("people" if permissions.may_administer(person) else "my-account")


def back(request: HttpRequest, one: Role | Invitation, deed: str) -> HttpResponse:
    """Back to the list, which says what was done."""
    return redirect(f"{up(request, one)}?done={deed}")


def lines(person: Person, roles: Any) -> list[tuple[Role, bool]]:
    """Each role, and whether the person looking may end it."""
    return [(role, permissions.may_end_role(person, role)) for role in roles]


@signed_in
@require_POST
def finish_role(request: HttpRequest, role_id: UUID) -> HttpResponse:
    role, person = found.role_by_id(role_id), me(request)
    if role is None:
        raise Http404(str(role_id))
    must(permissions.may_end_role(person, role))
    try:
        end_role(by=person, role=role)
    except Refused as refused:
        return render(request, "people/refused.html", {"why": refusal(refused.code)}, status=409)
    return back(request, role, "ended")


@signed_in
@require_POST
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    invitation = asked_invitation(request, invitation_id)
    try:
        withdraw_invitation(by=me(request), invitation=invitation)
    except Refused as refused:
        return render(request, "people/refused.html", {"why": refusal(refused.code)}, status=409)
    return back(request, invitation, "withdrawn")


@never_cache
@signed_in
@require_POST
def send_again(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    invitation = asked_invitation(request, invitation_id)
    must(permissions.may_renew_invitation(me(request), invitation))
    try:
        renewed, secret = renew_invitation(by=me(request), invitation=invitation)
    except Refused as refused:
        return render(request, "people/refused.html", {"why": refusal(refused.code)}, status=409)
    return told_of(request, renewed, secret)


def asked_invitation(request: HttpRequest, invitation_id: UUID) -> Invitation:
    """The invitation, for those who may change it."""
    invitation = found.invitation_by_id(invitation_id)
    if invitation is None:
        raise Http404(str(invitation_id))
    must(permissions.may_change_invitation(me(request), invitation))
    return invitation


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, person_id: UUID) -> HttpResponse:
    must(permissions.may_administer(me(request)))
    person, problem = found.person_by_id(person_id), ""
    if person is None:
        raise Http404(str(person_id))
    if request.method == "POST":
        try:
            close_account(by=me(request), person=person)
        except Refused as refused:
            problem = refused.code
        else:
            return redirect(f"{reverse('people')}?done=closed")
    context = {"person": person, "problem": problem}
    return render(request, "people/close.html", context, status=409 if problem else 200)


urls = [
    path("people/", show_everybody, name="people"),
    path("people/invite/", invite, name="people-invite"),
    path("people/roles/<uuid:role_id>/end/", finish_role, name="role-end"),
    path("people/invitations/<uuid:invitation_id>/withdraw/", withdraw, name="invitation-withdraw"),
    path("people/invitations/<uuid:invitation_id>/again/", send_again, name="invitation-again"),
    path("people/<uuid:person_id>/close/", close, name="person-close"),
    path("bodies/<str:key>/people/", show_body, name="body-people"),
]
