"""A desk's handover as a document that people read: what to do first, then all that is open, promised and planned.

It is read by more people than the file: names and addresses of askers, who sent mail, and internal notes, stand in the
file alone. What askers wrote stands without what looks like names; titles are often their first words.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from dugnad.content import content_path, place, read_yaml
from dugnad.desk.handover import Handover
from dugnad.desk.identify import Mark, Sort, marks, without
from dugnad.errors import ContentError
from dugnad.plan.letter import day_text
from dugnad.plan.paper import Block, Bullets, Grid, Heading, Lead, Paper, Text

FILE = "desk/handover.yaml"
LANGUAGES = ("nb", "nn", "en")
PLACES = {
    "desk", "day", "cases", "promises", "agreements", "events", "known", "number", "title", "body", "promise", "notes",
    "files",
}  # fmt: skip
HERE = ZoneInfo("Europe/Oslo")
SOON = timedelta(days=180)
"""An agreement that ends within these days is among what to do first."""
MOST_TEXT = 4000
INTERNAL = frozenset({"note", "consult"})
NOTHING = "–"
PERSONAL: frozenset[Sort] = frozenset({"email", "phone", "identity", "name", "account", "address"})
"""What is taken out of texts here; bodies and numbers of cases stay, they are what the desk works with."""


@cache
def handover_words() -> dict[str, dict[str, str]]:
    """The document's words by name and language."""
    words: dict[str, dict[str, str]] = read_yaml(content_path(FILE))["words"]
    return words


def check_handover_words() -> list[ContentError]:
    """Every word in every language, with no place that is not filled."""
    words, where = (read_yaml(content_path(FILE)) or {}).get("words"), place(content_path(FILE))
    if not isinstance(words, dict):
        return [ContentError(where, None, "`words` is missing.", "Write each word in nb, nn and en.")]
    faults = [ContentError(where, None, f'"{name}" is missing.', "Write it.") for name in sorted(USED - set(words))]
    for name, said in words.items():
        for language in LANGUAGES:
            text = said.get(language) if isinstance(said, dict) else None
            if not isinstance(text, str):
                faults.append(ContentError(where, None, f'"{name}" lacks {language}.', "Write it in nb, nn and en."))
            elif not {found for _, found, _, _ in string.Formatter().parse(text) if found is not None} <= PLACES:
                faults.append(ContentError(where, None, f'"{name}" asks for what is not told.', "Look at the others."))
    return faults


def handover_paper(handover: Handover, desk: str, language: str, plain: Callable[[str], str] = str) -> Paper:
    """The document. `desk`: what the county is called; `plain`: how references in a text are told on paper."""
    return Telling(handover, desk, language, plain).paper()


