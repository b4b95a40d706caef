"""A request that has come through the door."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from accounts.models import ApiToken


class ApiRequest(HttpRequest):
    """``json`` is what the body says, None without one."""

    token: ApiToken
    json: Any


def may(request: ApiRequest, abilities: Mapping[str, bool]) -> dict[str, bool]:
    """Of what its owner may do, what the token may."""
    return {verb: able and request.token.may_write for verb, able in abilities.items()}
