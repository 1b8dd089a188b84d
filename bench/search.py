"""How fast one search over everything is with fifty thousand public answers, words misspelt or not.

    python bench/search.py

On SQLite; with PostgreSQL too where it is installed (tools/postgres.sh). The answers are made of words of the field, by
the same seed each time: common words stand in thousands of them, as in a country's real questions. The shipped
criteria, rules and decisions lie in the same index.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CHECKOUT = Path(__file__).parents[1]
COUNT, ROUNDS, SEED = 50_000, 10, 2026
AT_MOST_MS = 50
WHAT = """
    renhold møbler arbeidsklær kontorstoler datamaskiner mobiltelefoner kjøretøy lastebiler busser ferger mat kaffe
    asfalt betong vinduer maling lamper strøm varmepumper avfall papir hansker bleier medisiner solceller dekk
    pumper kunstgress leker skrivere servere programvare konsulenter hotell reiser vaskeri tekstiler kjøleskap
    ventilasjon rørlegger brøyting sommervedlikehold skogrydding tolk vikarer renovasjon slam veilys skilt murstein
    tømmer
"""
ABOUT = """
    miljøkrav tildelingskriterium kravspesifikasjon kontraktsvilkår vekting begrunnelse dokumentasjon
    livssykluskostnad miljømerke lærlinger lønnsvilkår underleverandører terskelverdi kunngjøring rammeavtale avrop
    dialog avvisning klage opsjon endring oppfølging sanksjoner garanti reservedeler gjenbruk utslipp emballasje
    levering energibruk kvalifikasjonskrav egenerklæring innovasjon personvern tilgjengelig utforming
    menneskerettigheter beredskap
"""
REST = """
    kommunen skal kjøpe tjenester varer til skolen sykehjemmet barnehagen rådhuset etter regelen i loven når verdien
    er over grensen kan oppdragsgiver bruke kravet også for mindre kjøp dersom markedet er klart og leverandørene
    svarer prosent poeng metode pris kvalitet klima miljø frist evaluering tilbud konkurranse avtale år måned pilot
    erfaring statlige fylkeskommunen helseforetak samarbeid innkjøper leder veileder mal eksempel tabell vurdering
    risiko
