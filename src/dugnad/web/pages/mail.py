"""Mail that waits for a desk: read as plain text, opened as a case, laid to one, or thrown away.

Nothing of a mail is shown but words: no page, picture or link of it, and no file before a case has taken it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dugnad.desk.file_kind import kind_of, safe_name
from dugnad.desk.mail_in import Mail, read_mail
from dugnad.errors import Refused
from dugnad.records import permissions
from dugnad.records.actions import mail_quarantine as action
from dugnad.records.actions.mail_case import known_sender
from dugnad.records.actions.mail_settle import place_and_case
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.queries.mail import SHOWS, mail_for, mails_for, own_case
from dugnad.records.queries.naming import body_meant
from dugnad.web.ask_form import names_of_choices
from dugnad.web.asked import asked_page
from dugnad.web.forms import TextForm
from dugnad.web.gate import me, must, signed_in
from dugnad.web.refusal import tell_refusal
from dugnad.web.templatetags.text import language
from dugnad.web.told import tell
from dugnad.web.words import words

SETTLED = frozenset({"threaded", "opened", "refused"})


class OpenForm(TextForm):
    """A case of the mail; whose, where the adviser knows it."""

    texts: ClassVar[str] = "mail"

    body = forms.CharField(max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class JoinForm(TextForm):
    """The case it belongs to, and what it is there."""

    texts: ClassVar[str] = "mail"

    number = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
    as_what = forms.ChoiceField(choices=[], widget=forms.RadioSelect)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        choices = [(one, words(f"mail.as-{one}", language())) for one in action.AS]
        self.fields["as_what"].choices = choices  # type: ignore[attr-defined]


class RefuseForm(TextForm):
    """Why it is thrown away."""

    texts: ClassVar[str] = "mail"

    reason = forms.ChoiceField(choices=[])

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        choices = [("", words("mail.choose", language()))]
        choices += [(one, words(f"mail.thrown-{one}", language())) for one in action.THROWN_AWAY]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]


FORMS: dict[str, type[TextForm]] = {"open": OpenForm, "join": JoinForm, "refuse": RefuseForm}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of the mail, by name alone; would a case take it?"""

    name: str
    is_taken: bool


@never_cache
@signed_in
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    person = me(request)
    desks = permissions.mail_desks_of(person)
    must(bool(desks) or permissions.may_administer(person))
    asked, show = asked_page(request), request.GET.get("show", "quarantined")
    found = mails_for(person, show if show in SHOWS else "quarantined", asked or 1)
    context = {
        "found": found, "show": show if show in SHOWS else "quarantined",
        "shows": [(name, found.counts[name]) for name in SHOWS],
        "is_bad": asked != found.page or show not in SHOWS,
        "desks": sorted(desks),
    }  # fmt: skip
    return render(request, "mail/list.html", context)


@never_cache
@signed_in
@require_safe
def show(request: HttpRequest, mail: UUID) -> HttpResponse:
    return page(request, asked_mail(request, mail))


def asked_mail(request: HttpRequest, mail_id: UUID) -> Arrival:
    """The mail that the address names; for others than its desk there is none."""
    found = mail_for(me(request), mail_id)
    if found is None:
        raise Http404(str(mail_id))
    return found


def page(
    request: HttpRequest, arrival: Arrival, bound: tuple[str, TextForm] | None = None, status: int = 200
) -> HttpResponse:
    """The mail's words, and what can be done with it."""
    mail = read_mail(bytes(arrival.raw))
    made: dict[str, TextForm] = {}
    if arrival.fate not in SETTLED:
        made = {name: form(initial=first_guess(name, arrival, mail, me(request))) for name, form in FORMS.items()}
        if not mail.sender:
            del made["open"]
    if bound is not None:
        made[bound[0]] = bound[1]
    for name, form in made.items():
        form.auto_id = f"{name}-%s"
    files = [Attached(safe_name(one.name), kind_of(one.name, one.raw) is not None) for one in mail.files]
    may_see = arrival.case is not None and permissions.may_see_case(me(request), arrival.case)
    context = {
        "arrival": arrival,
        "mail": mail,
        "files": files,
        "forms": made,
        "case": arrival.case if may_see else None,
    }
    return render(request, "mail/mail.html", context, status=status)


def first_guess(name: str, arrival: Arrival, mail: Mail, person: Person) -> dict[str, object]:
    """What the forms begin with: the body that the sender's domain belongs to, the case it was sent to."""
    if name == "open":
        body = known_sender(mail.sender).body
        return {"body": (body.orgnr or body.key) if body else ""}
    if name == "join":
        _, case = place_and_case(arrival, mail)
        return {"number": case.number if case and permissions.may_work_case(person, case) else None}
    return {}


@never_cache
@signed_in
@require_POST
def do(request: HttpRequest, mail: UUID, deed: str) -> HttpResponse:
    """One deed; what is refused comes back with what was written."""
    arrival = asked_mail(request, mail)
    if deed not in FORMS:
        raise Http404(deed)
    form = FORMS[deed](request.POST)
    if form.is_valid():
        try:
            case = done(me(request), arrival, deed, form.cleaned_data)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            tell(request, f"mail.done-{deed}")
            return (
                redirect("case", case.pk) if case and permissions.may_see_case(me(request), case) else redirect("mails")
            )
    arrival.refresh_from_db()
    return page(request, arrival, (deed, form), 400)


def done(person: Person, arrival: Arrival, deed: str, given: dict[str, Any]) -> Case | None:
    """The deed itself."""
    if deed == "open":
        return action.open_arrival(by=person, arrival=arrival, body=told_body(given["body"]))
    if deed == "join":
        case = own_case(person, given["number"])
        if case is None:
            raise Refused("no-such-case", "No case at your desk has this number.", field="number")
        return action.join_arrival(by=person, arrival=arrival, case=case, as_what=given["as_what"])
    action.refuse_arrival(by=person, arrival=arrival, reason=given["reason"])
    return None


def told_body(text: str) -> Body | None:
    """The body by number or name; refused where none or several fit."""
    text = text.strip()
    if not text:
        return None
    meant = body_meant(text, timezone.localdate(), is_past=True)
    if meant.body is None and meant.likely:
        raise Refused("many-bodies", "Several bodies fit.", field="body", names=names_of_choices(meant.likely))
    if meant.body is None:
        raise Refused("body-number", "Write the body's number, or its whole name.", field="body")
    return meant.body


urls = [
    path("desk/mail/", show_list, name="mails"),
    path("desk/mail/<uuid:mail>/", show, name="mail"),
    path("desk/mail/<uuid:mail>/do/<slug:deed>/", do, name="mail-do"),
]
