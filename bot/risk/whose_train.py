"""``python -m bot.risk.whose_train``: teaches ``whose.py`` with labelled sentences; a minute.

    python -m bot.risk.whose_train --measure tests/risk/whose.tsv   trains nothing, counts

Reads ``examples/whose/*.tsv`` (subject, domain, language, text), writes ``whose.npz`` and prints how
many of the sentences a fit that has not seen them tells right. Two runs give the same file.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from bot.language.encoder import LAYERS, default_encoder
from bot.risk import whose
from bot.risk.assessment import DOMAINS, Subject
from bot.risk.examples import FOLDER, BadExamples
from bot.risk.judges import FloatArray
from bot.risk.screening import canonical, screen

TAUGHT = FOLDER / "whose"
#: Strength of the fit; .5 to 3 make no difference.
FIT = 1.0
FOLDS = 5


@dataclass(frozen=True)
class Told:
    """A sentence and whose danger it speaks of."""

    subject: Subject
    domain: str
    language: str
    text: str


def taught(folder: Path = TAUGHT) -> list[Told]:
    """The labelled sentences, file by file. Raises ``BadExamples`` with file and line."""
    return [one for path in sorted(folder.glob("*.tsv")) for one in told(path)]


def told(path: Path) -> list[Told]:
    """The sentences of one table. Raises ``BadExamples`` with file and line."""
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for line, row in enumerate(table, start=2):
            if row.get("subject") not in whose.SUBJECTS or row.get("domain") not in DOMAINS:
                raise BadExamples(f"{path.name}, line {line}: no such subject or domain")
            if not (row.get("text") or "").strip() or not row.get("language"):
                raise BadExamples(f"{path.name}, line {line}: language or text is missing")
            subject = cast(Subject, row["subject"])
            found.append(Told(subject, row["domain"], row["language"], row["text"]))
    return found


def rows(sentences: list[Told], levels: FloatArray) -> FloatArray:
    """What the regression reads of each sentence; ``levels`` are their vectors."""
    read = zip(sentences, levels, strict=True)
    return np.stack([whose.numbers(one.domain, canonical(one.text), level) for one, level in read])


def fit(seen: FloatArray, labels: Any) -> Any:
    """A regression of ``seen``, each row once more without its vector, as phrases alone have it."""
    from sklearn.linear_model import LogisticRegression

    blind = seen.copy()
    blind[:, :LAYERS] = 0.0
    model = LogisticRegression(C=FIT, max_iter=600)
    return model.fit(np.concatenate([seen, blind]), np.concatenate([labels, labels]))


def measured(path: Path) -> Counter[str]:
    """How many signs of a held-out table are told right: "right", "of", and of others than the speaker."""
    counts: Counter[str] = Counter()
    for one in told(path):
        signs = screen(one.text, one.language).indicators
        sign = next((i for i in signs if i.domain == one.domain), signs[0] if signs else None)
        if sign is None:
            continue
        another = one.subject != "self"
        right = sign.subject == one.subject
        counts += Counter(
            {"of": 1, "right": right, "others": another, "others right": another and right}
        )
    return counts


def main(argv: list[str] | None = None) -> int:
    """Trains, writes and prints; or measures."""
    parser = argparse.ArgumentParser(prog="python -m bot.risk.whose_train", description=__doc__)
    parser.add_argument("--measure", type=Path, help="a table as those of examples/whose")
    given = parser.parse_args(argv)
    if given.measure:
        found = measured(given.measure)
        sys.stdout.write(
            f"{found['right']} of {found['of']} signs told right; of those that are not the "
            f"speaker's {found['others right']} of {found['others']}\n"
        )
        return 0
    return train()


def train() -> int:
    """Trains, writes the weights and prints how many are told right out of fold."""
    from sklearn.model_selection import StratifiedKFold

    encoder, sentences = default_encoder(), taught()
    vectors = np.stack([encoder.layers(canonical(one.text)) for one in sentences])
    centre, spread = vectors.mean(axis=0), np.maximum(vectors.std(axis=0), 1e-6)
    seen = rows(sentences, whose.leveled(vectors, centre, spread))
    labels = np.array([whose.SUBJECTS.index(one.subject) for one in sentences])
    right = np.zeros((2, len(labels)), bool)
    blind = seen.copy()
    blind[:, :LAYERS] = 0.0
    for known, rest in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(seen, labels):
        model = fit(seen[known], labels[known])
        right[0, rest] = model.predict(seen[rest]) == labels[rest]
        right[1, rest] = model.predict(blind[rest]) == labels[rest]
    english = np.array([one.language == "en" for one in sentences])
    for name, share in zip(("with vector", "by words"), right, strict=True):
        sys.stdout.write(
            f"{name}: {share.mean():.3f} of {len(labels)} out of fold; English "
            f"{share[english].mean():.3f}, other languages {share[~english].mean():.3f}\n"
        )
    model = fit(seen, labels)
    np.savez_compressed(
        whose.WEIGHTS,
        centre=centre.astype(np.float16),
        spread=spread.astype(np.float16),
        weights=model.coef_.T.astype(np.float16),
        bias=model.intercept_.astype(np.float16),
        about=np.array(json.dumps({"encoder": encoder.name, "count": len(labels)})),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
