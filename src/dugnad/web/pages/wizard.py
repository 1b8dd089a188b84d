"""From "what do you buy" to tender text in four steps, each an address. Nothing is stored, nobody logs in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dugnad.criteria.choose import choose
from dugnad.criteria.cpv_groups import groups_of
from dugnad.criteria.criterion import KINDS, LEVELS, MARKETS, Group, Parameter, Version
from dugnad.criteria.export import FORMS
from dugnad.criteria.remark_words import remark_text
from dugnad.criteria.search import find
from dugnad.criteria.selection import Remark
from dugnad.criteria.selection_check import check_selection
from dugnad.criteria.selection_law import counts_of, minimum_weight
from dugnad.criteria.tender import field_of, tender_text
from dugnad.errors import DugnadError
from dugnad.web import basket as baskets
from dugnad.web import shelf
from dugnad.web.basket import STEPS, Basket
from dugnad.web.exports import as_file
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

MOST_GROUPS = 5
TONES = ("stop", "ok", "caution")
"""The order in which remarks are shown: what must be put right, how the rule stands, what to think over."""
GATHERED = ("unconfirmed", "unfilled")
AWARD = "award-criterion"
STEP, WHOLE = 5, 100
"""Proposed weights are whole fives and make a hundred."""


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion in the wizard's list."""

    version: Version
    row: shelf.Row
    is_chosen: bool
    weight: str
    fields: tuple[tuple[Parameter, str, str], ...]
    """Each field with what the buyer wrote, and the note of what is proposed."""


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    basket = baskets.basket_of(request.GET)
    groups = groups_for(basket)
    if basket.step != "what" and not groups and not basket.keys:
        basket = replace(basket, step="what")
    context = {"basket": basket, "steps": STEPS, "groups": groups, "is_lost": step_is_lost(request, basket, groups)}
    context["is_bad_value"] = bool(basket.value) and baskets.number(basket.value) is None
    context |= {"levels": LEVELS, "markets": (*MARKETS, "unknown"), "back": back_of(basket)} | PICTURES[basket.step](
        basket, groups
    )
    context["asked"] = baskets.address_of(basket, group=groups[0].id if groups else "")
    part = {"choose": "wizard/side-part.html", "weights": "wizard/rule-part.html"}.get(basket.step)
    is_part = bool(getattr(request, "htmx", False)) and part is not None
    return render(request, part if is_part and part else "wizard/wizard.html", context)


def step_is_lost(request: HttpRequest, basket: Basket, groups: list[Group]) -> bool:
    """Did the visitor ask for something that no product group covers?"""
    return bool(basket.what or basket.cpv) and not groups and request.GET.get("step", "what") != "what"


def groups_for(basket: Basket) -> list[Group]:
    """The product groups that the code or the words point to, the chosen one first."""
    now = shelf.library().groups
    names = [one.group for one in codes_of(basket.cpv)] if basket.cpv else []
    if basket.what and not names:
        names = [one.id for one in find(shelf.index(), basket.what, limit=1).groups]
    ordered = dict.fromkeys([basket.group, *names] if basket.group else names)
    return [now[name] for name in ordered if name in now][:MOST_GROUPS]


def codes_of(cpv: str) -> list[Any]:
    """The groups of a CPV code; none where it is no code."""
    try:
        return list(groups_of(shelf.library(), cpv))
    except DugnadError:
        return []


def back_of(basket: Basket) -> list[tuple[str, str]]:
    """The steps, each with the address that leads back to it."""
    return [(step, baskets.address_of(basket, step=step)) for step in STEPS]


def first_step(basket: Basket, groups: list[Group]) -> dict[str, Any]:
    """What do you buy?"""
    return {}


def needs(basket: Basket, groups: list[Group]) -> dict[str, Any]:
    """What to ask before buying, and how far to go."""
    return {"group": groups[0] if groups else None}


def choosing(basket: Basket, groups: list[Group]) -> dict[str, Any]:
    """The proposed set, and everything else that fits."""
    picked = basket if basket.is_chosen else proposed(basket, groups)
    versions = fitting(picked, groups)
    lines = [line(picked, version) for version in versions]
    kinds = [(kind, [one for one in lines if one.version.kind == kind]) for kind in KINDS]
    return {"basket": picked, "kinds": [(kind, found) for kind, found in kinds if found], **checked(picked)}


def weighing(basket: Basket, groups: list[Group]) -> dict[str, Any]:
    """Weights and fields, with the rule checked while they are filled."""
    ready = with_weights(basket, is_new=basket.is_from_list)
    lines = [line(ready, version) for version in baskets.versions_of(ready)]
    return {
        "basket": ready,
        "awards": [one for one in lines if one.version.kind == AWARD],
        "filling": [one for one in lines if one.fields],
        "text": tender_text(shelf.library(), baskets.selection_of(ready), language=language(), on=timezone.localdate()),
        "link": baskets.address_of(ready),
        "formats": tuple(FORMS),
        **checked(ready),
    }


