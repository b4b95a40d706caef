"""Secrets stored encrypted, with keys made from SECRET_KEY; SECRET_KEY_FALLBACKS still open what they locked."""

import base64
import hashlib
from typing import Any

import structlog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.utils.encoding import force_bytes

log = structlog.get_logger(__name__)


def box(purpose: str) -> MultiFernet:
    """What locks and opens the secrets of one purpose; another purpose's box does not open them."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(purpose.encode() + b":" + force_bytes(key)).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class EncryptedField(models.TextField):  # type: ignore[type-arg]  # generic for the type checker alone
    """Text that only this application reads: in the database and in back-ups it is ciphertext.

    What was locked with a key that nobody has any more reads as "".
    """

    PURPOSE = "stored secret"

    def get_prep_value(self, value: Any) -> str:
        return box(self.PURPOSE).encrypt(str(value).encode()).decode() if value else ""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str:
        if not value:
            return ""
        try:
            return box(self.PURPOSE).decrypt(value.encode()).decode()
        except InvalidToken:
            log.warning("secret_unreadable", hint="SECRET_KEY was changed without SECRET_KEY_FALLBACKS")
            return ""
