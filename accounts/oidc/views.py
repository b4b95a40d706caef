"""To the organisation's provider and back."""

from collections.abc import Callable
from functools import wraps

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.limits import too_often
from accounts.oidc.provider import PROVIDER_ID, Client, Provider, configured_app
from accounts.oidc.way import WAY

View = Callable[..., HttpResponse]


def when_configured(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if not WAY.is_on:
            raise Http404
        return view(request)

    return answer


@login_not_required
@require_GET
@never_cache
@when_configured
def login(request: HttpRequest) -> HttpResponse:
    """Off to the provider. A plain link, for the redirects that follow a form are bound by the page's CSP.

    What else stands in the address (scope, process, …) is not passed on.
    """
    if request.user.is_authenticated:
        return redirect("home:home")
    if refused := too_often(request, "oidc", most=30):
        return refused
    provider = Provider(request, app=configured_app())
    try:
        answer: HttpResponse = provider.redirect(
            request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request)
        )
    except OAuth2Error as error:
        answer = render_authentication_error(request, provider, exception=error)
    except ImmediateHttpResponse as said:
        answer = said.response
    return answer


@login_not_required
@require_GET
@never_cache
@when_configured
def callback(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = OAuth2CallbackView.adapter_view(Client(request, PROVIDER_ID))(request)
    return answer
