"""Notices made wrong in every way we can think of, the same ones for the same number."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

Make = Callable[[bytes, random.Random], bytes]

DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
TEXT = re.compile(rb">([^<>]+)<")
TAG = re.compile(rb"</?[A-Za-z][^<>]*>")
ODD_VALUES = (
    b"", b" ", b"NaN", b"-1", b"1e999", b"99999999999999999999999999", b"-0", b"0x10", b"30,5", b"1.2.3", b"true",
    b"2024-13-45", b"0000-00-00", b"9999999-01-01", b"2024-02-30+99:99", b"unpublished", b"\xe2\x80\xae", b"inf",
    b"\xf0\x9f\x8c\xb1" * 50, b"'; DROP TABLE notice; --", b"../../etc/passwd", b"0001-01-01", b"per-exa", b"8" * 5000,
    b"LOT-0001", b"ord-imp", b"poi-exa", b"<![CDATA[<x>]]>", b"NOR", b"-30", b"1" * 400 + b".5", b"9999-12-31",
)  # fmt: skip
ODD_MARKUP = (b"&#0;", b"&#xFFFF;", b"&undefined;", b"]]>", b"<", b"<!-- ", b"<?x ?>", b"\x01", b"\xed\xa0\x80")
EMPTY = (b"", b" \n", b"\xef\xbb\xbf", b"\0" * 100, b"{}", b"[]", b"<a/>", b'<?xml version="1.0"?>', b"PK")
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "cp037", "utf-7", "gb18030")
DECLARED = ("UTF-8", "UTF-16", "ISO-8859-1", "US-ASCII", "EBCDIC-CP-US", "UTF-7", "no-such-code", "")


def cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def cut_in_front(raw: bytes, chance: random.Random) -> bytes:
    return raw[chance.randrange(1, len(raw)) :]


def flip_bits(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def replace_block(raw: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(raw))
    filling = chance.choice((b"\0", b"\xff", b"<", b"&", b" "))
    return raw[:start] + filling * chance.randrange(1, 200) + raw[start + chance.randrange(200) :]


def shuffle_blocks(raw: bytes, chance: random.Random) -> bytes:
    first, second, third = sorted(chance.randrange(len(raw)) for _ in range(3))
    return raw[:first] + raw[second:third] + raw[first:second] + raw[third:]


def drop_tag(raw: bytes, chance: random.Random) -> bytes:
    tag = chance.choice(list(TAG.finditer(raw)))
    return raw[: tag.start()] + raw[tag.end() :]


def other_tree(raw: bytes, chance: random.Random) -> bytes:
    """Still well-formed, but elements are repeated, dropped, moved, renamed, emptied, or swap their texts."""
    root = etree.fromstring(raw)
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        elements = [element for element in root.iterdescendants() if isinstance(element.tag, str)]
        if len(elements) < 2:
            break
        chance.choice(TREE_CHANGES)(*chance.sample(elements, 2), chance)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def repeat(element: etree._Element, _: etree._Element, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 2, 20))):
        element.addnext(deepcopy(element))


def drop(element: etree._Element, _: etree._Element, __: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def move(element: etree._Element, other: etree._Element, _: random.Random) -> None:
    if element not in set(other.iterancestors()):
        other.append(element)


def rename(element: etree._Element, other: etree._Element, _: random.Random) -> None:
    element.tag = other.tag


def hollow(element: etree._Element, _: etree._Element, __: random.Random) -> None:
    element.clear(keep_tail=True)


def swap_texts(element: etree._Element, other: etree._Element, _: random.Random) -> None:
    element.text, other.text = other.text, element.text


TREE_CHANGES = (repeat, drop, drop, move, rename, hollow, swap_texts, swap_texts)


def odd_values(raw: bytes, chance: random.Random) -> bytes:
    return with_texts(raw, chance, ODD_VALUES)


def odd_markup(raw: bytes, chance: random.Random) -> bytes:
    return with_texts(raw, chance, ODD_MARKUP)


def with_texts(raw: bytes, chance: random.Random, texts: Sequence[bytes]) -> bytes:
    found = [text for text in TEXT.finditer(raw) if text.group(1).strip()]
    for text in sorted(chance.sample(found, min(len(found), chance.choice((1, 3, 20)))), key=lambda hit: -hit.start()):
        raw = raw[: text.start(1)] + chance.choice(texts) + raw[text.end(1) :]
    return raw


def wrong_encoding(raw: bytes, chance: random.Random) -> bytes:
    body = DECLARATION.sub(b"", raw).decode("utf-8", "replace")
    declared = chance.choice(DECLARED)
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return (head + body).encode(chance.choice(ENCODINGS), "replace")


def without_namespaces(raw: bytes, chance: random.Random) -> bytes:
    wanted = chance.choice((rb'\sxmlns(:\w+)?="[^"]*"', rb"(?<=</)\w+:|(?<=<)\w+:", rb'xmlns:cbc="[^"]*"'))
    return re.sub(wanted, b"", raw)


def other_attributes(raw: bytes, chance: random.Random) -> bytes:
    value = chance.choice(ODD_VALUES).replace(b"<", b"").replace(b'"', b"")
    name = chance.choice((b"listName", b"languageID", b"schemeID", b"unitCode", b"currencyID", b"schemeName"))
    return re.sub(name + rb'="[^"]*"', name + b'="' + value + b'"' if chance.random() < 0.7 else b"", raw)


def deep(raw: bytes, chance: random.Random) -> bytes:
    middle = TAG.search(raw, len(raw) // 2)
    place = middle.start() if middle else len(raw)
    name, depth = chance.choice((b"a", b"cac:ProcurementProjectLot", b"cac:SubordinateAwardingCriterion")), 10_000
    closing = b"</" + name + b">"
    return raw[:place] + (b"<" + name + b">") * depth + closing * chance.choice((depth, 0)) + raw[place:]


def with_doctype(raw: bytes, declarations: bytes, reference: bytes) -> bytes:
    body = DECLARATION.sub(b"", raw)
    text = TEXT.search(body)
    if text:
        body = body[: text.start(1)] + reference + body[text.end(1) :]
    return b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE x [' + declarations + b"]>" + body


def entity_bomb(raw: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        layers = b"".join(b'<!ENTITY e%d "%s">' % (at, b"&e%d;" % (at - 1) * 10) for at in range(1, 10))
        return with_doctype(raw, b'<!ENTITY e0 "bomb">' + layers, b"&e9;")
    return with_doctype(raw, b'<!ENTITY e "' + b"b" * 50_000 + b'">', b"&e;" * 20_000)


def outside_file(raw: bytes, chance: random.Random) -> bytes:
    """Pulls at CANARY, a file (or address) that nobody may read; the caller puts the true address in its place."""
    if chance.random() < 0.5:
        return with_doctype(raw, b'<!ENTITY e SYSTEM "CANARY">', b"&e;")
    if chance.random() < 0.5:
        return with_doctype(raw, b'<!ENTITY % p SYSTEM "CANARY"> %p;', b"&e;")
    including = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="CANARY" parse="text"/>'
    hint = b'<?xml-stylesheet type="text/xsl" href="CANARY"?>'
    text = TEXT.search(raw)
    body = raw[: text.start(1)] + including + raw[text.end(1) :] if text else raw
    return hint + DECLARATION.sub(b"", body)


def empty(_: bytes, chance: random.Random) -> bytes:
    return chance.choice(EMPTY)


def long_text(raw: bytes, chance: random.Random) -> bytes:
    text = TEXT.search(raw, chance.randrange(len(raw) // 2))
    filling = chance.choice((b"milj\xc3\xb8 ", b"30 % ", b"x", b"&amp;")) * chance.choice((1_000, 100_000, 2_000_000))
    return raw[: text.start(1)] + filling[:11_000_000] + raw[text.end(1) :] if text else filling


def many_attributes(raw: bytes, chance: random.Random) -> bytes:
    tag = TAG.search(raw, len(raw) // 3)
    extra = b"".join(b' a%d="%d"' % (at, at) for at in range(chance.choice((1_000, 50_000))))
    return raw[: tag.end() - 1] + extra + raw[tag.end() - 1 :] if tag else raw


KINDS: dict[str, tuple[Make, int]] = {
    "cut": (cut, 4),
    "cut in front": (cut_in_front, 2),
    "bits flipped": (flip_bits, 8),
    "block replaced": (replace_block, 4),
    "blocks shuffled": (shuffle_blocks, 3),
    "tag dropped": (drop_tag, 3),
    "other tree": (other_tree, 35),
    "odd values": (odd_values, 25),
    "odd markup": (odd_markup, 4),
    "wrong encoding": (wrong_encoding, 8),
    "namespaces gone": (without_namespaces, 3),
    "other attributes": (other_attributes, 12),
    "nested 10 000 deep": (deep, 2),
    "entity bomb": (entity_bomb, 2),
    "outside file": (outside_file, 3),
    "empty": (empty, 2),
    "long text": (long_text, 2),
    "many attributes": (many_attributes, 1),
}
"""Kind → how it is made, and its share of a run."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One wrong notice; `number` makes it again."""

    number: int
    kind: str
    raw: bytes

    @property
    def name(self) -> str:
        """A file name for it."""
        return f"{self.number:05d} {self.kind}.xml"


def mutant(number: int, notices: Sequence[bytes], canaries: Sequence[bytes]) -> Mutant:
    """The wrong notice with this number; the first ones go through every kind once."""
    chance = random.Random(number)  # noqa: S311 - repeatable on purpose
    names = list(KINDS)
    weights = [share for _, share in KINDS.values()]
    kind = names[number] if number < len(names) else chance.choices(names, weights)[0]
    raw = KINDS[kind][0](chance.choice(notices), chance)
    if kind != "outside file" and chance.random() < 0.15:  # some are wrong twice
        second = chance.choice(("bits flipped", "odd values", "other attributes"))
        raw = KINDS[second][0](raw, chance) if TAG.search(raw) and TEXT.search(raw) and len(raw) < 2_000_000 else raw
    return Mutant(number, kind, raw.replace(b"CANARY", chance.choice(canaries)))
