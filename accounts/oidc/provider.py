"""How the provider is asked: the code flow with PKCE and a nonce, over allauth's client."""

import hashlib
import hmac
from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from requests import RequestException

PROVIDER_ID = "oidc"
KEPT = ("iss", "sub", "email", "email_verified", "name")


def configured_app() -> SocialApp:
    """What allauth calls an app, from the environment; nothing of it is stored."""
    return SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id=PROVIDER_ID,
        name=settings.OIDC_NAME,
        client_id=settings.OIDC_CLIENT_ID,
        secret=settings.OIDC_CLIENT_SECRET,
        settings={"server_url": settings.OIDC_ISSUER, "oauth_pkce_enabled": True},
    )


def nonce_of(code_verifier: str) -> str:
    """The nonce of a sign-in. Made from its PKCE secret, which this browser's session keeps with the state."""
    return hashlib.sha256(f"nonce:{code_verifier}".encode()).hexdigest()


class Client(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One sign-in's talk with the provider. Whatever is wrong with an answer is an ``OAuth2Error``."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        try:
            config: dict[str, Any] = super().openid_config
            if config["issuer"].rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
                raise OAuth2Error("another issuer answers")
            return config
        except (RequestException, ValueError, KeyError, AttributeError) as error:
            raise OAuth2Error("no configuration") from error

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Built from BASE_URL, never from the request's Host header."""
        return f"{settings.BASE_URL}{reverse('oidc_callback')}"

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        self.nonce = nonce_of(pkce_code_verifier or "")
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Who it is: the claims of the ID token, completed by those of the user info, if they are the same person's.

        The token came straight from the provider, so TLS stands for its signature (OpenID Connect Core, 3.1.3.7).
        """
        try:
            claims = self._decode_id_token(app, kwargs["response"]["id_token"])
            if not hmac.compare_digest(str(claims.get("nonce", "")), self.nonce):
                raise OAuth2Error("nonce of another sign-in")
            if "userinfo_endpoint" in self.openid_config:
                claims = _completed(claims, self._fetch_user_info(token.token))
            return self.get_provider().sociallogin_from_response(request, claims)
        except (KeyError, ValueError, TypeError) as error:
            raise OAuth2Error("unreadable answer") from error


def _completed(claims: dict[str, Any], info: dict[str, Any]) -> dict[str, Any]:
    if info["sub"] != claims["sub"]:
        raise OAuth2Error("user info of somebody else")
    return {**info, **claims}


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = Client

    def extract_uid(self, data: dict[str, Any]) -> str:
        """A subject is one person's within its issuer alone (OpenID Connect Core, 2)."""
        return hashlib.sha256(f"{data['iss']}\n{data['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is kept of the claims."""
        return {name: data[name] for name in KEPT if name in data}

    def get_callback_url(self) -> str:
        return reverse("oidc_callback")

    def get_pkce_params(self) -> dict[str, str]:
        params: dict[str, str] = super().get_pkce_params()
        return {**params, "nonce": nonce_of(params["code_verifier"])}
