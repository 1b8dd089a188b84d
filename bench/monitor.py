"""How long all indicators take over a made-up store: `python bench/monitor.py [NOTICES ...]`."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import duckdb

from dugnad.monitor.compute import compute_results
from dugnad.notices.tables import TABLES

BODIES = 2_000
LOTS = 3
CRITERIA = 4
TABLE_ROWS = {
    "body": """
        select cast(900000000 + i as string) as orgnr,
            case i % 4 when 0 then 'county' when 1 then 'state-agency' else 'municipality' end as kind,
            lpad(cast(1 + i % 56 as string), 2, '0') as county, false as is_demo
        from range({bodies}) as t (i)""",
    "notice": """
        select cast(i as string) as notice_id, 'competition' as form_type, 'NOR' as country, true as is_latest,
            false as is_demo, 'eu' as profile, date '2023-01-01' + cast(hash(i) % 1400 as int) as judged_on,
            cast(10 + hash(i * 7) % 80 as string) || '000000' as cpv, 'NO060' as buyer_nuts
        from range({notices}) as t (i)""",
    "buyer": """
        select cast(i as string) as notice_id, 0 as position,
            cast(900000000 + hash(i * 3) % {bodies} as string) as orgnr, 'own' as share_role
        from range({notices}) as t (i)""",
    "lot": """
        select cast(i // {lots} as string) as notice_id, 'LOT-' || cast(i % {lots} as string) as lot_id, 'lot' as kind,
            hash(i * 13) % 10 = 0 as criteria_in_documents,
            case when i % 3 = 0 then ['env-imp'] else [] end as strategic
        from range({notices} * {lots}) as t (i)""",
    "criterion": """
        select cast(i // {each} as string) as notice_id, 'LOT-' || cast(i // {criteria} % {lots} as string) as lot_id,
            cast(i % {criteria} as int) as position,
            case when i % {criteria} = 0 then 'price' else 'quality' end as type_code,
            false as is_statement, case when i % {criteria} = 1 then 'certain' else 'none' end as environment,
            'whole' as environment_scope, case when i % {criteria} = 1 then 'energy' end as topic
        from range({notices} * {each}) as t (i)""",
    "finding": """
        select cast(i // {lots} as string) as notice_id, 'LOT-' || cast(i % {lots} as string) as lot_id,
            'environment.weight' as rule, 0 as position,
            ['MET_WEIGHT', 'UNKNOWN', 'POSSIBLE_BREACH', 'EXEMPT_CLAIMED'][cast(1 + hash(i) % 4 as bigint)] as outcome,
            'foa-7-9@2024' as rule_version, 1e0 * (hash(i * 5) % 11) * 5 as weight_environment_certain,
            1e0 * (hash(i * 5) % 11) * 5 as weight_environment_max
        from range({notices} * {lots}) as t (i)""",
}


def made_up(notices: int) -> duckdb.DuckDBPyConnection:
    """A store in memory, with this many notices of Norwegian competitions."""
    connection = duckdb.connect(":memory:")
    sizes = {"notices": notices, "bodies": BODIES, "lots": LOTS, "criteria": CRITERIA, "each": LOTS * CRITERIA}
    for name, schema in TABLES.items():
        connection.register("empty_rows", schema.empty_table())
        connection.execute(f"create table {name} as select * from empty_rows")  # noqa: S608 - our own names
        if name in TABLE_ROWS:
            connection.execute(f"insert into {name} by name {TABLE_ROWS[name].format(**sizes)}")
    return connection


def measure(notices: int) -> tuple[float, int]:
    """(seconds, result rows), the better of two runs."""
    connection = made_up(notices)
    seconds, rows = [], 0
    for _ in range(2):
        started = time.perf_counter()
        rows = compute_results(connection, computed_at=datetime.now(UTC)).num_rows
        seconds.append(time.perf_counter() - started)
    return min(seconds), rows


def main() -> None:
    """Print a line for each size."""
    for notices in [int(text) for text in sys.argv[1:]] or [833, 100_000]:
        seconds, rows = measure(notices)
        print(f"{notices:>9} notices {notices * LOTS:>9} lots: {seconds:7.3f} s, {rows} result rows")


if __name__ == "__main__":
    main()
