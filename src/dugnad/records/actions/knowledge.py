"""What a desk knows: a solved case becomes a public answer, is kept sound, changed by versions, and withdrawn.

Nothing is published while something in it may name somebody: each such thing is taken out, or kept with a reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dugnad.desk.identify import Seen, seen_in, unsettled
from dugnad.desk.proposal import Proposal, cleaned, reviewable
from dugnad.desk.reference import Reference, checksum, reference_of
from dugnad.desk.search_text import Kind
from dugnad.desk.shipped_answers import MOST_NUMBER, WORDS, references_of
from dugnad.errors import NotAllowed, Refused
from dugnad.plan.letter import one_line
from dugnad.records import permissions
from dugnad.records.actions.log import write_log
from dugnad.records.actions.search import forget_one, index_one
from dugnad.records.answer_link import look_up
from dugnad.records.case_names import Names, names_of
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import NATIONAL, Desk
from dugnad.records.models.knowledge import OLDER, Knowledge, KnowledgeVersion
from dugnad.records.models.people import Person
from dugnad.records.search_index import forget_removed

State = Knowledge.State
FIRST_NUMBER = MOST_NUMBER + 1
"""Numbers below are the shipped answers'."""
MOST_REASON = 200
KIND: Kind = "answer"
Reasons = Mapping[str, str]
"""Why something that looks like a name stays, by the key of what it is."""


@transaction.atomic
def offer_case(
    *, by: Person, case: Case, proposal: Proposal, seen: str = "", reasons: Reasons | None = None
) -> Knowledge:
    """Propose a solved case as a public answer; nobody but the desk sees it yet. Offering again changes the proposal.

    `seen`: the checksum of the words that the adviser had on screen (`words_mark`), "" for a first proposal.
    """
    if not permissions.may_work_case(by, case):
        raise NotAllowed(by.by, f"offer case {case.pk}")
    if case.is_open or case.forgotten_at is not None or case.state == Case.State.MERGED:
        raise Refused("not-solved", "The case has no answer to publish.")
    proposal = cleaned(proposal)
    known = Knowledge.objects.select_for_update().filter(case=case).first()
    if known is not None and known.state != State.DRAFT:
        raise Refused("already-published", "This case is published already. Change the answer itself.")
    if (words_mark(known) if known else "") != seen:
        raise Refused("changed-meanwhile", "Somebody has changed the proposal since you opened it.")
    if known is None:
        known = Knowledge(number=next_number(), case=case)
    known.language, known.by, known.county = proposal.language, by, case.desk_id
    write_words(known, proposal)
    keep_reasons(known, names_of(case), reasons or {})
    known.save()
    write_log(by=by, action="offer_case", subject=known.number, county=known.county)
    return known


@transaction.atomic
def publish_answer(*, by: Person, knowledge: Knowledge, seen: str, on: date) -> Knowledge:
    """Everybody may read it from now on. Refused while a mark is unsettled or a reference leads nowhere."""
    known = held(by, knowledge, seen)
    if known.state == State.PUBLISHED:
        raise Refused("already-published", "This answer is published already.")
    must_be_sound(known, on)
    known.state, known.withdrawn_because = State.PUBLISHED, ""
    known.published_at = known.published_at or timezone.now()
    known.reviewed_on = on
    publish_version(known, on)
    write_log(by=by, action="publish_answer", subject=known.number, county=known.county, version=known.version,
              references=list(known.references), kept=len(known.kept))  # fmt: skip
    return known


@transaction.atomic
def change_answer(
    *, by: Person, knowledge: Knowledge, seen: str, proposal: Proposal, on: date, reasons: Reasons | None = None
) -> Knowledge:
    """New words for a published answer, in one language, as a new version; the old ones stay to be read."""
    known = held(by, knowledge, seen)
    if known.state != State.PUBLISHED:
        raise Refused("not-published", "This answer is not published.")
    before, language = words_mark(known), proposal.language
    had = known.words_in(language) if language in known.languages else None
    write_words(known, cleaned(proposal))
    older = older_after(known, language, is_added=had is None, is_changed=had != known.words_in(language))
    keep_reasons(known, names_of(known.case), reasons or {})
    if words_mark(known) == before:
        raise Refused("nothing-changed", "Nothing has been changed.")
    must_be_sound(known, on)
    known.by, known.reviewed_on = by, on
    publish_version(known, on, older)
    write_log(by=by, action="change_answer", subject=known.number, county=known.county, version=known.version,
              language=language, kept=len(known.kept))  # fmt: skip
    return known


