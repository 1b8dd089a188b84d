"""`dugnad people`: invite somebody, the first administrator too; list and end roles; a new password; new codes."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dugnad.cli.show import json_option, print_json
from dugnad.cli.up import SETTINGS, migrate, var_folder
from dugnad.errors import DugnadError

if TYPE_CHECKING:
    from dugnad.records.models.people import Person, Role
    from dugnad.records.models.register import Body

ROLES = ("reader", "buyer", "contact", "leader", "adviser", "governor", "coordinator", "administrator")
role_option = click.option("--role", type=click.Choice(ROLES), required=True)
body_option = click.option("--body", "key", default="", help="The body's organisation number, or its short name.")
county_option = click.option("--county", default="", help="The county's number, as 46.")


@click.group("people")
def command() -> None:
    """Accounts and roles, from the machine that the site runs on."""


@command.command("invite")
@click.argument("email")
@role_option
@body_option
@county_option
@click.option("--lang", type=click.Choice(("nb", "nn", "en")), default="nb", show_default=True)
@json_option
def invite(email: str, role: str, key: str, county: str, lang: str, *, as_json: bool) -> None:
    """Invite somebody to a role and print the personal link. It works once, for 14 days, and is stored nowhere.

    The link begins with DUGNAD_BASE_URL, or http://127.0.0.1:8000 where that is not set: set it to where people reach
    the site. This is how the first administrator comes in: dugnad people invite EMAIL --role administrator
    """
    start()
    from django.urls import reverse  # noqa: PLC0415 - after Django is set up
    from django.utils.translation import override  # noqa: PLC0415

    from dugnad.records.actions.invitations import invite_person  # noqa: PLC0415
    from dugnad.records.actions.people import OPERATOR  # noqa: PLC0415

    invitation, secret = invite_person(
        by=OPERATOR, email=email, role=role, body=asked_body(key), county=county, language=lang
    )
    with override(lang):
        link = site_address(reverse("invitation", args=[secret]))
    until = invitation.expires_at.date().isoformat()
    if as_json:
        print_json(
            {"email": invitation.email, "role": role, "body": key, "county": county, "link": link, "until": until}
        )
    else:
        click.echo(f"{link}\nGi lenken til {invitation.email}. Den virker én gang, til {until}.")
        if not os.environ.get("DUGNAD_BASE_URL"):
            click.echo(
                f"Svarer nettstedet på en annen adresse enn {site_address('/')}? Sett DUGNAD_BASE_URL.", err=True
            )


@command.command("list")
@click.option("--role", type=click.Choice(ROLES), help="Only those with this role.")
@body_option
@json_option
def list_(role: str | None, key: str, *, as_json: bool) -> None:
    """Everybody with an account, and their roles."""
    start()
    from dugnad.records.queries.people import everybody  # noqa: PLC0415 - after Django is set up

    body = asked_body(key)
    people = [one for one in everybody(role=role or "") if body is None or has_role_in(one, body)]
    if as_json:
        print_json({"people": [told(one) for one in people]})
        return
    for person in people:
        roles = "; ".join(role_words(one) for one in person.roles.all()) or "–"
        click.echo(f"{person.email if person.has_address else '–'}  {person.name or '–'}  {roles}")
    if not people:
        click.echo("Ingen. Inviter den første: dugnad people invite E-POST --role administrator")


@command.command("end")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), help="The role to end. Without it, the whole account is closed.")
@body_option
@county_option
@json_option
def end(email: str, role: str | None, key: str, county: str, *, as_json: bool) -> None:
    """End one role of somebody, or close the whole account. The last administrator stays."""
    start()
    from dugnad.records.actions.people import OPERATOR, close_account, end_role  # noqa: PLC0415 - after Django is set up

    person, body = asked_person(email), asked_body(key)
    if role is None and (key or county):
        raise DugnadError("Say which role to end with --role. Without --body and --county the account is closed.")
    if role is None:
        close_account(by=OPERATOR, person=person)
    else:
        found = person.roles.filter(role=role, body=body, county=county).select_related("body", "person").first()
        if found is None:
            raise DugnadError(f"{email} does not have this role there. See: dugnad people list")
        end_role(by=OPERATOR, role=found)
    if as_json:
        print_json({"email": email, "ended": role or "account"})
    else:
        click.echo("Rollen er avsluttet." if role else "Kontoen er avsluttet.")


@command.command("password")
@click.argument("email")
@json_option
def password(email: str, *, as_json: bool) -> None:
    """Print a link by which somebody can choose a new password, where the site sends no e-mail. It works once."""
    start()
    from allauth.account.forms import default_token_generator  # noqa: PLC0415 - after Django is set up
    from allauth.account.utils import user_pk_to_url_str  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from dugnad.records.actions.people import OPERATOR, offer_password  # noqa: PLC0415

    person = asked_person(email)
    offer_password(by=OPERATOR, person=person)
    named = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    link = site_address(reverse("account_reset_password_from_key", kwargs=named))
    if as_json:
        print_json({"email": person.email, "link": link})
    else:
        click.echo(f"{link}\nGi lenken til {person.email}. Den virker én gang.")


@command.command("reset-codes")
@click.argument("email")
@json_option
def reset_codes(email: str, *, as_json: bool) -> None:
    """Remove somebody's one-time codes, where the phone and the recovery codes are lost, or the secret key is.

    Be sure first that it is they who ask: until new codes are set up, the password alone opens the account. They are
    signed out everywhere, and set up new codes the next time they sign in.
    """
    start()
    from dugnad.records.actions.people import OPERATOR  # noqa: PLC0415 - after Django is set up
    from dugnad.records.actions.people import reset_codes as forget_codes  # noqa: PLC0415

    person = asked_person(email)
    forget_codes(by=OPERATOR, person=person)
    if as_json:
        print_json({"email": person.email, "reset": "codes"})
    else:
        click.echo(
            f"Engangskodene til {person.email} er fjernet, og kontoen er logget ut overalt.\n"
            "Den som eier kontoen, logger inn med passord og slår på engangskoder på nytt."
        )


@command.command("export")
@click.argument("email")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write a zip with the files here.")
@json_option
def export(email: str, out: Path | None, *, as_json: bool) -> None:
    """All that is stored about somebody, with an account or without: what they asked, were answered and signed up for.

    Be sure first that it is they who ask. Notes that a desk's people wrote to each other are not in it.
    """
    start()
    from dugnad.records.actions.case_files import bytes_of  # noqa: PLC0415 - after Django is set up
    from dugnad.records.actions.own_data import note_export  # noqa: PLC0415
    from dugnad.records.actions.people import OPERATOR  # noqa: PLC0415
    from dugnad.records.queries.own_data import data_file, data_of  # noqa: PLC0415
    from dugnad.records.queries.people import person_by_email  # noqa: PLC0415

    if out is not None and out.exists():
        raise DugnadError(f"{out} exists. Choose another name.")
    person = person_by_email(email)
    note_export(by=OPERATOR, person=person)
    told = data_of(person, email.strip())
    if out is not None:
        out.touch(mode=0o600)
        out.write_bytes(data_file(person, email.strip(), bytes_of))
    if person is None and not (told["cases"] or told["sign_ups"] or told["mails"]):
        click.echo(f"Ingenting er lagret om {email.strip()}: se etter om adressen er rett skrevet.", err=True)
    if as_json or out is None:
        print_json(told)
    else:
        counts = f"{len(told['cases'])} henvendelser, {len(told['sign_ups'])} påmeldinger"
        click.echo(f"{out}: {counts}{'' if person else ', ingen konto'}.")


@command.command("erase")
@click.argument("email")
@click.option("--account", "with_account", is_flag=True, help="Close the account as well.")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask again.")
@json_option
def erase(email: str, *, with_account: bool, is_sure: bool, as_json: bool) -> None:
    """Erase what somebody wrote to the support service, with an account or without. It cannot be undone.

    Be sure first that it is they who ask. Open cases are withdrawn, seats at courses given up. Log lines stay with a
    number in place of a name, and decisions of bodies stay: others must be able to see what was decided. Backups hold
    what was erased until they are erased themselves.
    """
    start()
    from dugnad.records.actions.own_data import erase_person  # noqa: PLC0415 - after Django is set up
    from dugnad.records.actions.people import OPERATOR  # noqa: PLC0415
    from dugnad.records.queries.own_data import cases_of, mails_from, sign_ups_of  # noqa: PLC0415
    from dugnad.records.queries.people import person_by_email  # noqa: PLC0415

    person, address = person_by_email(email), email.strip()
    count = (found.count() for found in (cases_of(person, address), sign_ups_of(person, address), mails_from(address)))
    told = "{} henvendelser, {} påmeldinger og {} e-poster".format(*count)
    told += ", og kontoen" if with_account and person else ""
    if not is_sure and not as_json:
        click.confirm(f"Slette {told}? Det kan ikke gjøres om.", abort=True)
    erased = erase_person(by=OPERATOR, person=person, email=address, with_account=with_account)
    if as_json:
        print_json({"email": address, **asdict(erased)})
    else:
        done = f"{erased.cases} henvendelser, {erased.sign_ups} påmeldinger og {erased.mails} e-poster"
        done += ", og kontoen" if erased.account else ""
        click.echo(f"Slettet: {done}. Loggen og virksomhetenes vedtak står, uten navn.")


def start() -> None:
    """Django over the installation's own database, its tables made if they are missing."""
    os.environ["DUGNAD_VAR"] = str(var_folder())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django  # noqa: PLC0415 - only commands that need the database start Django

    django.setup()
    migrate()


