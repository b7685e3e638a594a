"""A Bot API of our own, to test the real bot over real HTTP.

One `BotApi` is Telegram for one bot. It keeps chats, messages and their history, updates until they are confirmed, and
a record of every request. It is strict: a wrong type, an unknown field, a text too long, callback data of more than 64
bytes or HTML that does not parse is refused with 400 and noted in `complaints`.

    from tests.bot_api import BotApi, faults

    async with BotApi() as telegram:                # or the fixture `bot_api`: it ends red on complaints
        # ... start `checkback run` with CHECKBACK_API_URL=telegram.url and CHECKBACK_TOKEN=telegram.token ...
        ada = telegram.person(7)
        await ada.say("/start")                     # the update's id
        await ada.sees("agree")                     # waits; a message or button that came since the last say or tap
        tap = await ada.tap("I agree")              # newest button with this label or data; waits until it is there
        assert await tap.answer() == ""             # the toast
        question = await ada.sees("Question 1")     # a Message: text, labels, versions, now.rows
        await ada.tap("Droop", times=2)             # a double tap
        await ada.tap_old("Droop", question)        # a button of the message's earlier version
        await ada.press("any data", question)       # whatever no button holds
        print(ada.transcript())                     # the chat as it looks; every failed wait prints it

People also `send_photo`, `send_voice`, `send(**content)`, `edit`, `block` and `unblock`; `telegram.group(-100)` is a
group or a channel; `telegram.push({...})` gives the bot any update whatever.

    telegram.calls("sendMessage", chat_id=7)        # what was asked: parameters, time, status, description
    await telegram.called("getUpdates", times=2)    # waits
    await telegram.taken(update_id)                 # waits until the bot has confirmed it
    await telegram.settled()                        # waits until nothing moves
    telegram.methods.profile                        # commands and descriptions that were set
    telegram.webhooks.proxies["https://bot.test"] = "http://127.0.0.1:8080"     # a reverse proxy before the bot
    telegram.webhooks.attempts                      # (update id, HTTP status) of each delivery to a webhook

Faults strike the next calls; `after` ones once the call was carried out, so that the bot cannot know:

    telegram.faults.plan(faults.DROP_AFTER, "sendMessage", chat_id=7, times=2)
    telegram.faults.plan(faults.too_many(3), "editMessageText")
    telegram.faults.at_random(0.1, (faults.DROP_BEFORE, faults.BAD_GATEWAY, faults.slow(0.5)), seed=1)
    telegram.limit(Rates())                         # Telegram's real limits: 30 a second, one a second per chat
    await telegram.stop(); await telegram.start()   # an outage; everything is still known afterwards

`python -m tests.bot_api` serves it as a process, with a console to chat in.
"""

from tests.bot_api.faults import Fault
from tests.bot_api.people import Group, Person, Tap
from tests.bot_api.rates import Rates
from tests.bot_api.server import TOKEN, BotApi, Call
from tests.bot_api.world import Message

__all__ = ["TOKEN", "BotApi", "Call", "Fault", "Group", "Message", "Person", "Rates", "Tap"]
