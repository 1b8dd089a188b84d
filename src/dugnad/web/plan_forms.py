"""The forms of plans: a measure, a take-over, an adoption, a report, and what the coordinator writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from dugnad.records.actions.plan import REPORTABLE, Wanted, stamp
from dugnad.records.models.plan import Goal, Measure, Plan
from dugnad.records.models.register import Kind, ObligationClass
from dugnad.records.queries.plan_figures import indicators
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.templatetags.plan import indicator_name
from dugnad.web.templatetags.text import language, own
from dugnad.web.words import words

LANGUAGES = ("nb", "nn", "en")
PERCENT = 100
LARGEST = 1_000_000


def longer(rows: int) -> forms.Textarea:
    """A field of some lines."""
    return forms.Textarea(attrs={"rows": rows})


class MeasureForm(TextForm):
    """What a measure of a body's own plan says."""

    texts: ClassVar[str] = "local_plan"

    title = forms.CharField(max_length=200)
    text = forms.CharField(max_length=2000, required=False, widget=longer(3))
    owner = forms.CharField(max_length=160, required=False)
    deadline = forms.DateField(required=False, widget=DayInput)
    indicator = forms.ChoiceField(required=False)
    target = forms.FloatField(required=False, min_value=0, max_value=LARGEST)
    target_is = forms.ChoiceField(required=False, choices=())
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *given: Any, measure: Measure | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        self.measure = measure
        asked = self.fields["indicator"], self.fields["target_is"]
        asked[0].choices = [("", words("plan.no-indicator", language())),  # type: ignore[attr-defined]
                          *((name, indicator_name(name)) for name in indicators())]  # fmt: skip
        asked[1].choices = [(name, words(f"plan.target-{name}", language())) for name in ("at-least", "at-most")]  # type: ignore[attr-defined]

    def wanted(self, **more: Any) -> Wanted:
        """What was written, as the action takes it."""
        data = self.cleaned_data
        indicator, target = data["indicator"], data["target"]
        is_share = bool(indicator) and indicators()[indicator].figure(indicator).unit == "share"
        return Wanted(
            title=self.in_languages("title"),
            text=self.in_languages("text"),
            owner=data["owner"],
            deadline=data["deadline"],
            indicator=indicator,
            target=target / PERCENT if is_share and target is not None else target,
            is_ceiling=data["target_is"] == "at-most",
            **more,
        )

    def in_languages(self, name: str) -> dict[str, str]:
        """What a body writes is in the language of the page; what it left as it was keeps all its languages.

        A changed text no longer says what its translations say, so they are not kept.
        """
        written = self.cleaned_data[name]
        before = getattr(self.measure, name) if self.measure else {}
        return dict(before) if as_lines(written) == as_lines(own(before)) else {language(): written}


def as_lines(text: str) -> str:
    """The text without what a form alone changes: line ends and blank ends."""
    return "\n".join(text.splitlines()).strip()


def told_of(measure: Measure) -> dict[str, Any]:
    """A measure as its form shows it."""
    indicator = indicators().get(measure.indicator)
    is_share = indicator is not None and indicator.figure(measure.indicator).unit == "share"
    target = measure.target
    return {
        "title": own(measure.title),
        "text": own(measure.text),
        "owner": measure.owner,
        "deadline": measure.deadline,
        "indicator": measure.indicator,
        "target": round(target * PERCENT, 2) if is_share and target is not None else target,
        "target_is": "at-most" if measure.is_ceiling else "at-least",
        "seen": stamp(measure),
    }


