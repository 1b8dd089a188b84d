"""The pages that every browser test visits, over the demonstration notices."""

from __future__ import annotations

from playwright.sync_api import Page

BODY = "310000108"
PAGES = {
    "front": "/",
    "answers": "/desk/answers/",
    "answer": "/desk/answers/{answer}/",
    "answers-none": "/desk/answers/?subject=products&group=solar-pv",
    "national": "/national/",
    "national-year": "/national/?period=2024",
    "counties": "/counties/",
    "county": "/counties/46/",
    "county-unseen": "/counties/56/",
    "bodies": "/bodies/",
    "bodies-none": "/bodies/?q=finnesikke",
    "body": f"/bodies/{BODY}/",
    "body-unseen": "/bodies/958935420/",
    "notice": f"/bodies/{BODY}/ [aria-labelledby=largest]>>a",
    "notice-breach": "/notices/?outcome=POSSIBLE_BREACH #list tbody a",
    "notice-review": "/notices/?outcome=MANUAL_REVIEW #list tbody a",
    "notice-claimed": "/notices/?outcome=EXEMPT_CLAIMED #list tbody a",
    "notices": "/notices/",
    "indicators": "/indicators/",
    "indicator": "/indicators/environment-weight-share/",
    "indicator-path": "/indicators/path-taken/?part=possible-breach&period=all",
    "law": "/law/",
    "law-bad-day": "/law/?on=i-morgen",
    "law-2023": "/law/?on=2023-05-01",
    "method": "/method/",
    "unmatched": "/method/unmatched/",
    "upload": "/import/",
    "check": "/check/",
    "reasons": "/check/reasons/?path=spec&on=2026-11-02&cpv=90910000",
    "criteria": "/criteria/",
    "criteria-found": "/criteria/?q=renhold",
    "criteria-group": "/criteria/cleaning-services/",
    "criteria-all": "/criteria/all/?kind=selection",
    "criteria-due": "/criteria/due/",
    "criterion": "/k/cleaning-hazard-classes@2026-11-22",
    "criterion-unconfirmed": "/criteria/all/?group=it-equipment .criterion-line:has(.ds-tag[data-color=warning])>>a",
    "wizard": "/criteria/wizard/",
    "wizard-needs": "/criteria/wizard/?step=needs&what=renhold",
    "wizard-choose": "/criteria/wizard/?step=choose&what=renhold&level=avansert",
    "wizard-weights": "/criteria/wizard/?step=weights&group=cleaning-services&k=cleaning-daytime@2026-11-22",
    "counties-joined": "/counties/?show=joined",
    "plans": "/plan/",
    "county-plan": "/counties/46/plan/",
    "coordination": "/coordination/",
    "sdg": "/sdg/",
    "desk-search": "/desk/search/?q=m%C3%A5+vi+vekte+milj%C3%B8",
    "desk-search-none": "/desk/search/?q=qqqqxxxx",
    "adhesion": f"/bodies/{BODY}/adhesion/",
    "local-plan": f"/bodies/{BODY}/plan/",
    "status": f"/bodies/{BODY}/status/",
    "leader": f"/bodies/{BODY}/leader/",
    "login": "/account/login/",
    "me-contact": "contact@/me/",
    "me-governor": "governor@/me/",
    "me-coordinator": "coordinator@/me/",
    "me-stranger": "stranger@/me/",
    "account": "contact@/me/account/",
    "body-people": f"leader@/bodies/{BODY}/people/",
    "body-contact": f"contact@/bodies/{BODY}/contact/",
    "body-adhesion": f"contact@/bodies/{BODY}/adhesion/",
    "county-host": "governor@/counties/46/host/",
    "letters": "coordinator@/letters/",
    "letter-new": "coordinator@/letters/new/",
    "register": "coordinator@/register/",
    "people": "administrator@/people/",
    "log": "administrator@/log/",
    "desk": "/desk/",
    "desk-county": "/desk/?county=46",
    "desk-ask": "/desk/ask/",
    "desk-ask-about": "/desk/ask/?about=criterion:cleaning-daytime@2026-11-22",
    "desk-mine": "buyer@/desk/mine/",
    "events": "/desk/events/",
    "event-new": "coordinator@/desk/events/new/",
    "agreements": "/desk/agreements/",
    "agreement-new": "contact@/desk/agreements/new/",
    "mails": "adviser@/desk/mail/",
    "told": "adviser@/desk/told/",
    "desk-measures": "/desk/measures/",
    "desk-measures-county": "/desk/measures/?county=46",
    "desk-morning": "adviser@/desk/needs/46/",
    "desk-needs": "coordinator@/desk/needs/46/",
    "desk-needs-unmeasured": "coordinator@/desk/needs/46/?show=unmeasured",
    "desk-contacts": "coordinator@/desk/contacts/46/",
    "desk-contacts-body": f"coordinator@/desk/contacts/46/{BODY}/",
    "desk-overview": "coordinator@/desk/overview/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "desks": "/desk/list/",
    "desk-unmanned": "/desk/list/18/",
    "desk-kept": "governor@/desk/list/46/",
    "desk-handover": "governor@/desk/handover/46/",
    "own-data": "contact@/me/account/data/",
    "cases": "adviser@/desk/cases/",
    "cases-none": "adviser@/desk/cases/?q=finnesikke",
    "case-new": "adviser@/desk/cases/new/",
    "case": "adviser@/desk/cases/{case}/",
    "case-solved": "adviser@/desk/cases/{solved}/",
    "case-preview": "adviser@/desk/cases/{case}/preview/",
    "case-publish": "adviser@/desk/cases/{solved}/publish/",
    "case-asked": "/desk/asked/{asked}/",
    "case-mine": "buyer@/desk/mine/{case}/",
    "answer-own": "adviser@/desk/answers/{answer}/",
    "answer-edit": "adviser@/desk/answers/{answer}/edit/",
    "unanswered": "adviser@/desk/unanswered/",
    "mail": "adviser@/desk/mail/{mail}/",
    "event": "/desk/events/{event}/",
    "event-work": "adviser@/desk/events/{event}/arrange/",
    "event-edit": "adviser@/desk/events/{event}/edit/",
    "event-seat": "/desk/events/seat/{seat}/",
    "agreement": "/desk/agreements/{agreement}/",
    "agreement-edit": "adviser@/desk/agreements/{agreement}/edit/",
    "contacts-shared": f"contact@/desk/contacts/46/{BODY}/",
    "missing": "/finnes-ikke/",
}
"""Each page's address; before an @, who of the cast is signed in; after a space, the link to follow from there. What
stands in braces is a row of the support service, see desk_rows.py."""
OFTEN = {
    "front", "national", "counties", "body", "notice", "indicator", "law", "method", "check", "criteria",
    "criteria-group", "criterion", "wizard-choose", "wizard-weights", "local-plan", "status", "adhesion", "leader",
    "login", "me-contact", "letters", "desk", "desk-ask", "missing",
}  # fmt: skip
"""Every kind of page: visited on each run. The others are built of their parts, and visited on the long one."""
SESSIONS: dict[str, str] = {}
"""The session of each of the cast on the site that the tests visit."""
ROWS: dict[str, str] = {}
"""The rows that addresses name, by what they are."""
LANGUAGES = {"nb": "", "nn": "/nn", "en": "/en"}


def visit(page: Page, address: str, name: str, language: str = "nb") -> None:
    """Open the page, by its address or by the link that leads to it; it must be the page and not a fault."""
    who, _, rest = PAGES[name].rpartition("@") if "@/" in PAGES[name] else ("", "", PAGES[name])
    path, _, link = rest.partition(" ")
    if who:
        page.context.add_cookies([{"name": "dugnad", "value": SESSIONS[who], "url": address}])
    answer = page.goto(address + LANGUAGES[language] + path.format_map(ROWS))
    if link:
        answer = page.goto(address + str(page.locator(link).first.get_attribute("href")))
    assert answer is not None
    assert answer.status == (404 if name == "missing" else 200)
