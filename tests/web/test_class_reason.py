"""Why a body has its class, as those who keep the register read it in their own language."""

from __future__ import annotations

import re

import pytest

from dugnad.records.models.register import Body
from dugnad.register.rules import load_rules
from people import Cast, make_cast, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def reason(cast: Cast, prefix: str) -> str:
    """The reason on the page, with its marks."""
    page = signed_in(cast.coordinator).get(f"{prefix}/register/class/{cast.own.key}/").content.decode()
    (found,) = re.findall(r'<dl class="facts">\s*<div><dt>.*?</dt><dd>(.*?)</dd>', page)
    return found


@pytest.mark.parametrize(
    ("prefix", "tongue", "kind"), [("", "nb", "Kommune"), ("/nn", "nn", "Kommune"), ("/en", "en", "Municipality")]
)
def test_reason_of_the_rules_is_told_in_the_readers_language(cast: Cast, prefix: str, tongue: str, kind: str) -> None:
    Body.objects.filter(pk=cast.own.pk).update(class_reason=f"Kommune. {load_rules().why('municipality', 'invited')}")

    assert reason(cast, prefix) == f"{kind}. {load_rules().why('municipality', 'invited', tongue)}"


def test_reason_that_stands_in_bokmal_alone_is_marked_so(cast: Cast) -> None:
    Body.objects.filter(pk=cast.own.pk).update(class_reason="Etter gamle regler.")

    told = [reason(cast, prefix) for prefix in ("", "/en")]

    said = "The text does not exist in English yet and stands in Norwegian."
    marked = f'<span lang="nb">Etter gamle regler.</span> <span class="quiet">{said}</span>'
    assert told == ["Etter gamle regler.", marked]


def test_what_a_person_wrote_stands_as_written(cast: Cast) -> None:
    Body.objects.filter(pk=cast.own.pk).update(class_reason="By decision.", origins={"class_reason": "person"})

    assert reason(cast, "/en") == "By decision."
