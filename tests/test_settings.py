"""Settings: where they come from, what is refused and how that is said."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.setting_values import Address, read_address
from bot.settings import Settings, SettingsError, TelegramSettings, example, read, rows

TOKEN = "123456789:AAbbCC_dd-EE"
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder to stand in, an empty home, and no variable of ours, of systemd or of XDG."""
    for name in os.environ:
        if name.startswith(("CHECKBACK_", "XDG_", "STATE_", "CREDENTIALS_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def refused(monkeypatch: pytest.MonkeyPatch, **settings: str) -> tuple[str, ...]:
    """What is said about these settings, given beside a good token."""
    for name, value in {"token": TOKEN, **settings}.items():
        monkeypatch.setenv(f"CHECKBACK_{name.upper()}", value)
    with pytest.raises(SettingsError) as raised:
        read(TelegramSettings)
    return raised.value.problems


def test_a_token_is_all_that_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Everything else has a default; state and key stand in different folders of the user."""
    monkeypatch.setenv("CHECKBACK_TOKEN", TOKEN)
    settings = read(TelegramSettings)
    assert settings.token.get_secret_value() == TOKEN
    assert settings.database == tmp_path / ".local/state/checkback/checkback.db"
    assert settings.key_file == tmp_path / ".config/checkback/checkback.key"
    assert settings.listen == Address("127.0.0.1", 8080)
    assert (settings.send_rate, settings.chat_send_rate, settings.log_level) == (30, 1, "INFO")
    assert not any((settings.webhook_url, settings.flows, settings.country, settings.check_in_after))


def test_without_a_token_one_line_says_where_to_get_one() -> None:
    """Commands that talk to nobody do without it."""
    read(Settings)
    with pytest.raises(SettingsError) as raised:
        read(TelegramSettings)
    assert raised.value.problems == ("CHECKBACK_TOKEN: is missing. The bot's token, from @BotFather.",)


def test_values_are_read_as_people_write_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Lengths of time with their unit, countries and levels in any case, paths from home."""
    monkeypatch.setenv("CHECKBACK_CHECK_IN_AFTER", "20s")
    monkeypatch.setenv("CHECKBACK_COUNTRY", "gb")
    monkeypatch.setenv("CHECKBACK_LOG_LEVEL", "debug")
    monkeypatch.setenv("CHECKBACK_DATABASE", "~/data/people.db")
    settings = read(Settings)
    assert settings.check_in_after == timedelta(seconds=20)
    assert (settings.country, settings.log_level) == ("GB", "DEBUG")
    assert settings.database == tmp_path / "data/people.db"


def test_an_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """`CHECKBACK_COUNTRY=` in a file of settings means that nobody chose one."""
    monkeypatch.setenv("CHECKBACK_COUNTRY", "")
    assert read(Settings).country is None


def test_the_environment_wins_over_the_file_and_the_file_over_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A value can be tried out for one start without touching what is kept."""
    secrets = tmp_path / "credentials"
    secrets.mkdir()
    (secrets / "checkback_token").write_text("1:of-the-secret\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(secrets))
    assert read(TelegramSettings).token.get_secret_value() == "1:of-the-secret"
    (tmp_path / ".env").write_text("CHECKBACK_TOKEN=2:of-the-file\nOTHER=thing\n")
    assert read(TelegramSettings).token.get_secret_value() == "2:of-the-file"
    monkeypatch.setenv("CHECKBACK_TOKEN", "3:of-the-environment")
    assert read(TelegramSettings).token.get_secret_value() == "3:of-the-environment"


def test_systemd_says_where_the_state_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """With StateDirectory= in the unit, the database needs no setting."""
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/checkback:/var/lib/other")
    assert read(Settings).database == Path("/var/lib/checkback/checkback.db")


def test_every_problem_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to start the bot five times to find five slips."""
    said = refused(
        monkeypatch, send_rate="-1", country="Germany", check_in_after="soon", log_level="loud", flows="/none"
    )
    assert [line.split(":")[0] for line in said] == [
        "CHECKBACK_FLOWS",
        "CHECKBACK_COUNTRY",
        "CHECKBACK_CHECK_IN_AFTER",
        "CHECKBACK_LOG_LEVEL",
        "CHECKBACK_SEND_RATE",
    ]
    assert all("\n" not in line for line in said)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("token", "123456789"),
        ("token", "bot123:abc"),
        ("api_url", "https://api.example.org/bot"),
        ("api_url", "api.example.org"),
        ("api_url", "https://name:password@api.example.org"),
        ("webhook_url", "http://bot.example.org/"),
        ("webhook_secret", "with a space"),
        ("webhook_secret", "x" * 257),
        ("listen", "8080"),
        ("listen", "localhost:http"),
        ("listen", "localhost:70000"),
        ("send_rate", "fast"),
        ("chat_send_rate", "inf"),
        ("country", "X1"),
    ],
)
def test_a_wrong_value_is_refused_under_its_name(monkeypatch: pytest.MonkeyPatch, setting: str, value: str) -> None:
    """One line, that begins with the setting as it is written."""
    secret = {"webhook_secret": "s"} if setting == "webhook_url" else {}
    (line,) = refused(monkeypatch, **secret, **{setting: value})
    assert line.startswith(f"CHECKBACK_{setting.upper()}: ")