def older_after(known: Knowledge, language: str, *, is_added: bool, is_changed: bool) -> dict[str, str]:
    """Which languages are older than which, once words were written in one.

    A new text makes the others older, unless it was the older one itself, or was not there: then it has followed them.
    """
    before = known.older
    if not is_changed:
        return before
    left = {one: newer for one, newer in before.items() if one != language}
    if is_added or language in before:
        return left
    return {one: language for one in known.languages if one != language}


@transaction.atomic
def review_answer(*, by: Person, knowledge: Knowledge, seen: str, review_by: date | None, on: date) -> Knowledge:
    """Read against what it rests on, and found right as it stands."""
    known = held(by, knowledge, seen)
    if known.state != State.PUBLISHED:
        raise Refused("not-published", "This answer is not published.")
    known.review_by = reviewable(review_by, on)
    must_resolve(known, on)
    known.reviewed_on = on
    rest_anew(known, on)
    known.save()
    index_one(KIND, str(known.number))
    write_log(by=by, action="review_answer", subject=known.number, county=known.county)
    return known


@transaction.atomic
def withdraw_answer(*, by: Person, knowledge: Knowledge, because: str) -> Knowledge:
    """No longer an answer. Its address stays and says why; what it said is read by the desk alone."""
    known = held(by, knowledge, None)
    if known.state != State.PUBLISHED:
        raise Refused("not-published", "This answer is not published.")
    known.state, known.withdrawn_because = State.WITHDRAWN, reason_for_all(known, because)
    known.stale_since, known.stale_because = None, []
    known.save()
    forget_one(KIND, str(known.number))
    write_log(by=by, action="withdraw_answer", subject=known.number, county=known.county)
    return known


@transaction.atomic
def blank_version(*, by: Person, knowledge: Knowledge, version: int, because: str, on: date) -> KnowledgeVersion:
    """Take away the words of a version that should never have been published; its number, day and reason stay.

    What everybody reads now is changed or withdrawn first. The words of a withdrawn answer go for good.
    """
    known = held(by, knowledge, None)
    row = known.versions.filter(version=version).first()
    if row is None:
        raise Refused("no-such-version", "The answer has no such version.")
    is_last = row.version == known.version
    if is_last and known.state == State.PUBLISHED:
        raise Refused("still-read", "This is what everybody reads now. Change or withdraw the answer first.")
    if row.blanked_on is not None:
        raise Refused("nothing-changed", "Its text has been removed already.")
    row.blanked_on, row.blanked_because = on, reason_for_all(known, because)
    empty_words(row)
    row.save()
    if is_last:
        empty_words(known)
        known.kept = []
        known.save()
    forget_removed()
    write_log(by=by, action="blank_version", subject=known.number, county=known.county, version=version)
    return row


def empty_words(row: Knowledge | KnowledgeVersion) -> None:
    """Nothing of what it said, in any language."""
    for name in WORDS:
        setattr(row, name, "")
    row.translations = {}


def reason_for_all(known: Knowledge, because: str) -> str:
    """Why, as everybody may read it: a sentence that names nobody."""
    because = one_line(because)
    if not because or len(because) > MOST_REASON:
        raise Refused("too-long" if because else "missing", "Say why, in a sentence.", field="because")
    if seen_in([because], *both(names_of(known.case))):
        raise Refused("unsettled-marks", "The reason may name somebody.", field="because")
    return because


@transaction.atomic
def drop_proposal(*, by: Person, knowledge: Knowledge) -> None:
    """A proposal that was never published is thrown away."""
    known = held(by, knowledge, None)
    if known.state != State.DRAFT or known.version:
        raise Refused("already-published", "What has been published is withdrawn, not thrown away.")
    write_log(by=by, action="drop_proposal", subject=known.number, county=known.county)
    known.delete()


def held(by: Person, knowledge: Knowledge, seen: str | None) -> Knowledge:
    """The row, kept from others until the deed is done; for those alone who keep it, and who saw it as it is."""
    known = Knowledge.objects.select_for_update().get(pk=knowledge.pk)
    if not permissions.may_keep_knowledge(by, known):
        raise NotAllowed(by.by, f"keep answer {known.number}")
    if seen is not None and words_mark(known) != seen:
        raise Refused("changed-meanwhile", "Somebody has changed this answer since you opened it.")
    return known


def next_number() -> int:
    """The number after the last. The back-up desk's row is held meanwhile, so that two never get the same."""
    Desk.objects.select_for_update().filter(county=NATIONAL).first()
    last = Knowledge.objects.aggregate(last=Max("number"))["last"] or 0
    return max(int(last) + 1, FIRST_NUMBER)


