"""Who has done what a letter asked, as recorded: on the letter's page or signed in."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, DateTimeField, Exists, Min, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from dugnad.records.models.decisions import Decision
from dugnad.records.models.letters import Act, Dispatch, Reply
from dugnad.records.models.status import StatusReport

ABOUT = {
    Act.CONFIRM: Decision.About.CONFIRM,
    Act.JOIN: Decision.About.JOIN,
    Act.ADOPT_PLAN: Decision.About.ADOPT_PLAN,
}


def with_acts(letters: QuerySet[Dispatch]) -> QuerySet[Any]:
    """Each letter with `done_at`: when the body did what it asked, after the run was prepared."""
    whens = [When(act=act, then=Subquery(first_decision(about))) for act, about in ABOUT.items()]
    whens.append(When(act=Act.ANSWER_STATUS, then=Subquery(first_answer())))
    found = Case(*whens, default=Value(None), output_field=DateTimeField())
    return letters.annotate(done_at=Coalesce("acted_at", found, output_field=DateTimeField()))


def still_silent(letters: QuerySet[Dispatch]) -> QuerySet[Any]:
    """Those to remind: nothing done, and nothing answered but questions. Who only asks still waits to be reminded."""
    answered = Reply.objects.filter(dispatch__run=OuterRef("run"), dispatch__body=OuterRef("body"))
    answered = answered.filter(what__in=[Reply.What.CONFIRM, Reply.What.JOIN, Reply.What.CONTACT])
    return with_acts(letters).filter(~Exists(answered), done_at=None)


def first_decision(about: str) -> QuerySet[Any, Any]:
    """When the body first recorded the decision after the letter; one it has disowned does not count."""
    made = Decision.objects.filter(
        body=OuterRef("body"), about=about, is_rejected=False, recorded_at__gte=OuterRef("run__created_at")
    )
    return made.order_by().values("body").annotate(first=Min("recorded_at")).values("first")


def first_answer() -> QuerySet[Any, Any]:
    """When the body first sent in a yearly status after the letter."""
    sent = StatusReport.objects.filter(body=OuterRef("body"), submitted_at__gte=OuterRef("run__created_at"))
    return sent.order_by().values("body").annotate(first=Min("submitted_at")).values("first")
