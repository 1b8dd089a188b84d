"""The adviser's morning page in a county of 500 bodies, and the service's figures over ten thousand cases.

python bench/desk_needs.py

SQLite; with PostgreSQL where DUGNAD_DATABASE_URL names one that is empty:
tools/postgres.sh python bench/desk_needs.py
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

MOST = {"/desk/needs/46/": 150, "/desk/measures/": 300}
WHAT = {
    "/desk/needs/46/": "the morning page of a county of 500 bodies, measured and ordered",
    "/desk/measures/": "the support service's figures over 10 000 cases",
}


def measure() -> dict[str, Any]:
    """A county and a country, then the two pages."""
    with TemporaryDirectory() as name:
        os.environ |= {"DUGNAD_VAR": name, "DUGNAD_STORE": str(Path(name) / "store")}
        os.environ["DJANGO_SETTINGS_MODULE"] = "dugnad.server.settings"
        import django  # noqa: PLC0415 - after the surroundings are set
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        from django.test import Client  # noqa: PLC0415
        from django.utils import timezone  # noqa: PLC0415

        from people import signed_in  # noqa: PLC0415
        from scale.needs_of_county import make_county, milliseconds  # noqa: PLC0415

        adviser = make_county(Path(name) / "store", timezone.localdate())
        who = {"/desk/needs/46/": signed_in(adviser), "/desk/measures/": Client(HTTP_HOST="localhost")}
        taken = {address: milliseconds(lambda address=address: who[address].get(address)) for address in MOST}
    kind = "PostgreSQL" if os.environ.get("DUGNAD_DATABASE_URL") else "SQLite"
    return {
        "claims": [
            {"what": f"{WHAT[address]} ({kind})", "value": round(taken[address]), "at_most": most, "unit": "ms"}
            for address, most in MOST.items()
        ],
        "about": "a county of 500 bodies with 4000 notices and a letter each; 10 000 cases; median of 9 requests",
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