"""
QUERIES = (
    "må vi vekte miljø", "renhold miljøkrav", "kan vi kreve miljømerke på møbler", "begrunnelse", "miljø",
    "klima og miljø", "hvordan dokumentere livssykluskostnad for kjøretøy", "terskelverdi for kommunen",
    "lærlinger i rammeavtale", "reinhaldstenester i barnehagen", "grunngjeving for unntak", "kva gjeld for vikarar",
    "electric vehicles award criteria", "skal kommunen kjøpe varer til skolen",
    "leverandørene svarer ikke på oppfølging av kontrakt", "KOFA 2024/639", "veilys garanti reservedeler",
    "avvisning av tilbud", "tilgjengelig utforming programvare", "§ 5b",
)  # fmt: skip
MISSPELT = (
    "mijløkrav renhodl", "tildellingskriterium", "bergunnelse for untak", "lerlinger ramme avtale",
    "livsyklus kostnad kjøretøj", "kunstgres underlevrandører", "varmpumper energibrukk",
    "meneskerettigheter tekstil", "kvalifikajsonskrav konsulnter", "brøytting sanskjoner",
)  # fmt: skip


def answers() -> Iterator[dict[str, Any]]:
    """Questions with answers of some eighty words."""
    chance = random.Random(SEED)  # noqa: S311 - the same words each time
    what_words, about_words, rest_words = WHAT.split(), ABOUT.split(), REST.split()
    for number in range(1, COUNT + 1):
        what, about = chance.choice(what_words), chance.choice(about_words)
        own = f"{chance.choice(what_words)[:4]}{chance.choice(about_words)[:5]}{chance.randrange(3_000):x}"
        question = f"Hvordan stiller vi {about} når vi kjøper {what}?"
        words = [
            *chance.choices(rest_words, k=55),
            *chance.choices(what_words, k=8),
            *chance.choices(about_words, k=10),
            own,
        ]
        chance.shuffle(words)
        yield {"number": 100_000 + number, "question": question, "answer": " ".join(words).capitalize() + "."}


def measured() -> dict[str, Any]:
    """In a process with a database of its own: fill, search, tell."""
    import django  # noqa: PLC0415 - only where a database is given

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from dugnad.records.actions.search import index_one, refresh_search  # noqa: PLC0415
    from dugnad.records.models.knowledge import Knowledge  # noqa: PLC0415
    from dugnad.records.queries.search import search  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    now = timezone.now()
    rows = [Knowledge(state="published", published_at=now, **given) for given in answers()]
    Knowledge.objects.bulk_create(rows, batch_size=500)
    started = time.perf_counter()
    refresh_search(by="bench")
    filling = time.perf_counter() - started
    started = time.perf_counter()
    refresh_search(by="bench")
    again = time.perf_counter() - started
    started = time.perf_counter()
    Knowledge.objects.filter(number=100_001).update(question="Hvordan stiller vi krav til drakter?")
    index_one("answer", "100001")
    one = time.perf_counter() - started
    times = {"plain": timed(search, QUERIES), "misspelt": timed(search, MISSPELT)}
    return {"filling": filling, "again": again, "one": one, **times}


def timed(search: Any, queries: tuple[str, ...]) -> list[float]:
    """Milliseconds of each search, the first of each left out: a site is warm."""
    found = []
    for query in queries:
        search(query, language="nb")
        for _ in range(ROUNDS):
            started = time.perf_counter()
            search(query, language="nb")
            found.append(1000 * (time.perf_counter() - started))
    return found


def on(database: str, folder: str) -> dict[str, Any]:
    """Measured in a process of its own on that database."""
    surroundings = os.environ | {
        "DUGNAD_VAR": folder, "DUGNAD_DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "dugnad.server.settings",
    }  # fmt: skip
    command = [sys.executable, str(Path(__file__)), "--here"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=CHECKOUT, env=surroundings)
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def postgres(folder: str) -> dict[str, Any] | None:
    """The same on a PostgreSQL that lives as long; None where none is installed."""
    surroundings = {name: value for name, value in os.environ.items() if name != "DUGNAD_DATABASE_URL"}
    surroundings |= {"DUGNAD_VAR": folder, "DJANGO_SETTINGS_MODULE": "dugnad.server.settings"}
    command = [str(CHECKOUT / "tools" / "postgres.sh"), sys.executable, str(Path(__file__)), "--here"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=CHECKOUT, env=surroundings)
    return json.loads(ended.stdout) if ended.stdout.startswith("{") else None


def claims(name: str, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Median and ninety-fifth of a hundred, plain and misspelt."""
    told = []
    for sort, times in (("searches", found["plain"]), ("misspelt searches", found["misspelt"])):
        for what, value in (("median", statistics.median(times)), ("95 of 100", statistics.quantiles(times, n=20)[-1])):
            told.append({"what": f"{sort} in 50 000 answers on {name}, {what}", "value": round(value, 1),
                         "at_most": AT_MOST_MS, "unit": "ms"})  # fmt: skip
    return told


def measure() -> dict[str, Any]:
    """On both databases."""
    with TemporaryDirectory() as folder:
        found = {"SQLite": on(f"sqlite:///{folder}/bench.sqlite3", folder), "PostgreSQL": postgres(folder)}
    about = [
        f"{name}: filled in {one['filling']:.0f} s, looked through again in {one['again']:.0f} s, one changed in "
        f"{1000 * one['one']:.0f} ms, slowest {max(one['plain'] + one['misspelt']):.0f} ms"
        for name, one in found.items()
        if one
    ]
    told = [claim for name, one in found.items() if one for claim in claims(name, one)]
    return {"claims": told, "about": f"{COUNT} answers, {len(QUERIES) + len(MISSPELT)} queries. " + "; ".join(about)}


if __name__ == "__main__":
    print(json.dumps(measured() if "--here" in sys.argv else measure(), indent=2))
