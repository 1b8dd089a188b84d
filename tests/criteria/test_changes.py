from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from criteria.made import made_library, made_version, words
from dugnad.criteria.changes import Span, changes, word_spans


def test_two_versions_differ_in_the_fields_that_were_changed() -> None:
    first, second = made_library().criteria["cleaning-labelled-products"].versions.values

    found = changes(first, second, "nb")

    assert [change.field for change in found] == ["requirement"]
    assert found[0].spans == (
        Span("same", "Minst {share} av midlene "),
        Span("delete", "er"),
        Span("insert", "skal være"),
        Span("same", " miljømerket."),
    )


def test_a_changed_default_and_label_are_told() -> None:
    before = made_version()
    after = made_version(labels_accepted=(), why=words("Noe annet."))

    assert [(one.field, one.after) for one in changes(before, after, "nb")] == [
        ("why", "Noe annet."),
        ("labels_accepted", ""),
    ]


@given(before=st.text(), after=st.text())
def test_the_spans_hold_both_texts_whole(before: str, after: str) -> None:
    spans = word_spans(before, after)

    assert "".join(span.text for span in spans if span.kind != "insert") == before
    assert "".join(span.text for span in spans if span.kind != "delete") == after
