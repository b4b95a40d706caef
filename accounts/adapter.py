"""How django-allauth behaves here: accounts by invitation only, links that name the public address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import SignedIn, User
from accounts.models.audit import Verb, record


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail address and password do not belong together."),
        "enter_current_password": _("This is not your current password."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, or reset your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        here = self.request.session.session_key if self.request else None
        SignedIn.objects.filter(user=user).exclude(session_key=here or "").end()
        record(Verb.PASSWORD, user.audit_key, user.name, actor=user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a mail is built from BASE_URL, never from the request's Host header."""
        path: str = super().get_reset_password_from_key_url(key)
        return f"{settings.BASE_URL}/{path.split('/', 3)[3]}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        host = settings.BASE_URL.partition("://")[2]
        super().send_mail(template_prefix, email, {**context, "host": host})
