"""What the open pages' addresses need: a check and an import that somebody else asked for."""

from __future__ import annotations

from dugnad.records.models.checks import CheckJob
from dugnad.records.models.notices import ImportJob
from dugnad.records.models.plan import Plan
from people import Cast


def make(cast: Cast) -> dict[str, str]:
    check = CheckJob.objects.create(names=["grunnlag.docx"], by="somebody-else", state=CheckJob.State.DONE)
    upload = ImportJob.objects.create(name="kunngjoringer.zip", by="somebody-else", path="", size_bytes=1)
    plan = Plan.objects.create(key="apen-plan", state=Plan.State.IN_FORCE, title={"nb": "Planen"})
    return {"check": str(check.pk), "upload": str(upload.pk), "plan": str(plan.key)}
