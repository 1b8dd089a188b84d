"""What a question is asked from: a criterion, a finding, a body … The address names it; its title is looked up here.

    /desk/ask/?about=criterion:cleaning-daytime@2026-11-22

Nothing but the kind and the id is believed; what is not found is no context.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from dugnad.check.reasons_content import PATHS, load_path
from dugnad.desk.reference import Reference, resolve, rules_by_key
from dugnad.monitor.pictures.notice import notice_picture
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.queries.register import body_by_key
from dugnad.web import basket as baskets
from dugnad.web import shelf
from dugnad.web.templatetags.part import unmarked
from dugnad.web.templatetags.text import language, own
from dugnad.web.words import OUTCOMES, has_words, words

LONGEST = 300
Found = tuple[str, str]
"""Title and path on this site, without the language's prefix."""
LOT = "!"
"""Stands between a notice and its lot."""


def context_of(about: str) -> dict[str, str]:
    """Kind, id, title and path of what the address names; empty where there is no such thing."""
    kind, _, key = about.replace("\0", "")[:LONGEST].partition(":")
    find = FINDERS.get(kind)
    found = find(key) if find else None
    return {"kind": kind, "id": key, "title": found[0][:LONGEST], "path": found[1][:LONGEST]} if found else {}


def about_of(context: dict[str, str]) -> str:
    """How an address names it."""
    return f"{context['kind']}:{context['id']}" if context else ""


def subject_of(context: dict[str, str]) -> tuple[str, str]:
    """The product group and CPV code that follow from what was looked at; "" where none does."""
    kind, key = context.get("kind"), context.get("id", "")
    if kind == "criterion":
        criterion = shelf.library().criteria.get(key.partition("@")[0])
        return (criterion.groups[0] if criterion and len(criterion.groups) == 1 else "", "")
    if kind == "group":
        return key, ""
    if kind == "wizard":
        basket = baskets.basket_of(QueryDict(key))
        return basket.group, basket.cpv
    if kind in {"notice", "finding"}:
        picture = notice_picture(settings.STORE, key.partition(LOT)[0])
        return "", str(picture.notice["cpv"] or "") if picture else ""
    return "", ""


def criterion(key: str) -> Found | None:
    """A criterion, in the version that was looked at."""
    name, _, day = key.partition("@")
    known = shelf.library().criteria.get(name)
    versions = [one for one in known.versions.values if one.status in shelf.SHOWN] if known else []
    version = next((one for one in reversed(versions) if not day or one.day.isoformat() == day), None)
    return (shelf.spoken(version.name), f"/k/{version.key}") if version else None


def group(key: str) -> Found | None:
    """A product group."""
    known = shelf.library().groups.get(key)
    return (shelf.spoken(known.name), f"/criteria/{known.id}/") if known else None


def notice(key: str) -> Found | None:
    """A notice."""
    picture = notice_picture(settings.STORE, key)
    if picture is None:
        return None
    return str(picture.notice["title"] or words("notice.untitled", language())), f"/notices/{key}/"


def finding(key: str) -> Found | None:
    """The finding of one lot of a notice."""
    notice_id, _, lot_id = key.partition(LOT)
    picture = notice_picture(settings.STORE, notice_id)
    lot = next((one for one in picture.lots if one.row["lot_id"] == lot_id), None) if picture else None
    if picture is None or lot is None:
        return None
    outcome = words(f"{OUTCOMES}.{lot.outcome}", language()) if lot.outcome else ""
    title = str(lot.row["title"] or picture.notice["title"] or words("notice.untitled", language()))
    return (f"{outcome}: {title}" if outcome else title), f"/notices/{notice_id}/#{lot_id}"


def body(key: str) -> Found | None:
    """A public body's page."""
    known = body_by_key(key)
    return (unmarked(known.called(language())), f"/bodies/{known.key}/") if known else None


def check(key: str) -> Found | None:
    """A check before publishing. The report is the visitor's own and is not shown: only how it came out."""
    title = words("ask.about-check", language())
    if not key:
        return title, "/check/"
    return (f"{title}: {words(f'{OUTCOMES}.{key}', language())}", "/check/") if has_words(f"{OUTCOMES}.{key}") else None


def reasons(key: str) -> Found | None:
    """The reasons assistant, on one of its paths."""
    title = words("reasons.title", language())
    if not key:
        return title, "/check/reasons/"
    return (f"{title}: {own(load_path(key)['name'])}", f"/check/reasons/?path={key}") if key in PATHS else None


def wizard(key: str) -> Found | None:
    """The wizard with the set so far, where its address is short enough to keep."""
    basket = baskets.basket_of(QueryDict(key))
    title = words("wizard.title", language())
    known = shelf.library().groups.get(basket.group)
    link = f"/criteria/wizard/?{baskets.address_of(basket)}" if key else "/criteria/wizard/"
    short = f"/criteria/wizard/?step=choose&group={basket.group}" if known else "/criteria/wizard/"
    return (f"{title}: {shelf.spoken(known.name)}" if known else title), link if len(link) <= LONGEST else short


def rule(key: str) -> Found | None:
    """A rule in force today."""
    on = timezone.localdate()
    known = rules_by_key(on).get(key)
    return (f"{own(known.names)} ({known.citation})", f"/law/?on={on.isoformat()}#{known.id}") if known else None


def answer(key: str) -> Found | None:
    """A published answer."""
    if not (key.isascii() and key.isdecimal() and len(key) < 10):  # noqa: PLR2004 - what a number column holds
        return None
    known = Knowledge.objects.filter(number=int(key), state=Knowledge.State.PUBLISHED).first()
    return (known.words_in(language()).question, f"/desk/answers/{known.number}/") if known else None


def decision(key: str) -> Found | None:
    """A decision of the complaints board."""
    known = resolve(Reference("case", key), timezone.localdate())
    return (own(known.title), known.path) if known.is_known else None


def earlier(key: str) -> Found | None:
    """An earlier case, by the number that the asker gives; it opens nothing."""
    if not (key.isascii() and key.isdecimal() and len(key) < 10):  # noqa: PLR2004 - what a number column holds
        return None
    return words("ask.about-case", language(), number=key), ""


FINDERS: dict[str, Callable[[str], Found | None]] = {
    "criterion": criterion, "group": group, "notice": notice, "finding": finding, "body": body, "check": check,
    "reasons": reasons, "wizard": wizard, "law": rule, "answer": answer, "case": decision,
    "earlier": earlier,
}  # fmt: skip
