"""Settings, from the environment, `.env` and folders of secrets. Each field is one setting: its name, default and help.

A setting `send_rate` is written CHECKBACK_SEND_RATE in the environment or in `.env`, or is a file `checkback_send_rate`
in a folder of secrets: systemd's $CREDENTIALS_DIRECTORY, or /run/secrets of a container. The first of these counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar

from dotenv import dotenv_values
from pydantic import DirectoryPath, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict

from bot.content.nodes import did_you_mean
from bot.setting_values import (
    Address,
    ApiUrl,
    Country,
    Duration,
    Languages,
    ListenAddress,
    LogLevel,
    Rate,
    Token,
    UserPath,
    WebhookSecret,
    WebhookUrl,
    default_database,
    default_key_file,
)
from bot.triage.errors import CheckbackError

PREFIX = "CHECKBACK_"
ENV_FILE = Path(".env")


class SettingsError(CheckbackError):
    """Settings that cannot be used: every problem, one line each. No line holds a secret."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def secret_folders() -> list[Path]:
    """Where secrets may lie, the one that counts most last."""
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    return [folder for folder in (Path("/run/secrets"), *([Path(given)] if given else [])) if folder.is_dir()]


class Settings(BaseSettings):
    """What any command may need."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_ignore_empty=True,
        enable_decoding=False,  # no value is written as JSON
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database: UserPath = Field(default_factory=default_database, description="The database; made on the first run.")
    key_file: UserPath = Field(
        default_factory=default_key_file,
        description="The key to the database; made on the first run. In another folder, and backed up elsewhere.",
    )
    flows: DirectoryPath | None = Field(default=None, description="The folder of flows; without it, the packaged ones.")
    country: Country | None = Field(
        default=None, description="Whose emergency numbers are given, as in GB; without it, 112."
    )
    languages: Languages = Field(
        default=("en",),
        validate_default=False,
        description="Those that are spoken, as in en,de; the first is for whoever's own is not among them.",
    )
    check_in_after: Duration | None = Field(
        default=None, description="Every check-in after this long, as in 20s, for trials; without it, as the flows say."
    )
    keep_answers: Duration = Field(
        default=timedelta(days=30),
        validate_default=False,
        description="How long the answers of an episode that has ended are kept.",
    )
    keep_chats: Duration = Field(
        default=timedelta(days=90),
        validate_default=False,
        description="How long a chat is kept in which nobody writes and nothing is planned.",
    )
    log_level: LogLevel = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")
    clock_file: UserPath | None = Field(
        default=None, description="For tests: a file with the seconds by which the clock is ahead."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Folders of secrets differ between two starts, so they are looked up at each."""
        secrets = SecretsSettingsSource(settings_cls, secret_folders())
        return init_settings, env_settings, dotenv_settings, secrets


class TelegramSettings(Settings):
    """What `checkback run` needs besides."""

    token: Token = Field(description="The bot's token, from @BotFather.")
    api_url: ApiUrl = Field(
        default="https://api.telegram.org", description="The root of a server that speaks the Bot API, without /bot."
    )
    send_rate: Rate = Field(default=30, description="Messages a second, over all chats; 0 for no limit.")
    chat_send_rate: Rate = Field(default=1, description="Messages a second to one chat; 0 for no limit.")
    webhook_url: WebhookUrl | None = Field(
        default=None, description="Where Telegram calls this bot, https only; without it, long polling."
    )
    webhook_secret: WebhookSecret | None = Field(
        default=None,
        description="What Telegram shows when it calls: 1 to 256 of A-Z, a-z, 0-9, _ and -.",
    )
    listen: ListenAddress = Field(
        default=Address("127.0.0.1", 8080),
        validate_default=False,
        description="Where the webhook is served, behind a reverse proxy.",
    )
    health: ListenAddress | None = Field(
        default=None,
        description="Where GET /health says whether all is well, as in 127.0.0.1:8081; without it, nowhere.",
    )

    @field_validator("webhook_secret")
    @classmethod
    def _with_webhook(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None and info.data.get("webhook_url"):
            raise ValueError("is missing: a webhook without it would believe anybody")
        return secret


class Row(NamedTuple):
    """One setting as `checkback run --help` and `.env.example` list it."""

    name: str
    default: str  # "" where there is none
    help: str


def rows() -> tuple[Row, ...]:
    """Every setting there is, the one that is always needed first."""
    fields = sorted(TelegramSettings.model_fields.items(), key=lambda item: not item[1].is_required())
    return tuple(Row(PREFIX + name.upper(), _shown(field), field.description or "") for name, field in fields)


def example() -> str:
    """The text of `.env.example`."""
    head = "# Copy this file to .env and take the # away where you want another value than the one shown.\n"
    return head + "".join(f"\n# {row.help}\n#{row.name}={row.default}\n" for row in rows())


Kind = TypeVar("Kind", bound=Settings)


def read(kind: type[Kind]) -> Kind:
    """The settings as they are now, or a SettingsError with everything that is wrong with them."""
    try:
        strangers = tuple(_strangers())
        settings = kind()
    except ValidationError as error:
        raise SettingsError(*strangers, *problems(error)) from None
    except OSError as error:
        raise SettingsError(f"{error.filename}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{ENV_FILE} or a file of a secret: is not UTF-8") from None
    if strangers:
        raise SettingsError(*strangers)
    return settings


def problems(error: ValidationError) -> tuple[str, ...]:
    """One line for each wrong setting, by the name that it is written with, without its value where that is secret."""
    return tuple(_line(details) for details in error.errors(include_url=False, include_input=False))


def _line(details: ErrorDetails) -> str:
    name = str(details["loc"][0])
    match details["type"]:
        case "missing":
            said = f"is missing. {TelegramSettings.model_fields[name].description}"
        case "value_error":
            said = str(details["ctx"]["error"])
        case _:
            said = details["msg"][0].lower() + details["msg"][1:]
    return f"{PREFIX}{name.upper()}: {said}"


def _strangers() -> Iterator[str]:
    """A line for each name that begins as a setting's and is none: left alone, a slip of the pen would do nothing."""
    known = [row.name for row in rows()]
    for name in sorted({*os.environ, *dotenv_values(ENV_FILE)}):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            yield f"{name}: is no setting{did_you_mean(name.upper(), known)}"


def _shown(field: FieldInfo) -> str:
    """The default as one would write it, the home folder as ~; "" where there is none."""
    match field.get_default(call_default_factory=True, validated_data={}):
        case Path() as path:
            return str(Path("~") / path.relative_to(Path.home()) if path.is_relative_to(Path.home()) else path)
        case timedelta() as default:
            return f"{default.days}d"
        case tuple() as default if not isinstance(default, Address):
            return ",".join(default)
        case str() | int() | Address() as default:
            return str(default)
        case _:
            return ""
