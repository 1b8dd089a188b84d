"""Does a responsible position look like somebody's name? Only a hint: plans are public and name positions."""

from __future__ import annotations

import re

NAME = re.compile(r"[A-ZÆØÅ][a-zæøåéèöäü]+(?:-[A-ZÆØÅ][a-zæøåéèöäü]+)?")
POSITION = re.compile(
    r"sjef|leder|leiar|direktør|rådgiver|rådgivar|ansvarlig|ansvarleg|rådmann|ordfører|ordførar|kontroller|innkjøp"
    r"|avdeling|seksjon|kommun|fylke|departement|etat|råd$|rådet|styre|enhet|eining|koordinator|konsulent|økonom"
    r"|juridisk|teknisk|jurist|ingeniør|forvalt|byggherre|team|utvalg|utval|chief|officer|head|manager|director|adviser"
    r"|drift|miljø|klima|rektor|sekretær|prosjekt|eiendom|eigedom|anskaffelse|anskaffing|byråd|minister|office",
    re.IGNORECASE,
)


def looks_like_a_person(position: str) -> bool:
    """Two or three capitalised words, none of which is a word of positions or units."""
    words = position.split()
    return 2 <= len(words) <= 3 and all(NAME.fullmatch(one) for one in words) and not POSITION.search(position)  # noqa: PLR2004
