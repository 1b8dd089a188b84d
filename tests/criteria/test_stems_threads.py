"""Words are stemmed the same whatever other threads do: the site answers several visitors at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from dugnad.criteria.stems import stem

WORDS = ["renholdstjenester", "kjoretoyene", "byggeplassene", "datamaskiner", "arbeidsklaerne", "leverandorenes"] * 400


def test_stems_do_not_depend_on_other_threads() -> None:
    alone = [stem.__wrapped__(word) for word in WORDS]

    with ThreadPoolExecutor(8) as pool:
        together = [list(pool.map(stem.__wrapped__, WORDS)) for _ in range(4)]

    assert [one == alone for one in together] == [True] * 4