class PastForm(TextForm):
    """A form that asks once whether deadlines that have gone are meant."""

    is_past_known = forms.BooleanField(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.past_question = self.fields.pop("is_past_known")

    def asks_if_past(self, deadlines: Iterable[date | None]) -> bool:
        """Must the person first say that deadlines which have gone are meant?"""
        past = sum(one is not None and one < timezone.localdate() for one in deadlines)
        if not past or self.data.get("is_past_known"):
            return False
        self.fields["is_past_known"] = self.past_question
        self.add_error("is_past_known", words("local_plan.past", language(), count=past))
        return True


class TakeForm(PastForm):
    """Which of the measures asked for to take over, by whom and when."""

    texts: ClassVar[str] = "local_plan"

    measures = forms.MultipleChoiceField()
    owner = forms.CharField(max_length=160, required=False)
    deadline = forms.DateField(required=False, widget=DayInput)

    def __init__(self, *given: Any, offered: Iterable[Measure] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["measures"].choices = [(str(one.pk), str(one)) for one in offered]  # type: ignore[attr-defined]


class AdoptForm(PastForm):
    """The decision that puts a plan in force."""

    texts: ClassVar[str] = "local_plan"

    decided_by = forms.CharField(max_length=120)
    on = forms.DateField(widget=DayInput)
    case_number = forms.CharField(max_length=60, required=False)
    document_url = forms.CharField(max_length=500, required=False, widget=forms.URLInput)
    plan_owner = forms.CharField(max_length=120, required=False)


class ReportForm(TextForm):
    """How far a measure has come."""

    texts: ClassVar[str] = "plan"

    state = forms.ChoiceField(widget=forms.RadioSelect)
    evidence = forms.CharField(max_length=2000, required=False, widget=longer(3))
    evidence_url = forms.CharField(max_length=500, required=False, widget=forms.URLInput)
    deviation = forms.CharField(max_length=2000, required=False, widget=longer(3))
    seen = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        states = [state for state in Measure.State.values if state in REPORTABLE]
        self.fields["state"].choices = [(one, words(f"plan.state-{one}", language())) for one in states]  # type: ignore[attr-defined]


def reported_of(measure: Measure) -> dict[str, Any]:
    """What has been reported, as the form shows it."""
    state = "" if measure.state == Measure.State.NOT_REPORTED else measure.state
    return {
        "state": state,
        "evidence": measure.evidence,
        "evidence_url": measure.evidence_url,
        "deviation": measure.deviation,
        "seen": stamp(measure),
    }


def three(data: Mapping[str, Any], name: str) -> dict[str, str]:
    """What was written in each language."""
    return {language: data[f"{name}_{language}"] for language in LANGUAGES}


class PlanForm(TextForm):
    """A national plan's name, owner and days."""

    texts: ClassVar[str] = "plan"

    key = forms.SlugField(max_length=60)
    title_nb = forms.CharField(max_length=200)
    title_nn = forms.CharField(max_length=200, required=False)
    title_en = forms.CharField(max_length=200, required=False)
    lead_nb = forms.CharField(max_length=2000, required=False, widget=longer(3))
    lead_nn = forms.CharField(max_length=2000, required=False, widget=longer(3))
    lead_en = forms.CharField(max_length=2000, required=False, widget=longer(3))
    owner = forms.CharField(max_length=120, required=False)
    since = forms.DateField(required=False, widget=DayInput)
    until = forms.DateField(required=False, widget=DayInput)
    note = forms.CharField(max_length=400)
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *given: Any, plan: Plan | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        if plan:
            del self.fields["key"]
        keep_note(self, plan)

    def said(self) -> dict[str, Any]:
        """What was written, as the actions take it."""
        data = self.cleaned_data
        days = {name: data[name] for name in ("owner", "since", "until")}
        return {"title": three(data, "title"), "lead": three(data, "lead"), **days}


def plan_told(plan: Plan) -> dict[str, Any]:
    """A plan as its form shows it."""
    texts = {f"{name}_{one}": getattr(plan, name).get(one, "") for name in ("title", "lead") for one in LANGUAGES}
    return texts | {"owner": plan.owner, "since": plan.since, "until": plan.until, "seen": plan.changed_at.isoformat()}


def keep_note(form: forms.Form, plan: Plan | None) -> None:
    """A note of why is asked only where the plan is in force."""
    if plan is None or plan.state == Plan.State.DRAFT:
        del form.fields["note"]


class GoalForm(TextForm):
    """A goal in three languages."""

    texts: ClassVar[str] = "plan"

    text_nb = forms.CharField(max_length=2000, widget=longer(2))
    text_nn = forms.CharField(max_length=2000, required=False, widget=longer(2))
    text_en = forms.CharField(max_length=2000, required=False, widget=longer(2))
    note = forms.CharField(max_length=400)

    def __init__(self, *given: Any, plan: Plan, **named: Any) -> None:
        super().__init__(*given, **named)
        keep_note(self, plan)


class NationalMeasureForm(MeasureForm):
    """A measure of a national plan."""

    texts: ClassVar[str] = "plan"

    title = None  # type: ignore[assignment]
    text = None  # type: ignore[assignment]
    title_nb = forms.CharField(max_length=200)
    title_nn = forms.CharField(max_length=200, required=False)
    title_en = forms.CharField(max_length=200, required=False)
    text_nb = forms.CharField(max_length=2000, required=False, widget=longer(3))
    text_nn = forms.CharField(max_length=2000, required=False, widget=longer(3))
    text_en = forms.CharField(max_length=2000, required=False, widget=longer(3))
    goal = forms.ChoiceField(required=False)
    audience = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(max_length=400)
    field_order = (
        "title_nb", "title_nn", "title_en", "text_nb", "text_nn", "text_en", "goal", "owner", "audience", "deadline",
        "indicator", "target", "target_is", "note",
    )  # fmt: skip

    def __init__(self, *given: Any, plan: Plan, goals: Iterable[Goal], **named: Any) -> None:
        super().__init__(*given, **named)
        chosen = [(str(goal.pk), goal.text.get(language()) or str(goal)) for goal in goals]
        self.fields["goal"].choices = [("", words("plan.no-goal", language())), *chosen]  # type: ignore[attr-defined]
        classes = [(one, words(f"plan.for-{one}", language())) for one in ObligationClass.values if one != "none"]
        kinds = [(one, words(f"kind.{one}", language())) for one in Kind.values]
        self.fields["audience"].choices = [*classes, *kinds]  # type: ignore[attr-defined]
        keep_note(self, plan)

    def in_languages(self, name: str) -> dict[str, str]:
        """The nation's plans are written in three languages."""
        return three(self.cleaned_data, name)


def national_told(measure: Measure) -> dict[str, Any]:
    """A national measure as its form shows it."""
    texts = {f"{name}_{one}": getattr(measure, name).get(one, "") for name in ("title", "text") for one in LANGUAGES}
    goal = str(measure.goal_id) if measure.goal_id else ""
    return told_of(measure) | texts | {"goal": goal, "audience": measure.audience}


class EndForm(TextForm):
    """When a plan ends, and why."""

    texts: ClassVar[str] = "plan"

    on = forms.DateField(widget=DayInput)
    note = forms.CharField(max_length=400)
