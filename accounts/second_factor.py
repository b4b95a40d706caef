"""The second factor: its secrets are stored encrypted, and its loss is mended by whoever runs the installation."""

import base64
import hashlib
import secrets

import structlog
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.encoding import force_bytes

from accounts.models import User
from accounts.models.audit import Verb, record

log = structlog.get_logger(__name__)


def _box() -> MultiFernet:
    """Locks with SECRET_KEY and opens with SECRET_KEY_FALLBACKS as well, so that the key can be changed."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(b"second factor:" + force_bytes(key)).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


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
