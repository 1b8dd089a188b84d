"""Who may do what: small predicates that read in an `if`."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from dugnad.desk.routing import route
from dugnad.notices.governors import governor_of
from dugnad.records.case_link import living
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, Draft
from dugnad.records.models.checks import CheckJob
from dugnad.records.models.desk import NATIONAL, ContactNote, advisers_of, open_desks, unstaffed_desks
from dugnad.records.models.events import Event
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.letters import Letter, Run
from dugnad.records.models.people import OF_BODY, Invitation, Person, Role, RoleName
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.models.register import Body, Kind

PREPARE = frozenset({RoleName.CONTACT, RoleName.LEADER})
REPORT = frozenset({RoleName.BUYER, RoleName.CONTACT, RoleName.LEADER})
CONTACT_INVITES = frozenset({RoleName.READER, RoleName.BUYER, RoleName.CONTACT})
COORDINATOR_INVITES = frozenset({RoleName.CONTACT, RoleName.LEADER, RoleName.GOVERNOR})
GUARDED = frozenset({RoleName.LEADER, RoleName.GOVERNOR, RoleName.COORDINATOR, RoleName.ADMINISTRATOR})
"""Roles that bind others: they sign in with a one-time code as well."""


def may_upload(by: str) -> bool:
    """Own notices are uploaded only in a body's own installation (embedded), never on a site that is open to all."""
    return bool(by) and settings.MODE == "embedded"


def may_check(by: str) -> bool:
    """Everybody with a session may check files before publishing, on every site."""
    return bool(by)


def may_see_check(by: str, job: CheckJob) -> bool:
    """A check is seen and deleted only by whoever asked for it."""
    return bool(by) and job.by == by


def roles_of(person: Person | None) -> list[Role]:
    """The person's roles, read once; none for a stranger and for an account that is closed."""
    if person is None or not person.is_active:
        return []
    kept: list[Role] | None = person.__dict__.get("kept_roles")
    if kept is None:
        kept = person.__dict__["kept_roles"] = list(person.roles.select_related("body"))
    return kept


def has_role(person: Person | None, *names: RoleName) -> bool:
    """Does the person have one of the roles, wherever?"""
    return any(role.role in names for role in roles_of(person))


def works_in(person: Person | None, body: Body, names: frozenset[RoleName] = OF_BODY) -> bool:
    """Does the person have one of the roles in this very body?"""
    return any(role.body_id == body.pk and role.role in names for role in roles_of(person))


def counties_of(person: Person | None, *names: RoleName) -> frozenset[str]:
    """The counties in which the person has one of the roles."""
    return frozenset(role.county for role in roles_of(person) if role.county and role.role in names)


def may_see_drafts(person: Person | None, body: Body) -> bool:
    """Drafts are seen by the body's own people alone."""
    return works_in(person, body)


def may_prepare(person: Person | None, body: Body) -> bool:
    """Plans, status and comments are prepared by the body's contact or leader."""
    return works_in(person, body, PREPARE)


def may_record_decision(person: Person | None, body: Body) -> bool:
    """A decision is recorded by the body's contact or leader; the organ that decided is named in it."""
    return works_in(person, body, PREPARE)


def may_approve(person: Person | None, body: Body) -> bool:
    """The yearly status is approved by the body's leader."""
    return works_in(person, body, frozenset({RoleName.LEADER}))


def may_change_plan(person: Person | None, plan: Plan) -> bool:
    """A body's plan by its contact or leader, the nation's by the coordinator."""
    return may_coordinate(person) if plan.body is None else may_prepare(person, plan.body)


def may_report(person: Person | None, measure: Measure) -> bool:
    """How far a measure has come is said by those who own it."""
    if measure.plan.body is not None:
        return works_in(person, measure.plan.body, REPORT)
    owner = measure.owner_body
    return may_coordinate(person) or (owner is not None and works_in(person, owner, PREPARE))


def may_coordinate(person: Person | None) -> bool:
    """National plans, joint decisions, definitions and SDG answers are the coordinator's."""
    return has_role(person, RoleName.COORDINATOR)


def may_administer(person: Person | None) -> bool:
    """Accounts, and the log of everything."""
    return has_role(person, RoleName.ADMINISTRATOR)


def may_keep_register(person: Person | None) -> bool:
    """Bodies are imported and changed, and buyers settled, by the coordinator or an administrator."""
    return has_role(person, RoleName.COORDINATOR, RoleName.ADMINISTRATOR)


def may_change_contact(person: Person | None, body: Body) -> bool:
    """A body's post address, website and language: its own contact or leader, or whoever keeps the register."""
    return may_prepare(person, body) or may_keep_register(person)


def may_appoint_host(person: Person | None, county: str) -> bool:
    """The host of a county's support desk is pointed out by its Statsforvalter."""
    return county in counties_of(person, RoleName.GOVERNOR)


