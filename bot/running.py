"""The bot on Telegram, from start to end: who runs beside whom, and what a signal does."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack, suppress

from bot import check_ins, retention
from bot.clock import Clock
from bot.content.current import Current
from bot.delivery import Delivery, Unauthorised
from bot.pace import Pace
from bot.service import Service
from bot.settings import TelegramSettings
from bot.telegram.answers import Answers
from bot.telegram.bot import PlainBot, build_bot, connect
from bot.telegram.ingress import Ingress
from bot.telegram.menu import set_menu
from bot.telegram.messenger import TelegramMessenger
from bot.telegram.polling import Polling
from bot.telegram.webhook import Webhook
from bot.triage.errors import CheckbackError, FlowError

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


async def _work(settings: TelegramSettings, content: Current, service: Service, clock: Clock) -> None:
    bot = build_bot(settings.token.get_secret_value(), settings.api_url)
    try:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(bot.shutdown)
            await connect(bot)
            await _beside_each_other(settings, content, service, clock, bot)
    except* Unauthorised:
        raise CannotRun("CHECKBACK_TOKEN: Telegram does not accept this token") from None
    except* OSError as errors:
        raise CannotRun(f"CHECKBACK_LISTEN: cannot listen there: {errors.exceptions[0]}") from None


async def _beside_each_other(
    settings: TelegramSettings, content: Current, service: Service, clock: Clock, bot: PlainBot
) -> None:
    ingress = Ingress(service.receive, lambda: bot.username)
    delivery = Delivery(service, TelegramMessenger(bot), Pace(settings.send_rate, settings.chat_send_rate))
    words = content.library.words
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(set_menu(bot, words.commands, words.description, words.short_description))
        tasks.create_task(delivery.run())
        tasks.create_task(check_ins.run(service, lambda: ingress.behind))
        tasks.create_task(retention.run(service, settings.keep_answers, settings.keep_chats, clock))
        tasks.create_task(_listen(settings, bot, ingress))
        log.info("Running as @%s", bot.username)
        say_whether_signed(content)


async def _listen(settings: TelegramSettings, bot: PlainBot, ingress: Ingress) -> None:
    if not settings.webhook_url or not settings.webhook_secret:
        async with Answers(bot) as answers:
            await Polling(bot, ingress, answers).run()
    else:
        secret = settings.webhook_secret.get_secret_value()
        host, port = settings.listen
        async with Webhook(bot, ingress, url=settings.webhook_url, secret=secret, host=host, port=port):
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
        except FlowError as error:
            log.error("The flows cannot be used, the old ones stay:\n%s", error)


def say_whether_signed(content: Current) -> None:
    """For the log, at the start and after each reading of the flows."""
    signed = content.library.signed
    if signed:
        log.info("The flows were signed by %s on %s", signed.name, signed.date)
    else:
        log.warning("No clinician has signed these flows")
