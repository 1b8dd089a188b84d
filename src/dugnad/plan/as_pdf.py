"""A paper as PDF that can be filed and read aloud: tagged (PDF/UA-1), with title and language, set by Typst."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from dugnad.plan.paper import Block, Grid, Paper
from dugnad.plan.paper_settled import settled
from dugnad.plan.paper_text import paper_words

TEMPLATE = Path(__file__).with_name("paper.typ")
UNDATED = date(1980, 1, 1)
NARROWEST, LONG_WORD, LONGEST_KEPT, LONGEST_CELL = 2.6, 28, 22, 400
BREAKING_SPACE = re.compile(r"[ \n]+")
SETTING = Lock()
"""One at a time: a compiler is not shared between threads."""
WORD = re.compile(rf"\S{{{LONG_WORD},}}")
PLACES_TO_BREAK = re.compile(rf"([/\-_.?=&@,;:]|[^/\-_.?=&@,;:]{{{LONG_WORD}}})(?=\S)")
MAY_BREAK, ADDRESS = "\u200b", "://"
REFUSED = re.compile(r'the (?:text|text contains the disallowed codepoint) `?"(?P<signs>.*?)"`?', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
IN_EVERY_FONT = 0x24F
STAND_IN = "?"
MOST_REFUSALS = 20


def pdf_paper(paper: Paper) -> bytes:
    """The bytes. The template reads the texts as data, so that no word becomes markup."""
    told = json.dumps(told_paper(settled(paper)), ensure_ascii=False)
    moment = int(datetime.combine(paper.on or UNDATED, time(), UTC).timestamp())
    for _ in range(MOST_REFUSALS):
        try:
            return compiled(told, moment)
        except typst.TypstError as error:
            if not (signs := refused_signs(str(error))):
                raise
            told = told.translate(dict.fromkeys(map(ord, signs), STAND_IN))
    return compiled("".join(sign if ord(sign) <= IN_EVERY_FONT else STAND_IN for sign in told), moment)


def pdf_papers(papers: Iterable[Paper]) -> Iterator[bytes]:
    """One file a paper, in order, made as they are asked for."""
    return map(pdf_paper, papers)


def pages_of(pdf: bytes) -> int:
    """How many pages a file made here has."""
    return max(int(count) for count in re.findall(rb"/Type ?/Pages[^>]*?/Count (\d+)", pdf))


@lru_cache(maxsize=1)
def compiler() -> typst.Compiler:
    """Made once: reading the fonts takes longer than setting a letter."""
    return typst.Compiler(str(TEMPLATE))


def compiled(told: str, moment: int) -> bytes:
    """The file as set by Typst."""
    with SETTING:
        made = compiler().compile(sys_inputs={"paper": told}, pdf_standards=["ua-1"], format="pdf", timestamp=moment)
    assert isinstance(made, bytes)  # noqa: S101 - one document gives one file
    return made


def refused_signs(message: str) -> set[str]:
    """The signs that no font here can show, as Typst names them."""
    found = REFUSED.search(message)
    if found is None:
        return set()
    signs = ESCAPED.sub(lambda code: chr(int(code[1], 16)), found["signs"])
    return {sign for sign in signs if ord(sign) > IN_EVERY_FONT}


def told_paper(paper: Paper) -> dict[str, Any]:
    """The paper as the template reads it."""
    words = {name: said[paper.language] for name, said in paper_words().items()}
    return {
        "title": breakable(paper.title),
        "language": paper.language,
        "sender": breakable(paper.sender),
        "recipient": [breakable(line) for line in paper.recipient],
        "facts": [[words[name], breakable(said)] for name, said in facts_of(paper) if said],
        "blocks": [told_block(block) for block in paper.blocks],
        "foot": breakable(paper.foot),
        "keywords": list(paper.keywords),
        "words": words,
        "tight": paper.tight,
    }


def facts_of(paper: Paper) -> list[tuple[str, str]]:
    """Day and reference of a letter."""
    return [("date", paper.dated), ("reference", paper.reference)]


def told_block(block: Block) -> dict[str, Any]:
    """One block with what kind it is."""
    told: dict[str, Any] = {"kind": type(block).__name__.lower(), **told_fields(block)}
    if isinstance(block, Grid):
        told["widths"] = widths(block.header, block.rows)
    return told


def told_fields(block: Block) -> dict[str, Any]:
    """Its fields, long words with places to break."""
    return {name: told_value(value) if name != "href" else value for name, value in asdict(block).items()}


def told_value(value: Any) -> Any:
    """A field's value as JSON holds it."""
    if isinstance(value, str):
        return breakable(value)
    if isinstance(value, dict):
        return {name: told_value(inner) for name, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [told_value(inner) for inner in value]
    return sorted(value) if isinstance(value, frozenset) else value


def breakable(text: str) -> str:
    """The text with marks where long words may be broken, which the template takes out again: nobody copies them."""
    return WORD.sub(lambda word: marked(word[0]), text.replace(MAY_BREAK, ""))


def marked(word: str) -> str:
    """A long word with its places to break; an address has none, for Typst breaks it by itself."""
    return word if ADDRESS in word else PLACES_TO_BREAK.sub(rf"\1{MAY_BREAK}", word)


def widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """How wide each column is beside the others: more for longer texts and longer words, so that none is a thread."""
    columns = [[row[place] for row in (header, *rows)] for place in range(len(header))]
    return [max(NARROWEST, wished_by_length(cells), wished_by_words(cells)) for cells in columns]


def wished_by_length(cells: Sequence[str]) -> float:
    """A text twice as long gets half as much again."""
    return float(min(max(map(len, cells)), LONGEST_CELL) ** 0.5)


def wished_by_words(cells: Sequence[str]) -> float:
    """A day, an amount and an ordinary word stay on one line."""
    longest = max((len(word) for cell in cells for word in BREAKING_SPACE.split(cell)), default=0)
    return min(longest, LONGEST_KEPT) * 0.47
