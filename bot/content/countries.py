"""countries.yaml: whom to call, by country. Its numbers stand in the texts once they are loaded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.content.nodes import Node
from bot.triage.errors import UnknownCountry

DEFAULT = "default"
NUMBERS = ("poisons", "crisis", "advice_line", "text_relay")
"""Placeholders that a country may fill beside `emergency`. What it leaves out is said as in `default`."""

_CODE = re.compile("[A-Z]{2}")

Numbers = Mapping[str, str]
"""Placeholder -> what stands there."""


def read_numbers(node: Node, country: str | None) -> Numbers | None:
    """The numbers of a country (an ISO code such as `GB`; None: of any other). None where the default ones are bad.

    Raises UnknownCountry: whoever chose it made a slip, not the file.
    """
    countries = {key.word(): _numbers(key, value) for key, value in node.entries()}
    default = countries.get(DEFAULT)
    if default is None:
        node.wrong(f"`{DEFAULT}` is missing")
        return None
    for key, _ in node.entries():
        for name in countries[key.word()].keys() - default.keys():
            key.wrong(f"`{name}` must be said in `{DEFAULT}` too, for all other countries")
    return {**default, **_of(node, countries, country)} if "emergency" in default else None


def _of(node: Node, countries: Mapping[str, Numbers], country: str | None) -> Numbers:
    if country is None:
        return {}
    if country.upper() not in countries:
        raise UnknownCountry(country, [code for code in countries if code != DEFAULT])
    return countries[country.upper()]


def _numbers(key: Node, node: Node) -> dict[str, str]:
    if key.value != DEFAULT and not _CODE.fullmatch(key.word()):
        key.wrong(f"`{key.word()}` is no country: two capital letters, or `{DEFAULT}`")
    fields = node.fields(("emergency",), NUMBERS)
    return {name: _number(value) for name, value in fields.found.items()}


def _number(node: Node) -> str:
    number = node.word()
    if set(number) & set("{}"):
        node.wrong("braces are not allowed here")
    return number