def test_a_webhook_needs_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever finds the address could speak as Telegram otherwise."""
    (line,) = refused(monkeypatch, webhook_url="https://bot.example.org/hook")
    assert line.startswith("CHECKBACK_WEBHOOK_SECRET: is missing")
    monkeypatch.setenv("CHECKBACK_WEBHOOK_SECRET", "a-Good_1")
    assert read(TelegramSettings).webhook_url == "https://bot.example.org/hook"


def test_a_misspelt_setting_is_no_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the environment and in the file; the nearest name is offered."""
    (tmp_path / ".env").write_text("CHECKBACK_COUNTY=GB\n")
    assert refused(monkeypatch, tokn="1:a") == (
        "CHECKBACK_COUNTY: is no setting; did you mean `CHECKBACK_COUNTRY`?",
        "CHECKBACK_TOKN: is no setting; did you mean `CHECKBACK_TOKEN`?",
    )


def test_no_secret_is_ever_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the settings' own picture nor in what is said about a wrong one."""
    said = refused(monkeypatch, token="hush:hush", webhook_secret="hush hush")
    assert len(said) == 2
    assert "hush" not in str(said)
    monkeypatch.setenv("CHECKBACK_TOKEN", "1:hush")
    monkeypatch.setenv("CHECKBACK_WEBHOOK_SECRET", "hush")
    assert "hush" not in repr(read(TelegramSettings))


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file of settings in another encoding is a line too, not a traceback."""
    (tmp_path / ".env").write_bytes(b"CHECKBACK_COUNTRY=\xff\xfe\n")
    (line,) = refused(monkeypatch)
    assert ".env" in line


@pytest.mark.parametrize("written", ["127.0.0.1:8080", "[::1]:80", "localhost:1"])
def test_an_address_is_written_as_it_is_read(written: str) -> None:
    """The brackets of an IPv6 address are not part of the host."""
    address = read_address(written)
    assert str(address) == written
    assert "[" not in address.host


def test_the_example_file_and_the_settings_agree() -> None:
    """`.env.example` lists every setting with its default and help: it is what `example()` writes."""
    assert (ROOT / ".env.example").read_text() == example()
    assert all(row.help for row in rows())


def test_the_example_file_can_be_used_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With every # before a setting taken away, and a token written in, the defaults are what is read."""
    monkeypatch.setenv("CHECKBACK_TOKEN", TOKEN)
    defaults = read(TelegramSettings)
    lines = (ROOT / ".env.example").read_text().replace("\n#CHECKBACK_", "\nCHECKBACK_")
    (tmp_path / ".env").write_text(lines)
    assert read(TelegramSettings) == defaults
