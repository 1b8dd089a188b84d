"""The form of a joint framework agreement."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django import forms

from dugnad.records.actions.agreements import MOST_NOK, MOST_SUPPLIERS, Agreed
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.register import Body
from dugnad.records.queries.naming import body_meant
from dugnad.web import shelf
from dugnad.web.ask_form import names_of_choices
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.templatetags.text import in_words, language, own
from dugnad.web.words import words

MOST_LINES, MOST_NAMED = 500, 10
BETWEEN = re.compile(r"[\s,;]+")


def lines_field(rows: int, most: int) -> forms.CharField:
    """One thing on each line."""
    return forms.CharField(max_length=most, required=False, widget=forms.Textarea(attrs={"rows": rows}))


class AgreementForm(TextForm):
    """What is written down of an agreement."""

    texts: ClassVar[str] = "agreements"

    county = forms.ChoiceField(choices=())
    title = forms.CharField(max_length=200)
    owner = forms.CharField(max_length=200)
    cooperative = forms.CharField(max_length=200, required=False)
    members = lines_field(5, 40_000)
    group = forms.ChoiceField(required=False, choices=())
    cpv = forms.CharField(max_length=600, required=False)
    since = forms.DateField(widget=DayInput)
    until = forms.DateField(widget=DayInput)
    longest_until = forms.DateField(required=False, widget=DayInput)
    options = forms.CharField(max_length=200, required=False)
    criteria = lines_field(4, 20_000)
    suppliers = forms.IntegerField(required=False, min_value=1, max_value=MOST_SUPPLIERS)
    value_nok = forms.IntegerField(required=False, min_value=1, max_value=MOST_NOK)
    notice = forms.CharField(max_length=60, required=False)
    url = forms.CharField(max_length=500, required=False, widget=forms.URLInput)
    remark = forms.CharField(max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, counties: tuple[str, ...] = (), on: date, **named: Any) -> None:
        super().__init__(*given, **named)
        self.on = on
        self.choose("county", [(county, in_words(county, "county")) for county in counties])
        groups = [(group.id, own(dict(group.name))) for group in shelf.library().groups.values()]
        self.choose("group", [("", words("agreements.no-group", language())), *groups])
        if not counties:
            del self.fields["county"]

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What can be chosen in one field."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_owner(self) -> Body:
        """The body that runs it."""
        meant = body_meant(self.cleaned_data["owner"], self.on, is_past=True)
        if meant.body is None:
            code = "many-bodies" if meant.likely else "unknown-owner"
            names = {"names": names_of_choices(meant.likely)} if meant.likely else {}
            raise forms.ValidationError(words(f"refused.{code}", language(), **names))
        return meant.body

    def clean_members(self) -> tuple[Body, ...]:
        """The members, one a line; those who are not found are named, and those that may be one of several."""
        lines = [line.strip() for line in self.cleaned_data["members"].splitlines() if line.strip()][:MOST_LINES]
        meant = {line: body_meant(line, self.on, is_past=True) for line in lines}
        unknown = [line[:60] for line, one in meant.items() if one.body is None and not one.likely]
        several = [names_of_choices(one.likely) for one in meant.values() if one.likely]
        problems = {"unknown-members": ", ".join(unknown[:MOST_NAMED]), "many-bodies": "; ".join(several[:MOST_NAMED])}
        told = [words(f"refused.{code}", language(), names=names) for code, names in problems.items() if names]
        if told:
            raise forms.ValidationError(told)
        return tuple({one.body.pk: one.body for one in meant.values() if one.body}.values())

    def agreed(self) -> Agreed:
        """What was written, as the actions take it."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"county", "seen"}}
        told["cpv"] = tuple(filter(None, BETWEEN.split(told["cpv"])))
        told["criteria"] = tuple(filter(None, BETWEEN.split(told["criteria"])))
        return Agreed(**told)


def told_of(agreement: Agreement) -> dict[str, Any]:
    """An agreement as its form shows it."""
    names = (
        "title", "cooperative", "group", "since", "until", "longest_until", "options", "suppliers", "value_nok",
        "notice", "url", "remark",
    )  # fmt: skip
    return {name: getattr(agreement, name) for name in names} | {
        "owner": agreement.owner.orgnr or agreement.owner.name,
        "members": "\n".join(line_of(body) for body in agreement.members.all()),
        "cpv": ", ".join(agreement.cpv),
        "criteria": "\n".join(agreement.criteria),
        "seen": agreement.version,
    }


def line_of(body: Body) -> str:
    """A member as the form reads it again: by number where there is one."""
    return f"{body.orgnr} {body.name}" if body.orgnr else body.name
