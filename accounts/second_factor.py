"""The second factor: its secrets are stored encrypted, and its loss is mended by whoever runs the installation."""

import base64
import secrets

import structlog
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken, MultiFernet
from django.db import transaction

from accounts.models import User
from accounts.models.audit import Verb, record
from core.secrets import box

log = structlog.get_logger(__name__)


def _box() -> MultiFernet:
    return box("second factor")


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was locked with a key that nobody has any more becomes a random secret: no code belongs to it."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.warning("second_factor_unreadable", hint="SECRET_KEY was changed without SECRET_KEY_FALLBACKS")
            return base64.b32encode(secrets.token_bytes(20)).decode()


@transaction.atomic
def reset(person: User) -> int:
    """Take every second factor off and end all sessions; how many there were. The password alone lets in again."""
    gone = int(Authenticator.objects.filter(user=person).delete()[0])
    if gone:
        person.end_other_sessions("")
        record(Verb.SECOND_FACTOR, person.audit_key, person.name, after={"reset": True})
    return gone
