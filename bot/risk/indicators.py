"""Loads the reviewed phrases: ``indicators/*.yml``, ``words.yml`` and ``meaning.yml``.

A file that cannot be used stops the program at ``load()`` with its name, the line and
what to mend: a screener that silently lost a domain would be worse than none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, cast

import yaml

from bot.risk.assessment import DOMAINS, Tier
from bot.risk.matcher import Matcher
from bot.risk.patterns import Compiler
from bot.risk.phrase_parts import PatternError
from bot.risk.text import Reader, Spelling, near_index

HERE = Path(__file__).resolve().parent
#: Domain of the phrases that mask a false friend ("this queue is killing me").
BENIGN = "benign"

SubjectRule = Literal["auto", "self", "child", "partner", "other", "staff", "public"]
_SUBJECTS = ("auto", "self", "child", "partner", "other", "staff", "public")
#: A long-past danger keeps at most this tier unless the entry says otherwise (marks P in section 3).
PAST_TIER: Mapping[str, Tier] = {
    "suicide_self_harm": Tier.T2,
    "harm_to_others": Tier.T2,
    "family_violence": Tier.T2,
    "child_at_risk": Tier.T2,
    "elder_abuse": Tier.T2,
    "exploitation": Tier.T2,
}


class BadIndicators(ValueError):
    """A file of phrases can't be used; ``str()`` names file and line and says what to mend."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path.name}, line {line}: {problem}")
        self.path = path
        self.line = line


@dataclass(frozen=True)
class Entry:
    """One indicator: what it means and how its meaning moves. The phrases live in the matcher."""

    code: str
    domain: str
    tier: Tier
    subject: SubjectRule
    #: Tier when words for "now" or "tonight" stand near.
    now: Tier
    #: Highest tier when the words speak of long ago; ``None`` keeps the tier.
    past: Tier | None
    #: False where "not" in front, or a question about the world, changes nothing.
    negatable: bool
    hypothetical: bool
    #: The meaning is open: ask once.
    open: bool
    #: Other domains this sign always opens as well (X-10), each with a tier.
    opens: tuple[tuple[str, Tier], ...]
    language: str
    source: str
    reviewer: str
    status: str
    review_by: datetime.date | None
    file: str
    line: int


@dataclass(frozen=True)
class Rules:
    """Everything the pattern side of the screening needs, compiled."""

    reader: Reader
    matcher: Matcher
    #: ``entries[n]`` owns phrase ``n`` of the matcher; ``None`` for a phrase of ``meanings``.
    entries: tuple[Entry | None, ...]
    #: Name of the meaning phrase ``n`` belongs to ("staff", "past", ... or "now", "today").
    meanings: tuple[str | None, ...]
    #: Words that danger phrases are found by: where they stand, a passage is worth reading.
    rare_words: frozenset[str]

    @cached_property
    def count(self) -> int:
        """How many danger phrases are loaded (false friends and meanings not counted)."""
        return sum(1 for e in self.entries if e is not None and e.domain != BENIGN)


class _File:
    """A YAML file whose values know their lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        except OSError as error:
            raise BadIndicators(path, 1, f"the file can't be read ({error.strerror})") from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            problem = getattr(error, "problem", None) or "it can't be read"
            raise BadIndicators(
                path,
                line,
                f"this is not YAML ({problem}): indent the line like its neighbours, and put a "
                "text with ':' or '#' in quotes",
            ) from error
        if not isinstance(node, yaml.MappingNode):
            raise BadIndicators(path, 1, "the file must be a mapping, like the other files")
        self.root = node

    def fields(self, node: yaml.Node) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.bad(node, "expected 'name: value' lines here")
        return {str(key.value): value for key, value in node.value}

    def text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.bad(node, "expected one value here")
        return str(node.value)

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.bad(node, "expected a list here")
        return list(node.value)

    def phrases(self, node: yaml.Node) -> list[tuple[str, int]]:
        """Non-empty lines of a ``|`` block with their line numbers; ``#`` starts a comment."""
        lines = self.text(node).splitlines()
        block = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
        first = node.start_mark.line + (2 if block else 1)
        found = []
        for offset, line in enumerate(lines):
            phrase = line.split("#")[0].strip()
            if phrase:
                found.append((phrase, first + offset))
        return found

    def bad(self, node: yaml.Node, problem: str) -> BadIndicators:
        return BadIndicators(self.path, node.start_mark.line + 1, problem)


def _fault(error: BadIndicators, faults: list[BadIndicators] | None) -> None:
    """Raises the error, or notes it where all are wanted."""
    if faults is None:
        raise error
    faults.append(error)


