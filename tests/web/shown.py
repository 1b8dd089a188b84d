"""What stands on a notice's page, read back from its HTML: findings by lot, and each criterion's marked texts."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html


@dataclass(frozen=True)
class ShownText:
    """A text of a criterion, and which of its characters are marked."""

    text: str
    marks: tuple[bool, ...]


def of_class(element: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    """The elements inside that have the class."""
    found: list[html.HtmlElement] = element.xpath(".//*[contains(concat(' ', @class, ' '), $name)]", name=f" {name} ")
    return found


def with_attribute(element: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    """The elements inside that have the attribute."""
    found: list[html.HtmlElement] = element.xpath(f".//*[@{name}]")
    return found


def texts_of(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def findings(page: html.HtmlElement) -> dict[str, tuple[str, str, str]]:
    """(outcome, sentence, citation) by lot."""
    return {
        one.get("data-finding", ""): (
            texts_of(of_class(one, "finding-head")[0]),
            texts_of(of_class(one, "finding-sentence")[0]).removesuffix("."),
            texts_of(of_class(one, "citation")[0]),
        )
        for one in with_attribute(page, "data-finding")
    }


def criteria(page: html.HtmlElement) -> dict[str, dict[str, ShownText]]:
    """Name and description of each criterion, by `lot|position`."""
    return {
        row.get("data-criterion", ""): {
            field.get("data-field", ""): shown_text(of_class(field, "evidence")[0])
            for field in with_attribute(row, "data-field")
        }
        for row in with_attribute(page, "data-criterion")
    }


def shown_text(evidence: html.HtmlElement) -> ShownText:
    """The text as a reader sees it, without what only screen readers say."""
    pieces = [(evidence.text or "", False)]
    for child in evidence:
        if child.tag == "mark":
            pieces += [(said.tail or "", True) for said in of_class(child, "ds-sr-only")]
        pieces.append((child.tail or "", False))
    text = "".join(piece for piece, _ in pieces)
    return ShownText(text, tuple(is_marked for piece, is_marked in pieces for _ in piece))
