"""Passwords, hashed with scrypt from the standard library."""

from __future__ import annotations

import hashlib
import hmac
import secrets

#: 32 MB and about 80 ms a guess.
_N, _R, _P = 2**15, 8, 1
_MEMORY = 128 * _N * _R * 2

MINIMUM_LENGTH = 10


class PasswordTooShort(ValueError):
    """A password with fewer than ``MINIMUM_LENGTH`` characters."""

    def __init__(self) -> None:
        super().__init__(f"a password has at least {MINIMUM_LENGTH} characters")


def hash_password(password: str) -> str:
    """``scrypt$n$r$p$salt$hash``; raises ``PasswordTooShort``."""
    if len(password) < MINIMUM_LENGTH:
        raise PasswordTooShort
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_derive(password, salt, _N, _R, _P).hex()}"


def check_password(password: str, hashed: str) -> bool:
    """Whether ``password`` is the one that was hashed."""
    _, n, r, p, salt, wanted = hashed.split("$")
    found = _derive(password, bytes.fromhex(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found, bytes.fromhex(wanted))


def _derive(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    secret = password.encode("utf-8", "replace")
    return hashlib.scrypt(secret, salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)
