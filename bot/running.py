"""The bot on Telegram, from start to end: who runs beside whom, and what a signal does."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass

from bot import check_ins, health, retention
from bot.clock import Clock, monotonic_from
from bot.content.current import Current
from bot.delivery import Delivery, Unauthorised
from bot.health import State
from bot.pace import Pace
from bot.service import Service
from bot.setting_values import Address
from bot.settings import TelegramSettings
from bot.telegram.answers import Answers
from bot.telegram.bot import PlainBot, build_bot, connect
from bot.telegram.ingress import Ingress
from bot.telegram.menu import ANY, set_menu
from bot.telegram.messenger import TelegramMessenger
from bot.telegram.polling import Polling
from bot.telegram.webhook import Webhook
from bot.triage.errors import CheckbackError

log = logging.getLogger(__name__)


class CannotRun(CheckbackError):
    """Something that only the operator can put right."""


async def serve(settings: TelegramSettings, content: Current, service: Service, clock: Clock) -> None:
    """Until SIGTERM or SIGINT. Raises CannotRun."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    hung_up = asyncio.Event()
    loop.add_signal_handler(signal.SIGHUP, hung_up.set)
    async with service:
        work = asyncio.create_task(_work(settings, content, service, clock))
        reloading = asyncio.create_task(_reloading(content, hung_up))
        ending = asyncio.create_task(stopped.wait())
        await asyncio.wait((work, ending), return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        reloading.cancel()
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
    log.info("Stopped")


@dataclass(frozen=True, slots=True)
class Parts:
    """What runs. It is built before Telegram has answered, so that one can ask from the beginning how it is."""

    bot: PlainBot
    ingress: Ingress
    delivery: Delivery
    answers: Answers
    ear: Polling | Webhook

    def state(self, service: Service) -> State:
        works = {
            "hears_telegram": self.ear.is_healthy,
            "writes": service.health.writing,
            "may_send": not self.delivery.paused,
        }
        counts = {
            "updates_skipped": self.ingress.skipped,
            "faults_skipped": service.health.poisoned,
            "screens_refused": self.delivery.refused,
            "posts_refused": self.ear.strangers.refused if isinstance(self.ear, Webhook) else 0,
        }
        return State(works, counts)


def _built(settings: TelegramSettings, service: Service) -> Parts:
    bot = build_bot(settings.token.get_secret_value(), settings.api_url)
    ingress, answers = Ingress(service.receive, lambda: bot.username), Answers(bot)
    delivery = Delivery(service, TelegramMessenger(bot), Pace(settings.send_rate, settings.chat_send_rate))
    ear: Polling | Webhook
    if settings.webhook_url and settings.webhook_secret:
        (host, port), secret = settings.listen, settings.webhook_secret.get_secret_value()
        ear = Webhook(bot, ingress, url=settings.webhook_url, secret=secret, host=host, port=port)
    else:
        ear = Polling(bot, ingress, answers, monotonic=monotonic_from(settings.clock_file))
    return Parts(bot, ingress, delivery, answers, ear)


async def _work(settings: TelegramSettings, content: Current, service: Service, clock: Clock) -> None:
    parts = _built(settings, service)
    try:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(parts.bot.shutdown)
            if settings.health:
                await _tell_health(settings.health, parts, service, stack)
            await connect(parts.bot)
            await _beside_each_other(settings, content, service, clock, parts)
    except* Unauthorised:
        raise CannotRun("CHECKBACK_TOKEN: Telegram does not accept this token") from None
    except* OSError as errors:
        raise CannotRun(f"CHECKBACK_LISTEN: cannot listen there: {errors.exceptions[0]}") from None


async def _tell_health(address: Address, parts: Parts, service: Service, stack: AsyncExitStack) -> None:
    try:
        await stack.enter_async_context(health.told(*address, lambda: parts.state(service)))
    except OSError as error:
        raise CannotRun(f"CHECKBACK_HEALTH: cannot listen there: {error}") from None


async def _beside_each_other(
    settings: TelegramSettings, content: Current, service: Service, clock: Clock, parts: Parts
) -> None:
    library = content.library
    words = {ANY: library.words, **{tongue.language.code: tongue.words for tongue in library.tongues[1:]}}
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(set_menu(parts.bot, words))
        tasks.create_task(parts.delivery.run())
        tasks.create_task(check_ins.run(service, lambda: parts.ingress.behind))
        tasks.create_task(retention.run(service, settings.keep_answers, settings.keep_chats, clock))
        tasks.create_task(_listen(parts.ear, parts.answers))
        log.info("Running as @%s", parts.bot.username)
        say_whether_signed(content)


async def _listen(ear: Polling | Webhook, answers: Answers) -> None:
    if isinstance(ear, Polling):
        async with answers:
            await ear.run()
    else:
        async with ear:
            await asyncio.Event().wait()


async def _reloading(content: Current, hung_up: asyncio.Event) -> None:
    """SIGHUP: the flows are read and proven again, beside the work; where they cannot be used, the old ones stay."""
    while True:
        await hung_up.wait()
        hung_up.clear()
        try:
            await asyncio.to_thread(content.reload)
            log.info("The flows were read again")
            say_whether_signed(content)
        except CheckbackError as error:
            log.error("The flows cannot be used, the old ones stay:\n%s", error)


def say_whether_signed(content: Current) -> None:
    """For the log, at the start and after each reading of the flows."""
    signed = content.library.signed
    if signed:
        log.info("The flows were signed by %s on %s", signed.name, signed.date)
    else:
        log.warning("No clinician has signed these flows")
