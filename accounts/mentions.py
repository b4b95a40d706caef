"""``@ada`` in a text leads to the person, for everybody who is signed in."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from accounts.models import User
from core.markdown import link_people


def people_named(handles: Collection[str], _reader: Any) -> dict[str, tuple[str, str]]:
    """Address and name of each person of ``handles``."""
    found = User.objects.filter(handle__in=handles).values_list("handle", "name")
    return {handle: (reverse("accounts:person", args=[handle]), name) for handle, name in found}


link_people(people_named)
