"""``python -m bot staff``: who may sign in at the desk."""

from __future__ import annotations

import argparse
import getpass
import sys

from bot.desk import Desk
from bot.desk.errors import DeskError
from bot.desk.staff import ROLES
from bot.settings import read_settings


def main(argv: list[str]) -> int:
    """Runs one command; returns 0, or 1 with a sentence on stderr about what to mend."""
    arguments = _parser().parse_args(argv)
    desk = Desk.open(read_settings().database_url)
    try:
        _run(desk, arguments)
    except (DeskError, ValueError) as error:
        print(f"{error}", file=sys.stderr)
        return 1
    finally:
        desk.close()
    return 0


def _run(desk: Desk, arguments: argparse.Namespace) -> None:
    if arguments.command == "add":
        staff = desk.add_staff(arguments.name, arguments.role, _password())
        print(f"Added {staff.name} ({staff.role}).")
    elif arguments.command == "password":
        desk.set_password(arguments.name, _password())
        print(f"{arguments.name} has a new password and is signed out everywhere.")
    elif arguments.command == "disable":
        desk.disable_staff(arguments.name)
        print(f"{arguments.name} can't sign in any more.")
    else:
        for staff in desk.staff():
            print(f"{staff.name}\t{staff.role}\t{'disabled' if staff.disabled else 'active'}")


def _password() -> str:
    """Asked for twice on a terminal, else the first line of standard input; never an argument."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise ValueError("the two passwords differ")
    return first


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot staff", description="Who may sign in at the desk and the look-up."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="make an account; the password is asked for or piped in")
    add.add_argument("name")
    add.add_argument("--role", choices=ROLES, default="worker")
    commands.add_parser("list", help="all accounts")
    for name, what in (("disable", "end an account"), ("password", "set a new password")):
        commands.add_parser(name, help=what).add_argument("name")
    return parser
