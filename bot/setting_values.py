"""How the values of settings are written. Each reader gives the value, or a ValueError that says how to write it.

What may be secret is never repeated in an error.
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from bot.triage.durations import parse_duration


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_address(text: str) -> Address:
    """`127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`; port 0 is any that is free."""
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and int(port) < 65536):
        raise ValueError(f"`{text}` is no address to listen at; write it as 127.0.0.1:8080")
    return Address(host.strip("[]"), int(port))


def read_duration(text: str) -> timedelta:
    """`20s`, `14d`."""
    if (length := parse_duration(text)) is None:
        raise ValueError(f"`{text}` is no length of time; write it as 20s, 30m, 3h, 14d or 2w")
    return length


def read_country(text: str) -> str:
    """The two letters of ISO 3166."""
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise ValueError(f"`{text}` is no country; write its two letters, as in GB")
    return text.upper()


def read_languages(text: str) -> tuple[str, ...]:
    """Letters of ISO 639-1 with commas between them; each counts once."""
    codes = [code.strip().lower() for code in text.split(",")]
    if not all(re.fullmatch(r"[a-z]{2}", code) for code in codes):
        raise ValueError(f"`{text}` names no languages; write the two letters of each, as in en,de")
    return tuple(dict.fromkeys(codes))


def read_api_url(text: str) -> str:
    """The root of a server that speaks the Bot API; an address within it would get the token in the wrong place."""
    url = urlsplit(text)
    if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment or "@" in url.netloc:
        raise ValueError("is no address of a server; write it as https://host or http://host:port")
    if url.path.rstrip("/").endswith("/bot"):
        raise ValueError("is to be written without /bot at its end")
    return text.rstrip("/")


def read_webhook_url(text: str) -> str:
    """An address that Telegram will call."""
    url = urlsplit(text)
    if url.scheme != "https" or not url.hostname or url.fragment:
        raise ValueError("has to begin with https://, as Telegram calls no other")
    return text


def check_token(secret: SecretStr) -> SecretStr:
    """The shape only; whether Telegram knows it shows at the first request."""
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", secret.get_secret_value()):
        raise ValueError("is no bot token; @BotFather writes them as 123456789:letters-and-digits")
    return secret


def check_webhook_secret(secret: SecretStr) -> SecretStr:
    """What setWebhook takes as `secret_token`."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
        raise ValueError("is 1 to 256 of A-Z, a-z, 0-9, _ and -; make one with: openssl rand -hex 32")
    return secret


def own_folder(variable: str, fallback: str) -> Path:
    """Checkback's folder among those of the user (XDG Base Directory Specification)."""
    return Path(os.environ.get(variable) or Path.home() / fallback) / "checkback"


def default_database() -> Path:
    """In the state folder that systemd gives a service, else in the user's."""
    given = os.environ.get("STATE_DIRECTORY", "").split(":")[0]
    return (Path(given) if given else own_folder("XDG_STATE_HOME", ".local/state")) / "checkback.db"


def default_key_file() -> Path:
    """Not where the database is: whoever gets hold of that folder shall not have both."""
    return own_folder("XDG_CONFIG_HOME", ".config") / "checkback.key"


UserPath = Annotated[Path, AfterValidator(Path.expanduser)]
Duration = Annotated[timedelta, BeforeValidator(read_duration)]
Country = Annotated[str, AfterValidator(read_country)]
Languages = Annotated[tuple[str, ...], BeforeValidator(read_languages)]
Rate = Annotated[float, Field(ge=0, allow_inf_nan=False)]
ListenAddress = Annotated[Address, BeforeValidator(read_address)]
ApiUrl = Annotated[str, AfterValidator(read_api_url)]
WebhookUrl = Annotated[str, AfterValidator(read_webhook_url)]
Token = Annotated[SecretStr, AfterValidator(check_token)]
WebhookSecret = Annotated[SecretStr, AfterValidator(check_webhook_secret)]
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)]