_ENTRY_FIELDS = frozenset(
    [
        "code",
        "tier",
        "subject",
        "now",
        "past",
        "negatable",
        "hypothetical",
        "open",
        "opens",
        "phrases",
        "note",
        "domain",
        "source",
        "reviewer",
        "status",
        "review_by",
    ]
)


def _entries(
    file: _File, faults: list[BadIndicators] | None
) -> Iterable[tuple[Entry, list[tuple[str, int]]]]:
    head = file.fields(file.root)
    defaults: dict[str, str] = {
        name: file.text(head[name])
        for name in ("domain", "language", "source", "reviewer", "status", "review_by")
        if name in head
    }
    for name in ("source", "reviewer", "status", "review_by"):
        if name not in defaults:
            raise BadIndicators(file.path, 1, f"say '{name}:' at the head of the file")
    if "indicators" not in head:
        raise BadIndicators(file.path, 1, "there is no 'indicators:' list")
    for node in file.items(head["indicators"]):
        try:
            yield _entry(file, node, defaults)
        except BadIndicators as error:
            _fault(error, faults)


def _entry(
    file: _File, node: yaml.Node, defaults: Mapping[str, str]
) -> tuple[Entry, list[tuple[str, int]]]:
    fields = file.fields(node)
    for name, written in fields.items():
        if name not in _ENTRY_FIELDS:
            raise file.bad(written, f"{name!r} is not a field of an indicator")
    for name in ("code", "phrases"):
        if name not in fields:
            raise file.bad(node, f"the indicator needs '{name}:'")

    def value(name: str, default: str) -> str:
        return file.text(fields[name]) if name in fields else defaults.get(name, default)

    def tier(name: str, default: Tier) -> Tier:
        if name not in fields:
            return default
        try:
            return Tier.of(file.text(fields[name]))
        except ValueError as error:
            raise file.bad(fields[name], str(error)) from error

    def flag(name: str, default: bool) -> bool:
        answer = value(name, "yes" if default else "no")
        if answer not in {"yes", "no"}:
            raise file.bad(fields[name], f"{name!r} is yes or no")
        return answer == "yes"

    domain = value("domain", "")
    if domain != BENIGN and domain not in DOMAINS:
        raise file.bad(node, f"{domain!r} is not one of the fourteen domains")
    subject = value("subject", "auto")
    if subject not in _SUBJECTS:
        raise file.bad(fields["subject"], f"the subject is one of {', '.join(_SUBJECTS)}")
    if domain != BENIGN and "tier" not in fields:
        raise file.bad(node, "the indicator needs 'tier:'")
    own = tier("tier", Tier.T0)
    opens = []
    if "opens" in fields:
        for other, wanted in file.fields(fields["opens"]).items():
            if other not in DOMAINS:
                raise file.bad(wanted, f"{other!r} is not one of the fourteen domains")
            opens.append((other, Tier.of(file.text(wanted))))
    keeps_past = "past" in fields and file.text(fields["past"]) == "keep"
    written_date = value("review_by", "")
    try:
        review_by = datetime.date.fromisoformat(written_date) if written_date else None
    except ValueError as error:
        raise file.bad(node, f"review_by {written_date!r} is not a date like 2027-05-31") from error
    entry = Entry(
        code=file.text(fields["code"]),
        domain=domain,
        tier=own,
        subject=cast(SubjectRule, subject),
        now=tier("now", own),
        past=None if keeps_past else tier("past", PAST_TIER.get(domain, Tier.T1)),
        negatable=flag("negatable", True),
        hypothetical=flag("hypothetical", True),
        open=flag("open", False),
        opens=tuple(opens),
        language=defaults.get("language", "en"),
        source=value("source", ""),
        reviewer=value("reviewer", ""),
        status=value("status", ""),
        review_by=review_by,
        file=file.path.name,
        line=node.start_mark.line + 1,
    )
    return entry, file.phrases(fields["phrases"])


def _mapping(file: _File, name: str) -> dict[str, str]:
    node = file.fields(file.root).get(name)
    if node is None:
        raise BadIndicators(file.path, 1, f"there is no '{name}:'")
    return {key: file.text(value) for key, value in file.fields(node).items()}


def _lists(file: _File, name: str) -> dict[str, list[str]]:
    node = file.fields(file.root).get(name)
    if node is None:
        raise BadIndicators(file.path, 1, f"there is no '{name}:'")
    return {
        key: [file.text(item) for item in file.items(value)]
        for key, value in file.fields(node).items()
    }


