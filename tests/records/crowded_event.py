"""Run as a program on an empty database: forty people and one of them twice sign up at once, and some give up again."""

from __future__ import annotations

import json
import sys
import threading
from datetime import timedelta

import django
from django.core.management import call_command

PEOPLE, AT_ONCE, SEATS, GIVE_UP = 40, 8, 5, 7


def main() -> None:
    """Tell how many have seats, wait, and have given up, and whether the line is in the order they came."""
    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection  # noqa: PLC0415 - after setup
    from django.utils import timezone  # noqa: PLC0415

    from dugnad.records.actions.events import Planned, create_event, desk_at, publish_event  # noqa: PLC0415
    from dugnad.records.actions.sign_ups import Given, cancel_sign_up, sign_up  # noqa: PLC0415
    from dugnad.records.models.events import SignUp  # noqa: PLC0415
    from dugnad.records.models.people import RoleName  # noqa: PLC0415
    from people import make_person  # noqa: PLC0415

    adviser = make_person("radgiver", RoleName.ADVISER, county="46")
    starts = timezone.now() + timedelta(days=30)
    planned = Planned(kind="course", title="Kurs", starts_at=starts, ends_at=starts + timedelta(hours=1),
                      audience=("buyer",), seats=SEATS)  # fmt: skip
    event = create_event(by=adviser, desk=desk_at("46"), planned=planned)
    publish_event(by=adviser, event=event)
    begin = threading.Barrier(AT_ONCE)

    def come(first: int) -> None:
        begin.wait()
        for number in [*range(first, PEOPLE, AT_ONCE), 0]:
            given = Given(role="buyer", name=f"{number}", email=f"n{number}@eksempel.invalid", body_told="X")
            row = sign_up(by="visitor", event=event, given=given, on=timezone.now()).sign_up
            if 0 < number <= GIVE_UP:
                cancel_sign_up(by="visitor", sign_up=row, on=timezone.now())
        connection.close()

    threads = [threading.Thread(target=come, args=(first,)) for first in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    standing = [row.state for row in SignUp.objects.order_by("at") if row.state != "cancelled"]
    told = {
        "seated": standing.count("seated"),
        "waiting": standing.count("waiting"),
        "cancelled": SignUp.objects.filter(state="cancelled").count(),
        "in_order": standing == sorted(standing),
    }
    sys.stdout.write(f"{json.dumps(told)}\n")


if __name__ == "__main__":
    main()
