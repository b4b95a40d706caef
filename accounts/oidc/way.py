"""What the environment says about sign-in by the organisation's provider (``config/settings.py``)."""

from django.conf import settings


class Way:
    """Reads the settings each time, for code and templates alike."""

    @property
    def is_on(self) -> bool:
        return bool(settings.OIDC_ISSUER)

    @property
    def is_the_only_one(self) -> bool:
        """Whether passwords and passkeys let nobody in."""
        return self.is_on and settings.OIDC_ONLY

    @property
    def name(self) -> str:
        return str(settings.OIDC_NAME)

    @property
    def role_of_new_people(self) -> str:
        """What somebody unknown becomes at their first sign-in; "" lets only known and invited people in."""
        return str(settings.OIDC_NEW_PEOPLE)

    def takes(self, email: str) -> bool:
        """Whether addresses of this domain may join."""
        domains = settings.OIDC_EMAIL_DOMAINS
        return not domains or email.rpartition("@")[2].lower() in {domain.lower() for domain in domains}


WAY = Way()
