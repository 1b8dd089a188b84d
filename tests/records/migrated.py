"""An installation of the version before, with rows in its tables, brought to this one; in a process of its own."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "dugnad.server.settings"
import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

BEFORE = [
    ("records", "0003_feedback"),
    ("auth", "0012_alter_user_first_name_max_length"),
    ("contenttypes", "0002_remove_content_type_name"),
    ("sessions", "0001_initial"),
    ("django_tasks_database", "0021_conditional_partial_index_ordering"),
]
ROWS: dict[str, dict[str, Any]] = {
    "ImportJob": {"name": "a.xml", "size_bytes": 5, "by": "visitor", "path": "/a.xml"},
    "CheckJob": {"names": ["a"], "by": "visitor"},
    "LogEntry": {"by": "worker", "action": "begin_import", "subject": "1", "details": {"name": "æ"}},
    "Feedback": {"key": "lighting/x", "text": "Bra", "language": "nb"},
}


def rows(apps: Any) -> dict[str, list[dict[str, Any]]]:
    """The rows as they were written, column by column."""
    return {
        name: list(apps.get_model("records", name).objects.order_by("pk").values("pk", *given))
        for name, given in ROWS.items()
    }


def main() -> dict[str, Any]:
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps
    for name, given in ROWS.items():
        old.get_model("records", name).objects.create(**given)
    before = rows(old)
    call_command("migrate", verbosity=0, interactive=False)
    new = MigrationExecutor(connection)
    after = rows(new.loader.project_state().apps)
    connection.check_constraints()
    return {
        "vendor": connection.vendor,
        "is_same": before == after,
        "rows": {name: len(found) for name, found in after.items()},
        "left": len(new.migration_plan(new.loader.graph.leaf_nodes())),
    }


if __name__ == "__main__":
    print(json.dumps(main()), file=sys.stdout)  # noqa: T201