def words_mark(known: Knowledge) -> str:
    """What changes whenever anything that an adviser writes in the answer does, whatever order its keys have."""
    told = {name: getattr(known, name) for name in WORDS}
    rest = (known.state, known.translations, known.subject, known.groups, known.cpv, known.review_by, known.kept)
    return checksum(*(json.dumps(one, sort_keys=True, default=str) for one in (told, *rest)))


def write_words(known: Knowledge, proposal: Proposal) -> None:
    """The proposal's words in its language, and its tags."""
    told = {name: getattr(proposal, name) for name in WORDS}
    if proposal.language == known.language:
        for name, text in told.items():
            setattr(known, name, text)
    else:
        known.translations = {**known.translations, proposal.language: told}
    known.subject, known.groups, known.cpv = proposal.subject, list(proposal.groups), list(proposal.cpv)
    known.review_by = proposal.review_by
    known.references = [str(one) for one in references_of(all_words(known))]


def all_words(known: Knowledge) -> list[dict[str, str]]:
    """What it says, language by language."""
    return [{name: getattr(known, name) for name in WORDS}, *known.translations.values()]


def all_texts(known: Knowledge) -> list[str]:
    """Every text of it, in every language."""
    return [words.get(name, "") for words in all_words(known) for name in WORDS]


def both(names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """As the reading of texts takes them."""
    return names.known, names.bodies


def keep_reasons(known: Knowledge, names: Names, reasons: Reasons) -> None:
    """Keep the reasons of what still stands in the texts; what has been taken out needs none."""
    before = {one["key"]: one["reason"] for one in known.kept}
    given = before | {key: one_line(reason)[:MOST_REASON] for key, reason in reasons.items()}
    found = seen_in(all_texts(known), *both(names))
    known.kept = [
        {"key": one.key, "sort": one.sort, "text": one.words, "reason": given[one.key]}
        for one in found
        if given.get(one.key)
    ]


def marks_left(known: Knowledge, names: Names) -> tuple[Seen, ...]:
    """What may name somebody and is neither taken out nor kept with a reason."""
    return unsettled(seen_in(all_texts(known), *both(names)), {one["key"]: one["reason"] for one in known.kept})


def must_be_sound(known: Knowledge, on: date) -> None:
    """Words, names settled, a subject, something that it rests on, and a day when it is read again."""
    if not (known.question and known.answer):
        raise Refused("missing", "The answer has no text.", field="answer")
    if marks_left(known, names_of(known.case)):
        raise Refused("unsettled-marks", "Something here may name somebody. Take it out, or say why it stays.")
    if not known.subject:
        raise Refused("missing", "Choose a subject.", field="subject")
    if not (known.references or known.groups or known.cpv):
        raise Refused("not-tied", "Tie the answer to a paragraph, a criterion or what is bought.", field="answer")
    reviewable(known.review_by, on)
    must_resolve(known, on)


def must_resolve(known: Knowledge, on: date) -> None:
    """Every reference leads somewhere."""
    for reference, found in look_up(references(known), on).items():
        if not found.is_known:
            raise Refused("unknown-reference", f"[[{reference}]] leads nowhere.", field="answer")
        if reference == Reference("answer", str(known.number)):
            raise Refused("own-reference", "An answer cannot rest on itself.", field="answer")


def references(known: Knowledge) -> list[Reference]:
    """What it rests on."""
    return [one for one in map(reference_of, known.references) if one]


def rest_anew(known: Knowledge, on: date, older: Mapping[str, str] | None = None) -> None:
    """Remember how what it rests on stands today: it is sound until one of them changes.

    `older`: the languages whose text still has to follow another's.
    """
    known.rests_on = {str(one): found.state for one, found in look_up(references(known), on).items()}
    known.rests_on |= {f"{OLDER}{language}": newer for language, newer in (older or {}).items()}
    known.stale_since, known.stale_because = None, []


def publish_version(known: Knowledge, on: date, older: Mapping[str, str] | None = None) -> None:
    """Keep the words as they are published, for ever, and let search find them."""
    known.version += 1
    rest_anew(known, on, older)
    known.save()
    KnowledgeVersion.objects.create(
        knowledge=known, version=known.version, question=known.question, details=known.details, short=known.short,
        answer=known.answer, translations=known.translations, references=known.references, at=timezone.now(),
    )  # fmt: skip
    index_one(KIND, str(known.number))
