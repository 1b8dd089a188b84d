"""Mail to those who are signed up: in their own language, queued in the deed's own transaction."""

from __future__ import annotations

from django.utils import timezone

from dugnad.desk.events import load_events
from dugnad.desk.mail_words import span_words
from dugnad.monitor.names import county_names
from dugnad.records.actions.case_post import post_to
from dugnad.records.models.events import Event, SignUp
from dugnad.records.seat_link import seat_address

NAMES = {"nb": "støttetjenesten", "nn": "støttetenesta", "en": "the support service"}


def address_of(sign_up: SignUp) -> str:
    """Where the participant reads mail; "" where nobody knows, or where it is forgotten."""
    if sign_up.person is not None:
        return sign_up.person.email if sign_up.person.is_active and sign_up.person.has_address else ""
    return sign_up.email


def post_to_participant(*, sign_up: SignUp, what: str, reason: str = "", number: int = 0) -> None:
    """One mail to one participant: `seated`, `waiting`, `moved-up`, `changed` …"""
    to = address_of(sign_up)
    if not to:
        return
    event = sign_up.event
    values = {
        "title": event.title,
        "when": span_words(timezone.localtime(event.starts_at), timezone.localtime(event.ends_at), sign_up.language),
        "place": place_of(sign_up),
        "link": seat_address(sign_up),
        "desk": desk_name(event, sign_up.language),
        "reason": reason,
        "number": str(number),
    }
    subject, text = load_events().mails[what].in_language(sign_up.language, **values)
    post_to(to=to, language=sign_up.language, subject=" ".join(subject.split()), text=f"{text}\n", what="event")


def place_of(sign_up: SignUp) -> str:
    """Where it is; where online is told to those who have a seat, and to nobody who waits for one."""
    event = sign_up.event
    url = event.url if sign_up.state == SignUp.State.SEATED else ""
    return " · ".join(part for part in (event.place, url) if part) or "–"


def desk_name(event: Event, language: str) -> str:
    """Who writes: the county's desk, or the nation's."""
    name = NAMES.get(language, NAMES["nb"])
    county = county_names().get(event.desk_id)
    return f"{name}, {county}" if county else name
