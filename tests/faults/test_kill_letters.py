"""`kill -9` at any moment of a sending: nobody is left out, and a second copy is the same letter and is told."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from faults.mass_letters import check_account, kill_while_sending, make_mass
from post_office import mail_server


@pytest.mark.long
def test_60_letters_killed_twice_all_arrive(tmp_path: Path) -> None:
    with mail_server() as box:
        mass = make_mass(tmp_path, box, 60)

        kills = kill_while_sending(mass, 60, 2)

        assert kills == 2
        check_account(mass, 60)


@pytest.mark.long
def test_500_letters_killed_20_times_all_arrive(tmp_path: Path) -> None:
    with mail_server() as box:
        mass = make_mass(tmp_path, box, 500)

        kills = kill_while_sending(mass, 500, 20)

        assert kills == 20
        check_account(mass, 500)


@pytest.mark.long
def test_letter_taken_just_before_the_fall_comes_twice_and_is_told(tmp_path: Path) -> None:
    with mail_server(seconds=3) as box:
        mass = make_mass(tmp_path, box, 4)
        process = mass.sender()
        while not box.mails:
            time.sleep(0.001)
        process.kill()  # the server has the letter; its answer has not come
        process.wait()
        box.seconds = 0

        assert mass.sender().wait() == 0

        check_account(mass, 4)
        assert len(box.mails) == 5
        assert len(set(box.ids())) == 4


@pytest.mark.long
def test_two_senders_at_once_send_each_letter_once(tmp_path: Path) -> None:
    with mail_server(seconds=0.02) as box:
        mass = make_mass(tmp_path, box, 40)
        first, second = mass.sender(), mass.sender()

        assert (first.wait(), second.wait()) == (0, 0)

        check_account(mass, 40)
        assert len(box.mails) == 40