class Telling:
    """One handover in one language."""

    def __init__(self, handover: Handover, desk: str, language: str, plain: Callable[[str], str]) -> None:
        self.handover, self.desk, self.language, self.plain = handover, desk, language, plain
        self.today = handover.made_at.astimezone(HERE).date()
        self.coming = [row for row in handover.rows["events"] if moment_of(row["ends_at"]) >= handover.made_at]
        waits = [row for row in handover.rows["contacts"] if row["promise"] and not row["kept_at"]]
        self.promises = sorted(waits, key=lambda row: row["promised_by"] or "9999")

    def say(self, name: str, **values: object) -> str:
        """A word of the document."""
        told = handover_words()[name][self.language]
        return told.format(**values) if values else told

    def day(self, value: str | date | None) -> str:
        """A day as people read it; a moment by the clock in Norway."""
        if isinstance(value, str):
            value = moment_of(value).astimezone(HERE).date() if "T" in value else date.fromisoformat(value)
        return day_text(value, self.language)

    def nameless(self, text: str, row: Mapping[str, Any] | None = None) -> str:
        """A text without what looks like people: also the asker's own name, in any case of letters."""
        asker = str(row.get("asker_name") or "") if row else ""
        known = (asker, *asker.split()[:1])
        found = (Mark(one.start, one.end, "name") if one.sort == "body" else one for one in marks(text, known))
        return without(text, [one for one in found if one.sort in PERSONAL])

    def title(self, row: Mapping[str, Any]) -> str:
        """What a case is called, without names."""
        return self.nameless(row["title"], row)

    def body(self, key: str | None, told: str = "") -> str:
        """What a body is called."""
        return self.handover.bodies.get(key or "", {}).get("name", "") or told or self.say("no-body")

    def paper(self) -> Paper:
        """All of it."""
        rows = self.handover.rows
        counts = {
            "cases": len(rows["cases"]), "promises": len(self.promises), "agreements": len(rows["agreements"]),
            "events": len(self.coming), "known": len(rows["knowledge"]),
        }  # fmt: skip
        blocks: list[Block] = [
            Lead(self.say("lead", day=self.day(self.today), **counts)), Text(self.say("about"), quiet=True),
            *self.first(), *self.about_desk(), *self.case_list(), *self.mail_list(), *self.promise_list(),
            *self.event_list(), *self.agreement_list(), *self.contact_list(), *self.known_list(), *self.each_case(),
        ]  # fmt: skip
        return Paper(
            title=self.say("title", desk=self.desk), language=self.language, blocks=tuple(blocks),
            foot=self.say("foot", day=self.day(self.today)), on=self.today,
        )  # fmt: skip

    def first(self) -> list[Block]:
        """What cannot wait: late answers, promises, agreements that end soon, events to come."""
        lines = [
            self.say("first-late", number=row["number"], day=self.day(row["promised_at"]), title=self.title(row))
            for row in self.handover.rows["cases"]
            if row["state"] != "asked-back" and moment_of(row["promised_at"]) < self.handover.made_at
        ]
        mails = self.handover.rows["mails"]
        lines += [self.say("first-mails", number=len(mails))] if mails else []
        lines += [
            self.say("first-promise", body=self.body(row["body"]), day=self.day(row["promised_by"]),
                     promise=row["promise"])
            for row in self.promises
        ]  # fmt: skip
        lines += [
            self.say("first-agreement", title=row["title"], day=self.day(row["until"]))
            for row in self.agreements()
            if self.today <= date.fromisoformat(row["until"]) <= self.today + SOON
        ]
        lines += [
            self.say("first-event", day=self.day(row["starts_at"]), title=row["title"]) for row in self.coming[:5]
        ]
        return [Heading(self.say("first")), Bullets(tuple(lines)) if lines else Text(self.say("first-none"))]

    def about_desk(self) -> list[Block]:
        """What it rests on and how it is reached."""
        desk = self.handover.desk
        days = {"agreement-until": "agreement_until", "funding-until": "funding_until"}
        plain = {"email": "email", "phone": "phone", "website": "website", "answer-days": "answer_days",
                 "agreement": "agreement", "funding": "funding", "position": "position_percent"}  # fmt: skip
        told = {"host": self.body(desk.get("host")) if desk.get("host") else NOTHING}
        told |= {name: str(desk.get(field) or NOTHING) for name, field in plain.items()}
        told |= {name: self.day(desk.get(field)) for name, field in days.items()}
        rows = tuple((self.say(name), value) for name, value in told.items())
        header = (self.say("field"), self.say("value"))
        return [Heading(self.say("desk")), Grid(self.say("as-of", day=self.day(self.today)), header, rows)]

    def table(self, name: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[Block]:
        """A list under its heading; where it is empty, that is said."""
        told = tuple(rows)
        caption = self.say("in-all", number=len(told))
        shown = Grid(caption, tuple(map(self.say, header)), told) if told else Text(self.say(f"{name}-none"))
        return [Heading(self.say(name)), shown]

    def case_list(self) -> list[Block]:
        """Every open case in a line."""
        return self.table(
            "cases", ("number", "promised", "body", "about-what", "state"),
            (
                (str(row["number"]), self.day(row["promised_at"]), self.body(row["body"], row["body_told"]),
                 self.title(row), self.say(f"state-{row['state']}"))
                for row in self.handover.rows["cases"]
            ),
        )  # fmt: skip

    def promise_list(self) -> list[Block]:
        """What bodies still wait for."""
        return self.table(
            "promises", ("by", "body", "promise"),
            ((self.day(row["promised_by"]), self.body(row["body"]), row["promise"]) for row in self.promises),
        )  # fmt: skip

    def contact_list(self) -> list[Block]:
        """When and how bodies were met, and what was agreed; what was noted about them stands in the file."""
        rows = sorted(self.handover.rows["contacts"], key=lambda row: str(row["on"]), reverse=True)
        return self.table(
            "contacts", ("on", "body", "how", "agreed"),
            (
                (self.day(row["on"]), self.body(row["body"]), self.say(f"kind-{row['kind']}"),
                 row.get("agreed") or NOTHING)
                for row in rows
            ),
        )  # fmt: skip

    def agreements(self) -> list[dict[str, Any]]:
        """The agreements, those first that end first."""
        return sorted(self.handover.rows["agreements"], key=lambda row: str(row["until"]))

    def agreement_list(self) -> list[Block]:
        """Every agreement in a line."""
        return self.table(
            "agreements", ("agreement-title", "owner", "members", "until"),
            (
                (row["title"], self.body(row["owner"]), str(len(row["members"])), self.day(row["until"]))
                for row in self.agreements()
            ),
        )  # fmt: skip

    def event_list(self) -> list[Block]:
        """What is to come, and how many wait for it."""
        return self.table(
            "events", ("on", "event", "place", "signed", "waiting"),
            (
                (self.day(row["starts_at"]), row["title"], row["place"] or NOTHING,
                 *(str(sum(one["state"] == state for one in row["sign_ups"])) for state in ("seated", "waiting")))
                for row in self.coming
            ),
        )  # fmt: skip

    def known_list(self) -> list[Block]:
        """Every answer that the desk keeps."""
        return self.table(
            "known", ("number", "question", "state", "review-by"),
            (
                (str(row["number"]), self.question(row), self.say(known_state(row)), self.day(row["review_by"]))
                for row in self.handover.rows["knowledge"]
            ),
        )  # fmt: skip

    def question(self, row: Mapping[str, Any]) -> str:
        """What an answer is about; one that is not published may still hold names."""
        return str(row["question"]) if row["state"] == "published" else self.nameless(row["question"])

    def mail_list(self) -> list[Block]:
        """Mail that nobody has looked at yet: when it came and what it is about. From whom stands in the file."""
        return self.table(
            "mails", ("on", "subject"),
            ((self.day(row["at"]), self.nameless(row["subject"]) or NOTHING) for row in self.handover.rows["mails"]),
        )  # fmt: skip

    def each_case(self) -> Iterator[Block]:
        """What was said in each open case, without what is internal."""
        for row in self.handover.rows["cases"]:
            yield Heading(self.say("one-case", number=row["number"], title=self.title(row)))
            facts = [f"{self.say('asked')}: {self.day(row['asked_at'])}",
                     f"{self.say('promised')}: {self.day(row['promised_at'])}",
                     f"{self.say('body')}: {self.body(row['body'], row['body_told'])}"]  # fmt: skip
            yield Text("\n".join(facts), quiet=True)
            if row["deadline"]:
                yield Text(self.say("asker-deadline", day=self.day(row["deadline"])))
            if row["is_legal"]:
                yield Text(self.say("legal"))
            yield from self.said(row)

    def said(self, row: Mapping[str, Any]) -> Iterator[Block]:
        """The talk of one case, and the answer that is being written."""
        for entry in row["entries"]:
            if entry["kind"] not in INTERNAL:
                yield Heading(f"{self.say('said-' + entry['kind'])}, {self.day(entry['at'])}", 3)
                yield Text(cut(self.plain(self.nameless(entry["text"], row))))
        if row["draft"] and row["draft"]["text"]:
            yield Heading(self.say("drafted"), 3)
            yield Text(cut(self.plain(self.nameless(row["draft"]["text"], row))))
        notes = sum(entry["kind"] in INTERNAL for entry in row["entries"])
        if notes or row["files"]:
            yield Text(self.say("also", notes=notes, files=len(row["files"])), quiet=True)


def cut(text: str) -> str:
    """A text of a length that can be read on paper; all of it stands in the file."""
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT].rstrip()} …"


def known_state(row: Mapping[str, Any]) -> str:
    """How an answer stands; one that rests on what has changed is told first."""
    return "stale" if row["stale_since"] and row["state"] == "published" else f"known-{row['state']}"


def moment_of(value: str) -> datetime:
    """A moment as the rows hold it."""
    return datetime.fromisoformat(value)


USED = frozenset(
    (  # noqa: SIM905 - ninety lines otherwise
        "title lead about first first-none first-late first-promise first-agreement first-event desk field value host "
        "email phone website answer-days agreement agreement-until funding funding-until position cases cases-none "
        "number asked promised body about-what state state-new state-taken state-asked-back one-case no-body "
        "asker-deadline legal said-question said-reply said-ask-back said-answer drafted also promises promises-none "
        "promise by contacts contacts-none on how agreed kind-phone kind-meeting kind-mail kind-visit kind-other "
        "agreements agreements-none agreement-title owner members until events events-none event place signed waiting "
        "in-all as-of first-mails mails mails-none subject "
        "known known-none question review-by known-draft known-published known-withdrawn stale foot"
    ).split()
)
"""Every word that the document says."""
