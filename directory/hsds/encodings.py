"""How a file's letters are written: told by its first bytes, else by trying.

UTF-8 with or without mark and UTF-16 are certain. What is none of them is read
as Windows-1252, which Australian spreadsheets mostly are, and that is said.
"""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import TextIO

from directory.hsds.rows import Problems

PIECE = 1 << 20


def encoding_of(path: Path) -> str:
    """The codec that reads a file."""
    with path.open("rb") as file:
        head = file.read(4096)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        zeros = head[:400]
        if len(zeros) >= 8 and zeros.count(0) > len(zeros) // 3:
            return "utf-16-le" if zeros[1::2].count(0) > zeros[0::2].count(0) else "utf-16-be"
        decoder = codecs.getincrementaldecoder("utf-8")()
        file.seek(0)
        try:
            while piece := file.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def open_text(path: Path, name: str, problems: Problems) -> TextIO:
    """The file as text, with a warning where its encoding is a guess; newlines stay as they are."""
    encoding = encoding_of(path)
    if encoding == "cp1252":
        problems.once(
            name, _first_odd_line(path), "", "encoding",
            "read as Windows-1252; save it as UTF-8 to be sure of its letters",
        )  # fmt: skip
    elif encoding.startswith("utf-16-"):
        problems.once(name, 1, "", "encoding", "read as UTF-16 without its mark")
    return io.open(path, encoding=encoding, errors="replace", newline="")  # noqa: UP020


def _first_odd_line(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1