def may_write_letters(person: Person | None, county: str = "") -> bool:
    """Letters of the nation by the coordinator; of a county by its Statsforvalter."""
    if has_role(person, RoleName.COORDINATOR):
        return True
    return county in counties_of(person, RoleName.GOVERNOR) if county else False


def may_change_letter(person: Person | None, letter: Letter) -> bool:
    """A letter belongs to the nation or to one county."""
    return may_write_letters(person, letter.county)


def may_send(person: Person | None, run: Run) -> bool:
    """Whoever may change the letter may send, stop and follow its runs."""
    return may_change_letter(person, run.letter)


def may_follow_county(person: Person | None, county: str) -> bool:
    """Who has answered a letter is followed by the coordinator, and in a county by its Statsforvalter and adviser."""
    return may_coordinate(person) or county in counties_of(person, RoleName.GOVERNOR, RoleName.ADVISER)


def may_see_people(person: Person | None, body: Body) -> bool:
    """Who else works with a body here is seen by its own people and by an administrator."""
    return works_in(person, body) or may_administer(person)


def may_give_role(person: Person | None, role: str, *, body: Body | None = None, county: str = "") -> bool:
    """Invite somebody to a role, or end one: in the own body, the own county, or as administrator everywhere."""
    if may_administer(person):
        return True
    if may_coordinate(person) and role in COORDINATOR_INVITES and not (role == RoleName.LEADER and has_leader(body)):
        return True
    if body is not None:
        return may_give_in(person, role, body)
    if role == RoleName.ADVISER and county == NATIONAL:
        return may_coordinate(person)
    return role == RoleName.ADVISER and county in counties_of(person, RoleName.GOVERNOR)


def has_leader(body: Body | None) -> bool:
    """Does the body have a leader? From then on it is the leader who lets others in."""
    if body is None:
        return False
    return Role.objects.filter(body=body, role=RoleName.LEADER, person__is_active=True).exists()


def may_end_role(person: Person | None, role: Role) -> bool:
    """Everybody may give up a role of their own; others' are ended by those who may give them, in a body by its own."""
    if person is not None and person.is_active and role.person_id == person.pk:
        return True
    if role.body is not None:
        return may_administer(person) or may_give_in(person, role.role, role.body)
    return may_give_role(person, role.role, county=role.county)


def may_give_in(person: Person | None, role: str, body: Body) -> bool:
    """What a body's own people decide: the leader every role, the contact all but the leader's."""
    return may_approve(person, body) or (may_prepare(person, body) and role in CONTACT_INVITES)


def may_renew_invitation(person: Person | None, invitation: Invitation) -> bool:
    """An invitation is sent again by those who may give its role."""
    return may_give_role(person, invitation.role, body=invitation.body, county=invitation.county)


def may_change_invitation(person: Person | None, invitation: Invitation) -> bool:
    """An invitation is withdrawn by those who may give its role, and by whoever wrote it."""
    is_own = person is not None and person.is_active and invitation.by_id == person.pk
    return is_own or may_renew_invitation(person, invitation)


def still_stands(invitation: Invitation) -> bool:
    """Can it be accepted: is it open, and may whoever wrote it still give the role? The operator always may."""
    return invitation.is_open and (invitation.by_id is None or may_renew_invitation(invitation.by, invitation))


def may_invite_elsewhere(person: Person | None) -> bool:
    """Invite to other places than the own body: contacts and leaders, Statsforvalters, advisers."""
    return has_role(person, RoleName.ADMINISTRATOR, RoleName.COORDINATOR, RoleName.GOVERNOR)


def may_close_account(person: Person | None, account: Person) -> bool:
    """The own account, or any by an administrator."""
    return (person is not None and person.is_active and person.pk == account.pk) or may_administer(person)


def needs_second_step(person: Person | None) -> bool:
    """Does the person bind others, and so need a one-time code beside the password?"""
    return has_role(person, *GUARDED)


def may_see_log(person: Person | None, body: Body) -> bool:
    """What was done concerning a body is read by its own people and by an administrator."""
    return works_in(person, body) or may_administer(person)


def desks_of(person: Person | None) -> frozenset[str]:
    """The desks somebody works at: an adviser's counties, and the back-up desk for its advisers and the coordinator."""
    own = counties_of(person, RoleName.ADVISER)
    return own | {NATIONAL} if may_coordinate(person) else own


def may_work_desk(person: Person | None, county: str) -> bool:
    """Queue, drafts, contact log and quarantine of a desk are its own people's."""
    return county in desks_of(person)


def may_keep_desk(person: Person | None, county: str) -> bool:
    """Opening hours and agreement: the desk's people, its Statsforvalter and the coordinator."""
    return may_work_desk(person, county) or may_appoint_host(person, county) or may_coordinate(person)


def may_hand_over_desk(person: Person | None, county: str) -> bool:
    """All that a desk has, as one file: its own people; where nobody sits there, its Statsforvalter or the coordinator.

    The desk's memory must be saved also when its last adviser has left, and is read by nobody else until then.
    """
    if may_work_desk(person, county):
        return True
    return (may_appoint_host(person, county) or may_coordinate(person)) and not advisers_of(county)