def site_address(path: str) -> str:
    """The whole address of a page of this installation."""
    from django.conf import settings  # noqa: PLC0415 - after Django is set up

    return f"{settings.BASE_URL}{path}"


def asked_body(key: str) -> Body | None:
    """The body that was named; none where none was."""
    from dugnad.records.queries.register import body_by_key  # noqa: PLC0415 - after Django is set up

    body = body_by_key(key) if key else None
    if key and body is None:
        raise DugnadError(f'No body in the register has the number or short name "{key}".')
    return body


def asked_person(email: str) -> Person:
    """The account with this address."""
    from dugnad.records.queries.people import person_by_email  # noqa: PLC0415 - after Django is set up

    person = person_by_email(email)
    if person is None:
        raise DugnadError(f"Nobody has an account with the address {email}. See: dugnad people list")
    return person


def has_role_in(person: Person, body: Body) -> bool:
    """Does the person have a role in the body?"""
    return any(role.body_id == body.pk for role in person.roles.all())


def told(person: Person) -> dict[str, Any]:
    """A person for programs."""
    roles = [
        {"role": one.role, "body": one.body.key if one.body else "", "county": one.county} for one in person.roles.all()
    ]
    return {"email": person.email if person.has_address else None, "name": person.name, "roles": roles}


def role_words(role: Role) -> str:
    """A role and its place."""
    place = role.body.name if role.body else role.county
    return f"{role.role} ({place})" if place else str(role.role)
