"""What the addresses of plans need: a draft of the own body, a plan in force, and a national plan being written."""

from __future__ import annotations

from datetime import date

from dugnad.records.actions.national_plan import create_plan, publish_plan, write_goal
from dugnad.records.actions.plan import Wanted, add_measure, adopt_plan, start_plan
from people import Cast


def make(cast: Cast) -> dict[str, str]:
    """Two national plans (published, draft) and the own body's plan with a draft after it."""
    by = cast.coordinator
    asked = {"audience": ["invited", "shall"]}
    published = create_plan(by=by, key="proveplan", title={"nb": "Prøveplan"}, lead={})
    owned = Wanted(title={"nb": "Departementets"}, owner=cast.ministry.name, deadline=date(2026, 1, 1), **asked)  # type: ignore[arg-type]
    national = add_measure(by=by, plan=published, wanted=owned)
    publish_plan(by=by, plan=published)
    draft = create_plan(by=by, key="utkast", title={"nb": "Utkast"}, lead={})
    goal = write_goal(by=by, plan=draft, text={"nb": "Et mål"})
    planned = add_measure(by=by, plan=draft, wanted=Wanted(title={"nb": "Et tiltak"}))
    local = start_plan(by=cast.contact, body=cast.own)
    wanted = Wanted(title={"nb": "Eget tiltak"}, owner="Innkjøpssjef", deadline=date(2027, 1, 1))
    adopted = add_measure(by=cast.contact, plan=local, wanted=wanted)
    adopt_plan(by=cast.contact, plan=local, decided_by="Kommunestyret", on=date(2026, 10, 7))
    drafted = start_plan(by=cast.contact, body=cast.own)
    copied = drafted.measures.get()
    return {
        "published": str(published.key),
        "national": str(national.pk),
        "draft": str(draft.key),
        "goal": str(goal.pk),
        "planned": str(planned.pk),
        "body": cast.own.key,
        "local": str(local.pk),
        "adopted": str(adopted.pk),
        "copied": str(copied.pk),
    }
