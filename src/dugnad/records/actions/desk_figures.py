"""What the counters of published answers stand at, kept once a quarter, so that a quarter's own use can be told."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Sum

from dugnad.desk.measures import quarter_of
from dugnad.records.models.desk import NATIONAL
from dugnad.records.models.helped import HelpedCount
from dugnad.records.models.knowledge import Knowledge


@transaction.atomic
def keep_helped(*, by: str, on: date) -> int:
    """Note for the running quarter how far each desk's answers have come; how many desks were noted.

    Done every day: what stands when the quarter ends is what it ended with. Nobody's deed, so the log says nothing.
    """
    totals = Knowledge.objects.order_by().values_list("county").annotate(Sum("uses"), Sum("helped"), Sum("not_helped"))
    noted: dict[str, list[int]] = {}
    for county, *sums in totals:
        kept = noted.setdefault(county or NATIONAL, [0, 0, 0])
        noted[county or NATIONAL] = [before + (more or 0) for before, more in zip(kept, sums, strict=True)]
    for county, (uses, helped, not_helped) in noted.items():
        HelpedCount.objects.update_or_create(
            quarter=quarter_of(on), county=county, defaults={"uses": uses, "helped": helped, "not_helped": not_helped}
        )
    return len(noted)
