"""The program's settings: one frozen object, read from the environment once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


class BadSetting(ValueError):
    """A setting cannot be used; ``str()`` says which one and what to write instead."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}={value!r} can't be used: {wanted}")
        self.name = name
        self.value = value


@dataclass(frozen=True)
class Settings:
    """What an operator can set. Every field has the environment variable of the same name in capitals."""

    host: str = "127.0.0.1"
    port: int = 8080
    data_dir: Path = ROOT / "var"
    #: SQLAlchemy address of the desk (conversations, cases, staff, dialogue state).
    database_url: str = ""
    #: SQLAlchemy address of the service directory.
    directory_url: str = ""
    #: False leaves the made-up sample district out of every search.
    sample_district: bool = True
    #: Folder of trained Rasa models; the newest one is served.
    models_dir: Path = ROOT / "models"
    #: Addresses a browser may come from besides the gateway's own (the intranet that embeds the widget).
    allowed_origins: tuple[str, ...] = ()
    #: Origin and proxy: True where a TLS proxy stands in front (cookies become Secure).
    behind_tls: bool = False
    #: IANA zone used where nothing says where the person is.
    default_timezone: str = "Australia/Sydney"
    #: True shows no translation that a person hasn't reviewed: English and an interpreter instead.
    hide_unreviewed: bool = False
    #: Where the operator's own service takes text messages (docs/desk.md); empty: none are sent.
    sms_gateway_url: str = ""
    #: What that service knows us by. Never shown: not in a log, not in this object's own words.
    sms_gateway_token: str = field(default="", repr=False)

    @property
    def sample_notice(self) -> bool:
        """Whether pages must carry the banner that says local services are made up."""
        return self.sample_district


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment (``PORT``, ``DATA_DIR``, ...).

    Raises ``BadSetting`` for a value that can't be used. Relative folders are
    taken from the current folder. An empty value means the default.
    """
    env = os.environ if environ is None else environ

    def text(name: str, default: str = "") -> str:
        return env.get(name, "").strip() or default

    def flag(name: str, default: bool) -> bool:
        raw = text(name)
        if not raw:
            return default
        if raw.lower() in {"1", "true", "yes", "on"}:
            return True
        if raw.lower() in {"0", "false", "no", "off"}:
            return False
        raise BadSetting(name, raw, "write yes or no")

    raw_port = text("PORT", "8080")
    if not raw_port.isdigit() or not 0 < int(raw_port) < 65536:
        raise BadSetting("PORT", raw_port, "write a number from 1 to 65535")
    sms_url, sms_token = text("SMS_GATEWAY_URL"), text("SMS_GATEWAY_TOKEN")
    _check_sms(sms_url, sms_token)
    data_dir = Path(text("DATA_DIR", str(ROOT / "var"))).expanduser().absolute()
    return Settings(
        host=text("HOST", "127.0.0.1"),
        port=int(raw_port),
        data_dir=data_dir,
        database_url=text("DATABASE_URL", f"sqlite:///{data_dir / 'desk.db'}"),
        directory_url=text(
            "DIRECTORY_URL", text("DATABASE_URL", f"sqlite:///{data_dir / 'directory.db'}")
        ),
        sample_district=flag("SAMPLE_DISTRICT", True),
        models_dir=Path(text("MODELS_DIR", str(ROOT / "models"))).expanduser().absolute(),
        allowed_origins=tuple(o.strip() for o in text("ALLOWED_ORIGINS").split(",") if o.strip()),
        behind_tls=flag("BEHIND_TLS", False),
        default_timezone=text("DEFAULT_TIMEZONE", "Australia/Sydney"),
        hide_unreviewed=flag("HIDE_UNREVIEWED", False),
        sms_gateway_url=sms_url,
        sms_gateway_token=sms_token,
    )


def _check_sms(url: str, token: str) -> None:
    """Raises ``BadSetting`` for half a gateway, or one that people's numbers would reach in the open."""
    if not url and not token:
        return
    if not token:
        raise BadSetting("SMS_GATEWAY_TOKEN", "", "the address needs a token beside it")
    if not (token.isascii() and token.isprintable()):
        # The value stays out of the message: it is a secret.
        raise BadSetting("SMS_GATEWAY_TOKEN", "...", "visible ASCII characters alone")
    address = urlsplit(url)
    here = address.hostname in {"127.0.0.1", "::1", "localhost"}
    if address.scheme != "https" and not (address.scheme == "http" and here):
        raise BadSetting("SMS_GATEWAY_URL", url, "write https://..., or http:// on this machine")
    if not address.hostname or address.username or address.fragment:
        raise BadSetting("SMS_GATEWAY_URL", "...", "an address without a name, password or #")
