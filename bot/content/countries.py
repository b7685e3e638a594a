"""countries.yaml: whom to call, by country. Its numbers stand in the texts once they are loaded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.content.nodes import Node, did_you_mean

DEFAULT = "default"
NUMBERS = ("poisons", "crisis", "advice_line", "text_relay")
"""Placeholders that a country may fill beside `emergency`. What it leaves out is said as in `default`."""

_CODE = re.compile("[A-Z]{2}")


def read_numbers(node: Node, country: str | None) -> dict[str, str]:
    """Placeholder -> what stands there in this country (an ISO code such as `GB`; None: in any other)."""
    countries = {key.word(): _numbers(key, value) for key, value in node.entries()}
    default = countries.get(DEFAULT)
    if default is None:
        node.wrong(f"`{DEFAULT}` is missing")
    for key, _ in node.entries():
        for name in countries[key.word()].keys() - (default or NUMBERS):
            key.wrong(f"`{name}` must be said in `{DEFAULT}` too, for all other countries")
    return {**(default or {}), **_of(node, countries, country)}


def _of(node: Node, countries: Mapping[str, Mapping[str, str]], country: str | None) -> Mapping[str, str]:
    if country is None:
        return {}
    if country.upper() not in countries:
        node.wrong(f"no numbers are given for `{country}`{did_you_mean(country.upper(), countries)}")
    return countries.get(country.upper(), {})


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