def _words(path: Path) -> frozenset[str]:
    return frozenset(path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()


def load_from(folder: Path, faults: list[BadIndicators] | None = None) -> Rules:
    """Reads and compiles every file under ``folder``.

    Raises ``BadIndicators`` at the first thing that can't be used; with ``faults``, those
    in the files of indicators are put there instead, and what is left is loaded.
    """
    words_file = _File(folder / "words.yml")
    rewrite = {w: tuple(t.split()) for w, t in _mapping(words_file, "rewrite").items()}
    before_verb = _mapping(words_file, "rewrite_before_verb")
    head = words_file.fields(words_file.root)
    basic = Spelling(
        rewrite=rewrite,
        rewrite_before_verb={w: tuple(t.split()) for w, t in before_verb.items()},
        verbs=frozenset(words_file.text(head["verbs"]).split()),
        pairs={
            (w.split()[0], w.split()[1]): tuple(t.split())
            for w, t in _mapping(words_file, "pairs").items()
        },
        strong=frozenset(words_file.text(head["strong"]).split()),
    )
    plain_reader = Reader(basic)
    compiler = Compiler(
        lambda text: plain_reader.read(text).words,
        _lists(words_file, "lists"),
        _lists(words_file, "irregular"),
    )
    matcher = Matcher()
    entries: list[Entry | None] = []
    meanings: list[str | None] = []

    def add(path: Path, phrase: str, line: int, entry: Entry | None, meaning: str | None) -> None:
        try:
            matcher.add(compiler.compile(phrase))
        except PatternError as error:
            _fault(BadIndicators(path, line, str(error)), faults)
            return
        entries.append(entry)
        meanings.append(meaning)

    for name in ("now", "today"):
        add(words_file.path, f"{{{name}}}", 1, None, name)
    meaning_file = _File(folder / "meaning.yml")
    for name, node in meaning_file.fields(meaning_file.root).items():
        for phrase, line in meaning_file.phrases(node):
            add(meaning_file.path, phrase, line, None, name)
    seen: dict[str, Entry] = {}
    english: frozenset[str] | None = None
    # English first, so that its vocabulary is known apart.
    for path in sorted(
        (folder / "indicators").rglob("*.yml"), key=lambda p: (p.parent.name == "languages", p)
    ):
        if english is None and path.parent.name == "languages":
            english = frozenset(compiler.vocabulary)
        try:
            for entry, phrases in _entries(_File(path), faults):
                earlier = seen.setdefault(entry.code, entry)
                if earlier is not entry and earlier.domain != entry.domain:
                    problem = f"the code {entry.code} is taken by {earlier.file}; choose another"
                    _fault(BadIndicators(path, entry.line, problem), faults)
                for phrase, line in phrases:
                    add(path, phrase, line, entry, None)
        except BadIndicators as error:
            _fault(error, faults)
    present = {e.domain for e in entries if e is not None and e.language == "en"}
    missing = [d for d in DOMAINS if d not in present]
    if missing:
        problem = f"no phrases for {', '.join(missing)}"
        _fault(BadIndicators(folder / "indicators", 1, problem), faults)
    vocabulary = frozenset(compiler.vocabulary)
    spelling = Spelling(
        rewrite=basic.rewrite,
        rewrite_before_verb=basic.rewrite_before_verb,
        verbs=basic.verbs,
        pairs=basic.pairs,
        vocabulary=vocabulary,
        english=vocabulary if english is None else english,
        strong=basic.strong,
        near=near_index(vocabulary if english is None else english),
        real=_words(folder / "words_near.txt"),
    )
    rare = {
        word
        for phrase, entry in zip(matcher.phrases, entries, strict=True)
        if entry is not None and entry.tier >= Tier.T2
        for word in phrase.anchors
        if len(phrase.anchors) <= 30
    }
    return Rules(Reader(spelling), matcher, tuple(entries), tuple(meanings), frozenset(rare))


def phrase_counts(loaded: Rules) -> dict[tuple[str, str], int]:
    """Danger phrases per (language, domain)."""
    counts: dict[tuple[str, str], int] = {}
    for entry in loaded.entries:
        if entry is not None:
            key = (entry.language, entry.domain)
            counts[key] = counts.get(key, 0) + 1
    return counts


def overdue(loaded: Rules, today: datetime.date) -> Sequence[Entry]:
    """Indicators whose review date has passed, each once, oldest first."""
    found = {
        e.code: e for e in loaded.entries if e is not None and e.review_by and e.review_by < today
    }
    return sorted(found.values(), key=lambda e: (str(e.review_by), e.code))
