"""``python -m bot train``: trains the model, only if one of its inputs changed."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.settings import ROOT, read_settings

#: Files whose change makes another model. Texts in domain.yml are part of a Rasa model too.
INPUTS = (
    "config.yml",
    "domain.yml",
    "data/**/*.yml",
    "bot/nlu/**/*.py",
    "bot/nlu/**/*.yml",
    "bot/language/**/*.py",
    "bot/language/*.yml",
    "bot/language/**/*.onnx",
    "bot/risk/text.py",
    "bot/risk/words*",
    "directory/gazetteer/*.*",
    "directory/needs*.*",
    "directory/needs_languages/*.yml",
    "directory/places.py",
    "requirements.lock",
)

#: Inputs that Rasa's own cache of trained components looks at; of code it sees the classes of
#: components alone, not what they call.
SEEN_BY_CACHE = ("config.yml", "domain.yml", "data/**/*.yml")
#: Rasa keeps what it trained in a folder below this, one for each state of the other inputs.
CACHES = Path(".rasa") / "caches"

#: Models of earlier inputs that are kept, to go back to.
KEPT_MODELS = 3


class TrainingFailed(RuntimeError):
    """Rasa did not make a model; its own output says why."""


def inputs_fingerprint(root: Path = ROOT, patterns: Sequence[str] = INPUTS) -> str:
    """Hash over names and contents of everything the model is made from."""
    digest = hashlib.blake2b(digest_size=8)
    for pattern in patterns:
        for path in sorted(p for p in root.glob(pattern) if p.is_file()):
            digest.update(str(path.relative_to(root)).encode())
            digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def model_for_inputs(models: Path, root: Path = ROOT) -> Path:
    """Where the model of the present inputs is, or would be."""
    return models / f"triage-{inputs_fingerprint(root)}.tar.gz"


def cache_for_inputs(root: Path = ROOT) -> Path:
    """Rasa's cache for the present code, so that new code is never given weights of the old one.

    A change of texts or examples alone keeps it. Caches of other code are deleted.
    """
    code = [pattern for pattern in INPUTS if pattern not in SEEN_BY_CACHE]
    wanted = root / CACHES / inputs_fingerprint(root, code)
    for other in wanted.parent.glob("*"):
        if other != wanted:
            shutil.rmtree(other, ignore_errors=True)
    wanted.mkdir(parents=True, exist_ok=True)
    return wanted


def train_if_needed(models: Path, *, force: bool = False, log: Path | None = None) -> Path:
    """The model of the present inputs, trained now if it isn't there. Raises ``TrainingFailed``.

    ``log`` takes Rasa's output; without it the output goes to this process's own.
    """
    wanted = model_for_inputs(models)
    if wanted.exists() and not force:
        wanted.touch()  # the newest model is the one that is served
        return wanted
    models.mkdir(parents=True, exist_ok=True)
    # ``make validate`` checks the data; doing it at every start would take half of the time.
    command = [sys.executable, "-m", "rasa", "train", "--skip-validation", "--out", str(models)]
    command += ["--fixed-model-name", wanted.name.removesuffix(".tar.gz")]
    if force:
        command.append("--force")
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore"}
    environment.setdefault("OMP_NUM_THREADS", "1")
    environment["RASA_CACHE_DIRECTORY"] = str(cache_for_inputs())
    if log is not None:
        with log.open("w", encoding="utf-8") as output:
            done = subprocess.run(
                command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
            )
    else:
        done = subprocess.run(command, cwd=ROOT, env=environment)
    if done.returncode != 0 or not wanted.exists():
        where = f"; its output is in {log}" if log else ""
        raise TrainingFailed(f"rasa train ended with code {done.returncode}{where}")
    for old in sorted(models.glob("triage-*.tar.gz"), key=lambda p: p.stat().st_mtime)[
        :-KEPT_MODELS
    ]:
        old.unlink()
    return wanted


def main(argv: list[str]) -> int:
    """Command line: ``--force`` trains even if nothing changed."""
    parser = argparse.ArgumentParser(prog="python -m bot train", description=__doc__)
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")
    arguments = parser.parse_args(argv)
    try:
        model = train_if_needed(read_settings().models_dir, force=arguments.force)
    except TrainingFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    print(model)
    return 0
