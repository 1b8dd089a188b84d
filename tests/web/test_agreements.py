"""The pages of joint agreements, and the same for programs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from dugnad.records.actions.agreements import Agreed, create_agreement, publish_agreement
from dugnad.records.actions.events import desk_at
from dugnad.records.models.agreements import Agreement
from people import Cast, make_body, make_cast, signed_in

pytestmark = pytest.mark.django_db
LIST = "/desk/agreements/"


@pytest.fixture
def cast(site: Client) -> Cast:
    return make_cast()


def made(cast: Cast, *, is_draft: bool = False, **told: Any) -> Agreement:
    today = timezone.localdate()
    given = {"title": "Renhold i Vest", "owner": cast.own, "since": date(2020, 1, 1), "members": (cast.other,),
             "until": today + timedelta(days=40), "cpv": ("90910000",), "suppliers": 3, "value_nok": 2_500_000,
             "criteria": ("cleaning-hazard-classes@2026-11-22",)} | told  # fmt: skip
    row = create_agreement(by=cast.adviser, desk=desk_at("46"), agreed=Agreed(**given))
    return row if is_draft else publish_agreement(by=cast.adviser, agreement=row)


def sent(**told: str) -> dict[str, str]:
    return {"county": "46", "title": "Nytt", "owner": "310000108", "since": "2026-01-01", "until": "2028-01-01"} | told


def text(answer: Any, where: str = "//main") -> str:
    return " ".join(html.fromstring(answer.content).xpath(where)[0].text_content().split())


def questions(where: str) -> int:
    client = signed_in(None)
    client.get(where)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("prefix", "heading"),
    [("", "Felles rammeavtaler"), ("/nn", "Felles rammeavtalar"), ("/en", "Joint framework agreements")],
)
def test_list_says_what_it_is_and_what_ends(cast: Cast, prefix: str, heading: str) -> None:
    made(cast)

    page = html.fromstring(signed_in(None).get(prefix + LIST).content)

    assert page.xpath("string(//h1)") == heading
    assert [one.text_content() for one in page.xpath("//h3/a")] == ["Renhold i Vest"]


def test_agreement_tells_what_to_put_in_now(cast: Cast) -> None:
    row = made(cast)

    page = signed_in(None).get(f"{LIST}{row.pk}/")

    told = text(page)
    assert "Går ut om mindre enn 2 måneder. Ta de nye kriteriene med i den neste avtalen nå." in told
    assert "0 av 1 kriterier i avtalen har ny utgave, 0 er trukket." in told
    assert html.fromstring(page.content).xpath("//section[@aria-labelledby='next-step']//a/@href") == [
        "/criteria/wizard/?step=choose&group=cleaning-services&value=2500000"
    ]
    assert signed_in(None).get("/criteria/wizard/?step=choose&group=cleaning-services").status_code == 200


@pytest.mark.parametrize("name", ["stranger", "other_leader", "buyer", "governor", None])
def test_draft_is_seen_by_those_alone_who_keep_it(cast: Cast, name: str | None) -> None:
    row = made(cast, is_draft=True, title="Hemmelig utkast")
    client = signed_in(getattr(cast, name) if name else None)

    pages = [client.get(where, follow=True).content.decode() for where in (LIST, "/api/v1/agreements", "/desk/", "/me/",
             f"/bodies/{cast.own.key}/")]  # fmt: skip

    assert client.get(f"{LIST}{row.pk}/").status_code == 404
    assert [page for page in pages if "Hemmelig utkast" in page] == []
    assert signed_in(cast.contact).get(f"{LIST}{row.pk}/").status_code == 200


def test_contact_writes_down_changes_and_publishes(cast: Cast) -> None:
    client = signed_in(cast.contact)
    members = f"{cast.other.orgnr}\nDirektoratet for prøveinnkjøp"

    answer = client.post(f"{LIST}new/", sent(members=members, cpv="90910000, 30213100", criteria="cleaning-daytime"))
    row = Agreement.objects.get()
    client.post(f"{LIST}{row.pk}/edit/", sent(title="Nyere", members="", seen=str(row.version)))
    client.post(f"{LIST}{row.pk}/do/publish/")

    row.refresh_from_db()
    assert answer.headers["Location"] == f"{LIST}{row.pk}/"
    assert (row.title, row.is_draft, row.owner, row.desk_id, row.version) == ("Nyere", False, cast.own, "46", 3)


def test_form_of_an_agreement_comes_back_as_it_was(cast: Cast) -> None:
    made(cast)
    row = Agreement.objects.get()
    client = signed_in(cast.adviser)
    page = html.fromstring(client.get(f"{LIST}{row.pk}/edit/").content)
    form = next(one for one in page.forms if "title" in one.fields)

    client.post(f"{LIST}{row.pk}/edit/", {name: value or "" for name, value in form.fields.items()})

    now = Agreement.objects.get()
    assert now.version == row.version  # nothing was changed by sending it as it stood


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"owner": "Finnes ikke"}, "Vi finner ikke virksomheten i registeret"),
        ({"members": "310000213\nUkjent kommune"}, "Disse finner vi ikke i registeret: Ukjent kommune."),
        ({"criteria": "finnes-ikke"}, "Et av kriteriene finnes ikke i biblioteket"),
        ({"until": "2020-01-01"}, "Slutten må komme etter begynnelsen."),
        ({"remark": "Ring 22 22 22 22"}, "Teksten ser ut til å inneholde"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(cast: Cast, told: dict[str, str], said: str) -> None:
    answer = signed_in(cast.adviser).post(f"{LIST}new/", sent(title="Beholdt", **told))

    assert (answer.status_code, Agreement.objects.count()) == (400, 0)
    assert said in text(answer)
    assert html.fromstring(answer.content).xpath("string(//input[@name='title']/@value)") == "Beholdt"


def test_old_page_is_told_so(cast: Cast) -> None:
    row = made(cast)

    answer = signed_in(cast.adviser).post(f"{LIST}{row.pk}/edit/", sent(seen="1"))

    assert (answer.status_code, Agreement.objects.get().title) == (409, "Renhold i Vest")
    assert "Noen andre har endret dette" in text(answer)


@pytest.mark.parametrize("query", ["county=99", "group=finnes-ikke", "when=i-morgen", "page=99", "page=x"])
def test_choice_that_does_not_exist_is_told(cast: Cast, query: str) -> None:
    made(cast)

    assert "ds-alert" in signed_in(None).get(f"{LIST}?{query}").content.decode()


@pytest.mark.parametrize("where", [LIST, "/api/v1/agreements", "agreement"])
def test_questions_stay_as_few_for_three_as_for_one(cast: Cast, where: str) -> None:
    first = made(cast)
    address = f"{LIST}{first.pk}/" if where == "agreement" else where
    one = questions(address)
    for number in range(2):
        body = make_body(f"Kommune {number}")
        first.members.add(body)
        made(cast, title=f"Avtale {number}", members=(cast.other, body))

    assert questions(address) == one


def test_programs_get_what_is_public(cast: Cast) -> None:
    row = made(cast)
    made(cast, is_draft=True)
    client = signed_in(None)

    told = client.get("/api/v1/agreements?group=cleaning-services&county=11&when=ends")

    (only,) = told.json()["agreements"]
    assert (only["id"], only["owner"], only["members"], only["suppliers"]) == (
        str(row.pk), cast.own.key, [cast.other.key], 3,
    )  # fmt: skip
    assert client.get("/api/v1/agreements?county=99").status_code == 422
    again = client.get("/api/v1/agreements?group=cleaning-services&county=11&when=ends",
                       headers={"if-none-match": told.headers["ETag"]})  # fmt: skip
    assert (again.status_code, again.content) == (304, b"")


def test_my_page_leads_to_what_ends(cast: Cast) -> None:
    row = made(cast)

    for who in (cast.other_contact, cast.adviser):
        hrefs = html.fromstring(signed_in(who).get("/me/").content).xpath("//main//a/@href")
        assert f"{LIST}{row.pk}/" in hrefs


def test_bodys_page_names_its_agreements(cast: Cast) -> None:
    row = made(cast)

    page = html.fromstring(signed_in(None).get(f"/bodies/{cast.other.key}/").content)

    links = page.xpath("//section[@aria-labelledby='agreements']//a/@href")
    assert links == [f"{LIST}{row.pk}/", LIST]
