from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from dugnad.records.answer_link import answer_of, plain_references
from dugnad.records.models.knowledge import Knowledge
from dugnad.web.templatetags.reference import with_references

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


@pytest.fixture
def known() -> Knowledge:
    return Knowledge.objects.create(
        number=7, state="published", question="Må vi vekte miljø?", answer="Ja.", version=1,
        translations={"nn": {"question": "Må vi vekte miljø, då?"}},
    )  # fmt: skip


def test_references_are_links_and_all_else_is_text(known: Knowledge) -> None:
    with translation.override("nb"):
        told = with_references('<b>Hei</b> & [[answer:7]]\n\n- <script>\n- "ja"', ON)

    assert told == (
        "<p>&lt;b&gt;Hei&lt;/b&gt; &amp; "
        '<a class="ds-link reference" href="/desk/answers/7/">Må vi vekte miljø?</a></p>\n'
        "<ul><li>&lt;script&gt;</li><li>&quot;ja&quot;</li></ul>"
    )


def test_reference_is_told_in_the_pages_language_with_its_mark(known: Knowledge) -> None:
    with translation.override("nn"):
        told = with_references("[[answer:7]] [[case:2024/639]]", ON)

    assert 'href="/nn/desk/answers/7/">Må vi vekte miljø, då?</a>' in told
    assert '<span class="reference-note">(ikkje kontrollert)</span>' in told


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_answer_that_is_not_published_is_not_told_by_name_or_is_told_withdrawn(known: Knowledge, state: str) -> None:
    Knowledge.objects.update(state=state)

    with translation.override("nb"):
        told = with_references("[[answer:7]] [[answer:99999999999999999999]]", ON)

    gone = '<span class="reference">99999999999999999999</span> <span class="reference-note">(ikke funnet)</span>'
    first = {
        "draft": '<span class="reference">7</span> <span class="reference-note">(ikke funnet)</span>',
        "withdrawn": '<a class="ds-link reference" href="/desk/answers/7/">et svar som er trukket tilbake (nr. 7)</a>',
    }[state]
    assert told == f"<p>{first} {gone}</p>"


def test_answers_state_changes_with_its_version(known: Knowledge) -> None:
    before = answer_of(7)
    Knowledge.objects.update(version=2)
    after = answer_of(7)

    assert before is not None
    assert after is not None
    assert before.state != after.state


def test_many_references_to_answers_are_one_question(known: Knowledge, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    Knowledge.objects.create(number=8, state="published", question="Hva?", answer="Ja.", version=1)

    with django_assert_num_queries(1):
        told = plain_references("[[answer:7]] [[answer:8]] [[answer:9]]", "https://dugnad.invalid", on=ON)

    assert told.splitlines()[-1] == "[2] https://dugnad.invalid/desk/answers/8/"