def may_ask(person: Person | None) -> bool:
    """Everybody may ask, with or without an account."""
    return True


def is_asker(person: Person | None, case: Case) -> bool:
    """Did this person ask?"""
    return person is not None and person.is_active and case.asker_id == person.pk


def may_work_case(person: Person | None, case: Case) -> bool:
    """A case is worked on at its desk alone, by anybody there."""
    return may_work_desk(person, case.desk_id)


def is_consulted(person: Person | None, case: Case) -> bool:
    """Was one of the person's desks asked about it, and has the case not been ended or handed over since?"""
    return case.is_open and case.consults.filter(desk__in=desks_of(person), ended_at=None).exists()


def may_read_internal(person: Person | None, case: Case) -> bool:
    """Notes, drafts and what colleagues said: the case's desk, and a desk that was asked."""
    return may_work_case(person, case) or is_consulted(person, case)


def may_see_case(person: Person | None, case: Case) -> bool:
    """Askers see their own cases, a desk its own and what it was asked about; nobody else any."""
    return is_asker(person, case) or may_read_internal(person, case)


def may_read_second(person: Person | None, case: Case, draft: Draft) -> bool:
    """The second reader of an answer is anybody who may read it but its writer."""
    return person is not None and person.pk != draft.by_id and may_read_internal(person, case)


def may_keep_knowledge(person: Person | None, knowledge: Knowledge) -> bool:
    """An answer is kept by the desk that answers for it, and by the back-up desk.

    What was offered and not published yet is still of its case: only those who may work on that read it.
    """
    if knowledge.state == Knowledge.State.DRAFT:
        case = living(knowledge.case)
        return may_work_case(person, case) if case else may_work_desk(person, knowledge.county or NATIONAL)
    return may_work_desk(person, knowledge.county or NATIONAL) or may_work_desk(person, NATIONAL)


def may_hold_event(person: Person | None, event: Event) -> bool:
    """An event is its desk's."""
    return may_work_desk(person, event.desk_id)


def may_keep_agreement(person: Person | None, agreement: Agreement) -> bool:
    """A joint agreement is kept by its desk, and by the contact or leader of the body that runs it."""
    return may_work_desk(person, agreement.desk_id) or may_prepare(person, agreement.owner)


def may_settle_mail(person: Person | None, arrival: Arrival) -> bool:
    """Mail of a case is its desk's, wherever the case has gone since; else the desk's it came to, or the back-up's.

    While it waits, it is looked at by those who step in where nobody sits, as all mail that waits.
    """
    if arrival.case is not None:
        waits = arrival.fate == Arrival.Fate.QUARANTINED and arrival.case.desk_id in mail_desks_of(person)
        return waits or may_work_case(person, arrival.case)
    return (arrival.desk_id or NATIONAL) in mail_desks_of(person)


def mail_desks_of(person: Person | None) -> frozenset[str]:
    """Whose unknown mail somebody looks at: the own desks', and those' where nobody sits, so that none lies unseen.

    These are the back-up desk's; where nobody sits there either, an administrator's, until somebody is appointed.
    """
    own = desks_of(person)
    if NATIONAL not in own and not may_administer(person):
        return own
    left = unstaffed_desks()
    return own | left if NATIONAL in own or NATIONAL in left else own


def may_see_contacts(person: Person | None, county: str) -> bool:
    """A desk's contact log and its list of needs: its own people, the county's Statsforvalter and the coordinator."""
    return may_keep_desk(person, county)


def is_of_desk(body: Body, county: str) -> bool:
    """Is the desk there for the body: its county's, the Statsforvalter's who covers it, or the back-up desk?"""
    is_governor = body.kind == Kind.GOVERNOR and body.name == governor_of(county)
    return county in (NATIONAL, body.county) or is_governor


def is_there_for(body: Body, county: str, on: date) -> bool:
    """Is it the body's own desk, or the one that steps in while that is empty?"""
    return is_of_desk(body, county) or route(body.county, open_desks(on)).county == county


def may_know_body(body: Body, county: str, on: date) -> bool:
    """May the desk note contacts with the body? One that it is there for, and one it has noted.

    Told to those alone who may read the desk's notes: the answer tells whether there are any.
    """
    return is_there_for(body, county, on) or ContactNote.objects.filter(desk=county, body=body).exists()


def may_note_contact(person: Person | None, county: str) -> bool:
    """Contacts and promises are written down by the desk's own people."""
    return may_work_desk(person, county)


def may_see_shared_contacts(person: Person | None, body: Body) -> bool:
    """What a desk has shared of its contacts with a body: the body's own contact and leader."""
    return may_prepare(person, body)


def may_compare_desks(person: Person | None) -> bool:
    """All desks side by side: the coordinator; a Statsforvalter sees those of the own counties."""
    return may_coordinate(person) or has_role(person, RoleName.GOVERNOR)
