"""The support service's desks: where each is, when it is open, who steps in; and what a desk says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, ClassVar

from babel.dates import get_day_names
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.desk.routing import WEEKDAYS, load_desks
from dugnad.desk.working_time import is_working_day, opening, promised
from dugnad.errors import Refused
from dugnad.records import permissions
from dugnad.records.actions.desks import MOST_DAYS, MOST_PERCENT, SETTINGS, ends_of, keep_desk, load_shipped_desks
from dugnad.records.models.desk import Desk
from dugnad.records.queries.desks import Seat, seat, seats
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.gate import me, must, person_of
from dugnad.web.refusal import tell_refusal
from dugnad.web.templatetags.form import LOCALES
from dugnad.web.templatetags.text import language
from dugnad.web.told import tell

TEXTS = "desk_list"
MONDAY_FIRST = 1


class TimeInput(forms.TimeInput):
    """A time of day, picked in the browser's own way."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class DeskForm(TextForm):
    """What a desk says of itself."""

    texts: ClassVar[str] = TEXTS

    email = forms.EmailField(max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    website = forms.URLField(max_length=300, required=False, assume_scheme="https")
    answer_days = forms.IntegerField(min_value=1, max_value=MOST_DAYS)
    closed_since = forms.DateField(widget=DayInput, required=False)
    closed_until = forms.DateField(widget=DayInput, required=False)
    agreement = forms.CharField(max_length=200, required=False)
    agreement_url = forms.URLField(max_length=500, required=False, assume_scheme="https")
    agreement_since = forms.DateField(widget=DayInput, required=False)
    agreement_until = forms.DateField(widget=DayInput, required=False)
    funding = forms.CharField(max_length=200, required=False)
    funding_until = forms.DateField(widget=DayInput, required=False)
    position_percent = forms.IntegerField(min_value=1, max_value=MOST_PERCENT, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        names = get_day_names("wide", locale=LOCALES[language()])
        for weekday in WEEKDAYS:
            for part in ("from", "to"):
                field = forms.TimeField(
                    widget=TimeInput(), required=False, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"]
                )
                field.label = str(names[int(weekday) - MONDAY_FIRST])
                self.fields[f"{part}_{weekday}"] = field

    @property
    def days(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """From and to, for each weekday."""
        return [(self[f"from_{weekday}"], self[f"to_{weekday}"]) for weekday in WEEKDAYS]

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The other fields, in the groups in which they are shown."""
        groups = {
            "reach": ("email", "phone", "website"),
            "leave": ("closed_since", "closed_until"),
            "rests-on": ("agreement", "agreement_url", "agreement_since", "agreement_until", "funding",
                         "funding_until", "position_percent"),
        }  # fmt: skip
        return [(name, [self[field] for field in fields]) for name, fields in groups.items()]

    def clean(self) -> dict[str, Any]:
        """The opening hours in one; a weekday with one time alone is told at its field."""
        given = super().clean() or {}
        hours = {}
        for weekday in WEEKDAYS:
            begins, ends = given.pop(f"from_{weekday}", None), given.pop(f"to_{weekday}", None)
            if begins and ends:
                hours[weekday] = [begins.strftime("%H:%M"), ends.strftime("%H:%M")]
            elif begins or ends:
                hours[weekday] = ["", ""]  # refused by the deed itself, at this weekday
        return {**given, "hours": hours}


@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    load_shipped_desks(by="content")
    now = timezone.localtime()
    found = seats(now.date())
    context = {
        "seats": [(one, hours_lines(one.desk), is_open_now(one, now)) for one in found],
        "manned": sum(one.is_manned for one in found if not one.desk.is_national),
        "count": sum(not one.desk.is_national for one in found),
        "keeps": permissions.desks_of(person_of(request)),
    }
    return render(request, "desk_list/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, county: str) -> HttpResponse:
    found = asked_seat(county)
    may_keep = permissions.may_keep_desk(person_of(request), county)
    if request.method == "POST":
        must(may_keep)
        form = DeskForm(request.POST)
        if form.is_valid() and kept(request, found.desk, form):
            return redirect("desk", county)
        return page(request, found, form, status=400)
    return page(request, found, DeskForm(initial=initial(found.desk)) if may_keep else None)


def asked_seat(county: str) -> Seat:
    """The desk that the address names."""
    load_shipped_desks(by="content")
    found = seat(county, timezone.localdate())
    if found is None:
        raise Http404(county)
    return found


def kept(request: HttpRequest, desk: Desk, form: DeskForm) -> bool:
    """Keep what was written; False where it is told what to mend."""
    given = {name: value for name, value in form.cleaned_data.items() if name in SETTINGS}
    try:
        keep_desk(by=me(request), desk=desk, seen=form.cleaned_data["seen"], **given)
    except Refused as refused:
        code, field = refused.code, refused.field.replace("day_", "from_")
        tell_refusal(form, Refused(code, refused.problem, field=field))
        return False
    tell(request, f"{TEXTS}.told-kept")
    return True


def initial(desk: Desk) -> dict[str, Any]:
    """The desk as its form shows it."""
    told = {name: getattr(desk, name) for name in SETTINGS if name != "hours"}
    for weekday, (begins, ends) in hours_of(desk).items():
        told[f"from_{weekday}"], told[f"to_{weekday}"] = begins, ends
    return {**told, "seen": desk.changed_at.isoformat()}


def hours_of(desk: Desk) -> Mapping[str, tuple[str, str]]:
    """When it is open, by weekday."""
    return {day: (hours[0], hours[1]) for day, hours in sorted(desk.hours.items())}


def hours_lines(desk: Desk) -> list[tuple[str, str, str]]:
    """The opening hours as people read them: days that follow each other with the same hours in one line."""
    names = get_day_names("wide", locale=LOCALES[language()])
    lines: list[tuple[int, int, tuple[str, str]]] = []
    for day, hours in hours_of(desk).items():
        if lines and lines[-1][2] == hours and lines[-1][1] == int(day) - 1:
            lines[-1] = (lines[-1][0], int(day), hours)
        else:
            lines.append((int(day), int(day), hours))
    return [
        (
            str(names[first - 1]) if first == last else f"{names[first - 1]}–{names[last - 1]}",
            clock(time.fromisoformat(hours[0])),
            clock(time.fromisoformat(hours[1])),
        )
        for first, last, hours in lines
    ]


def clock(at: time) -> str:
    """A time of day as the page's language writes it: 09.00, in English 09:00."""
    return f"{at:%H:%M}" if language() == "en" else f"{at:%H.%M}"


def is_open_now(found: Seat, now: datetime) -> bool:
    """Does somebody sit there at this very moment, by the desk's hours?"""
    hours = opening(now.date(), found.desk.hours)
    return found.is_manned and hours is not None and hours[0] <= now.time() < hours[1]


def page(request: HttpRequest, found: Seat, form: DeskForm | None, status: int = 200) -> HttpResponse:
    """The desk, with its form for those who keep it."""
    now, person = timezone.localtime(), person_of(request)
    answer_by = promised(now, found.desk.answer_days, found.desk.hours)
    context = {
        "seat": found, "desk": found.desk, "hours": hours_lines(found.desk), "is_open": is_open_now(found, now),
        "is_holiday": not is_working_day(now.date()) and now.isoweekday() in range(1, 6),
        "promised": answer_by, "promised_time": clock(answer_by.time()), "form": form,
        "warn_days": ", ".join(map(str, load_desks().warn_days)),
        "ends": ends_of(found.desk, now.date()) if form else [],
        "works": permissions.may_work_desk(person, found.desk.county),
        "may_hand_over": permissions.may_work_desk(person, found.desk.county)
        or permissions.may_appoint_host(person, found.desk.county)
        or permissions.may_hand_over_desk(person, found.desk.county),
    }  # fmt: skip
    return render(request, "desk_list/desk.html", context, status=status)


urls = [
    path("desk/list/", show_list, name="desks"),
    path("desk/list/<str:county>/", show, name="desk"),
]
