"""``python -m bot COMMAND``: run, train and try the assistant from the shell."""

from __future__ import annotations

import importlib
import sys

#: command -> (module with ``main(argv) -> int``, what it does)
COMMANDS = {
    "serve": ("bot.serve", "start the gateway and Rasa, and watch both"),
    "train": ("bot.train", "train the model if one of its inputs changed"),
    "screen": ("bot.risk.cli", "notice danger in texts: python -m bot screen --jsonl < texts"),
    "phrases": ("bot.risk.phrases", "what a change to the phrases of danger changes"),
    "signs": ("bot.desk.sign_report", "signs of danger by rate, correction and age of review"),
    "understand": ("bot.nlu.cli", "what the trained model understands: --jsonl < texts"),
    "staff": ("bot.desk.cli", "add, list or disable the people who work at the desk"),
    "migrate": ("bot.desk.migrate", "make or change the tables of the desk"),
}


def _usage() -> str:
    lines = [f"  {name:<11} {what}" for name, (_, what) in COMMANDS.items()]
    return "usage: python -m bot COMMAND [--help]\n\n" + "\n".join(lines)


def main(argv: list[str]) -> int:
    """Runs one command; returns its exit code (2 when the command is unknown)."""
    if not argv or argv[0] in {"-h", "--help"}:
        print(_usage())
        return 0 if argv else 2
    if argv[0] not in COMMANDS:
        print(f"There is no command {argv[0]!r}.\n{_usage()}", file=sys.stderr)
        return 2
    module = importlib.import_module(COMMANDS[argv[0]][0])
    return int(module.main(argv[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
