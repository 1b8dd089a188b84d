"""What is new: the notices of the last week that the store knows."""

from __future__ import annotations

from pathlib import Path

from dugnad.monitor.pictures.body import Purchase, purchase_of
from dugnad.monitor.pictures.reading import reading_of

LINES = 6
NEWS = """
WITH fresh AS (
    SELECT * FROM notice
    WHERE is_latest AND form_type = 'competition' AND country = 'NOR' AND announced > (
        SELECT max(announced) FROM notice WHERE is_latest AND form_type = 'competition' AND country = 'NOR'
    ) - INTERVAL 7 DAY
    ORDER BY announced DESC, notice_id LIMIT ?
)
SELECT n.notice_id, coalesce(n.title, '') AS title, n.announced, coalesce(n.form_type, '') AS form_type,
       n.value, n.currency,
       (SELECT count(*) FROM finding AS f WHERE f.notice_id = n.notice_id AND f.rule = 'environment.weight') AS lots,
       (
           SELECT list(f.outcome) FROM finding AS f
           WHERE f.notice_id = n.notice_id AND f.rule = 'environment.weight'
       ) AS outcomes,
       'joint' AS share_role, u.orgnr AS lead_orgnr, coalesce(b.name, u.name, n.buyer_name) AS lead_name,
       coalesce(n.is_demo, false) AS is_demo, 0 AS position
FROM fresh AS n
LEFT JOIN buyer AS u ON u.notice_id = n.notice_id AND u.position = 0
LEFT JOIN body AS b ON b.orgnr = u.orgnr
ORDER BY n.announced DESC, n.notice_id
"""


def news(store: Path) -> tuple[Purchase, ...]:
    """The newest competitions: those of the seven days up to the newest of all."""
    return tuple(purchase_of(row) for row in reading_of(store).rows(NEWS, [LINES]))