PICTURES = {"what": first_step, "needs": needs, "choose": choosing, "weights": weighing}


def proposed(basket: Basket, groups: list[Group]) -> Basket:
    """The basket filled with what the library proposes."""
    group = groups[0] if groups else None
    selection = choose(
        shelf.library(),
        cpv=basket.cpv,
        level=basket.level,
        value_nok=baskets.number(basket.value),
        market=basket.market or None,
        on=timezone.localdate(),
        group=group.id if group else None,
    )
    weights = {one.key: f"{one.weight_percent:g}" for one in selection.picks if one.weight_percent}
    price = sum(share for _, share in selection.other)
    keys = tuple(one.key for one in selection.picks)
    return replace(basket, is_chosen=True, keys=keys, weights=weights, price=f"{price:g}" if price else "")


def with_weights(basket: Basket, *, is_new: bool) -> Basket:
    """Weights where some are missing: the environment what the rule asks, social criteria ten, the price the rest."""
    awards = [one for one in baskets.versions_of(basket) if one.kind == AWARD]
    given = {one.key: basket.weights.get(one.key, "") for one in awards}
    if not all(given.values()):
        green = [one for one in awards if is_certain(one)]
        share = ceil((minimum_weight(timezone.localdate()) or WHOLE / 2) / max(len(green), 1) / STEP) * STEP
        given = {one.key: str(share if is_certain(one) else 2 * STEP) for one in awards}
    rest = WHOLE - sum(baskets.number(said) or 0 for said in (*given.values(), basket.own_weight))
    price = f"{max(rest, 0):g}" if is_new or not basket.price else basket.price
    return replace(basket, weights=given, price=price)


def is_certain(version: Version) -> bool:
    """Does its weight surely count as weight on climate and environment?"""
    return counts_of(version) == "certain"


def fitting(basket: Basket, groups: list[Group]) -> list[Version]:
    """Everything that may be put in the set: what is in it, and what the group has."""
    chosen = baskets.versions_of(basket)
    names = {one.criterion for one in chosen}
    others = shelf.public_criteria(groups[0].id) if groups else []
    usable = [one for one in others if one.status in ("published", "to-check") and one.criterion not in names]
    return sorted([*chosen, *usable], key=lambda one: (LEVELS.index(one.level), one.topic, one.criterion))


def line(basket: Basket, version: Version) -> Line:
    """The criterion as the wizard shows it."""
    said = basket.values.get(version.key, {})
    fields = [(one, said.get(one.name, ""), field_of(one, None, language())) for one in version.parameters]
    return Line(
        version=version,
        row=shelf.row(version),
        is_chosen=version.key in basket.keys,
        weight=basket.weights.get(version.key, ""),
        fields=tuple((one, written or empty.value, empty.note) for one, written, empty in fields),
    )


def checked(basket: Basket) -> dict[str, Any]:
    """What the selection check says of the basket."""
    selection = baskets.selection_of(basket)
    remarks = check_selection(shelf.library(), selection, timezone.localdate()) if selection.picks else ()
    green = sum(
        one.weight_percent or 0
        for one in selection.picks
        if (version := baskets.version_of(one.key)) and is_certain(version)
    )
    total = sum(one.weight_percent or 0 for one in selection.picks) + sum(share for _, share in selection.other)
    return {"remarks": gathered(remarks), "green": green, "total": total, "chosen": len(selection.picks)}


def gathered(remarks: tuple[Remark, ...]) -> list[tuple[str, str]]:
    """Tone and words of each remark; many of the same harmless kind become one."""
    told: list[tuple[str, str]] = []
    for code, alike in groupby(
        sorted(remarks, key=lambda one: (TONES.index(one.tone), one.code)), key=lambda one: one.code
    ):
        own = list(alike)
        if code in GATHERED and len(own) > 1:
            told.append((own[0].tone, words(f"wizard.many-{code}", language(), count=len(own))))
        else:
            told += [(one.tone, remark_text(shelf.library(), one, language())) for one in own]
    return told


@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    basket = baskets.basket_of(request.GET)
    form = request.GET.get("format", "")
    if form not in FORMS:
        raise Http404(form)
    try:
        return as_file(baskets.selection_of(basket), form)
    except DugnadError as error:  # a form that needs what the set lacks, such as award criteria
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")


urls = [
    path("criteria/wizard/", show, name="wizard"),
    path("criteria/wizard/download/", download, name="wizard-download"),
]
