"""A desk's mail as it leaves: plain text, in the reader's language, with a way back that is signed.

A receipt repeats nothing of the question: whoever types a stranger's address into the form shall not write to them
through us. Internal notes are never read here at all.
"""

from __future__ import annotations

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from dugnad.desk.mail_kind import OURS
from dugnad.desk.post_words import desk_words, moment_words, post_words, sender_words
from dugnad.plan.letter import one_line
from dugnad.records import permissions
from dugnad.records.answer_link import plain_references
from dugnad.records.case_link import case_token
from dugnad.records.desk_address import reply_address
from dugnad.records.models.case_mail import Departure
from dugnad.records.models.cases import Case, Entry
from dugnad.records.models.desk import NATIONAL, has_anybody
from dugnad.records.models.people import Person

BY_MACHINE = {
    "receipt": "auto-replied", "link": "auto-replied", "reminder": "auto-generated", "closed": "auto-generated",
}  # fmt: skip
"""Mails that nobody has written; an answer and a question back are a person's."""
MOST_REFERENCES = 20
TOLD = "told"


def mail_of(mail: Departure, given: dict[str, str]) -> EmailMessage | None:
    """The mail; None where its case is forgotten, or its reader no longer works with it."""
    if mail.what == TOLD:
        return mail_to_adviser(mail, given)
    if mail.case is not None:
        return mail_to_asker(mail, mail.case, given)
    headers = {"Auto-Submitted": "auto-generated"}
    return made(mail, given["to"], given["subject"], given["text"], given.get("language", "nb"), NATIONAL, headers)


def mail_to_asker(mail: Departure, case: Case, given: dict[str, str]) -> EmailMessage | None:
    """A receipt, a question back, an answer …"""
    if case.forgotten_at is not None:
        return None
    language = case.language
    number = given.get("entry", "")
    entry = Entry.objects.exclude(kind__in=Entry.INTERNAL).filter(pk=number).first() if number else None
    values = facts(case, language) | {
        "link": f"{site(language)}/desk/asked/{case_token(case, 'mailed')}/",
        "reply": post_words().phrase("reply-by-mail" if settings.MAIL_DESK else "reply-on-page", language),
        "text": text_of(case, entry, mail.what, language),
    }
    subject, text = post_words().mails[mail.what].in_language(language, **values)
    headers = threaded(case, mail)
    reply = reply_address(case) or case.desk.email
    return made(mail, given["to"], subject, text, language, case.desk_id, headers, reply)


def text_of(case: Case, entry: Entry | None, what: str, language: str) -> str:
    """What was written to the asker, references with their addresses; why a case was closed."""
    if what == "receipt":
        return ""
    if what == "closed":
        return why_closed(case, language)
    if entry is None or entry.is_by_asker:
        return ""
    text = plain_references(entry.text, settings.BASE_URL, language)
    has_files = entry.files.filter(is_internal=False).exists()
    return f"{text}\n\n{post_words().phrase('files', language)}" if has_files else text


def why_closed(case: Case, language: str) -> str:
    """The reason, and the address of the answer that was there already."""
    why = f"closed-{case.closed_because}"
    told = post_words().phrase(why, language) if why in post_words().phrases else ""
    known = case.answered_by_known
    return f"{told} {site(language)}/desk/answers/{known.number}/" if known else told


def mail_to_adviser(mail: Departure, given: dict[str, str]) -> EmailMessage | None:
    """Something has happened at the desk: which case, and where; never what was said or by whom."""
    person = Person.objects.filter(pk=given["person"], is_active=True).first()
    if person is None or not person.has_address:
        return None
    language = person.language
    desk = given.get("desk", NATIONAL)
    values = {"settings": f"{site(language)}/desk/told/"}
    if mail.case is not None:
        if not permissions.may_read_internal(person, mail.case):
            return None
        desk = mail.case.desk_id
        values |= facts(mail.case, language) | {"link": f"{site(language)}/desk/cases/{mail.case.pk}/"}
    else:
        values |= {"desk": desk_words(desk, language), "link": f"{site(language)}/desk/mail/"}
    subject, text = post_words().mails[f"told-{given['of']}"].in_language(language, **values)
    return made(mail, person.email, subject, text, language, desk, {"Auto-Submitted": "auto-generated"})


def facts(case: Case, language: str) -> dict[str, str]:
    """What may be said of a case in a mail."""
    nobody = "unsettled-body" if case.body_told else "somebody"
    body = case.body.called(language) if case.body else post_words().phrase(nobody, language)
    promised = moment_words(timezone.localtime(case.promised_at), language)
    when = "when-promised" if has_anybody(case.desk_id) else "when-nobody"
    places = {"promised": promised} if when == "when-promised" else {}
    return {
        "number": str(case.number),
        "desk": desk_words(case.desk_id, language),
        "promised": promised,
        "when": post_words().phrase(when, language, **places),
        "body": body[:1].upper() + body[1:],
    }


def threaded(case: Case, mail: Departure) -> dict[str, str]:
    """The mails before this one, so that a mail program shows them together."""
    said = Entry.objects.exclude(kind__in=Entry.INTERNAL).filter(case=case, at__lte=mail.at).exclude(message_id="")
    sent = Departure.objects.filter(case=case).exclude(what=TOLD).exclude(pk=mail.pk).exclude(at__gt=mail.at)
    known = [*said.values_list("at", "message_id"), *sent.values_list("at", "message_id")]
    before = list(dict.fromkeys(one for _, one in sorted(known) if one != mail.message_id))[-MOST_REFERENCES:]
    headers = {"In-Reply-To": before[-1], "References": " ".join(before)} if before else {}
    automatic = BY_MACHINE.get(mail.what)
    return headers | ({"Auto-Submitted": automatic} if automatic else {})


def made(
    mail: Departure, to: str, subject: str, text: str, language: str, desk: str, headers: dict[str, str],
    reply: str = "",
) -> EmailMessage:  # fmt: skip
    """The mail with what all of them carry."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    own = {"Message-ID": mail.message_id, "Content-Language": language, OURS.title(): mail.what}
    return EmailMessage(
        one_line(subject), f"{text.strip()}\n", formataddr((sender_words(desk, language), address)), [to],
        reply_to=[reply] if reply else [], headers=own | headers,
    )  # fmt: skip


def site(language: str) -> str:
    """The site's address in a language."""
    return settings.BASE_URL + ("" if language == settings.LANGUAGE_CODE else f"/{language}")
