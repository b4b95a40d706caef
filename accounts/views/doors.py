"""One-time links: the administrator's entry and joining by invitation. Open to whoever holds the link.

Opening a link never uses it up, since mail scanners and previews open links too; pressing its button does.
"""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms import JoinForm
from accounts.limits import too_often
from accounts.models import LinkUsedUp, OneTimeLink, User
from accounts.oidc.way import WAY
from core.flash import tell

MOST_A_MINUTE = 30  # of one address; a token is beyond guessing anyway
MAY = ["GET", "HEAD", "POST"]


@require_http_methods(MAY)
@login_not_required
@never_cache
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign the administrator in, once, and lead to the profile to complete it."""
    if refused := too_often(request, "enter", most=MOST_A_MINUTE):
        return refused
    link = _link(OneTimeLink.Kind.ENTRY, token)
    if not link.is_usable:
        return _used_up(request, link)
    if request.method != "POST":
        return render(request, "accounts/enter.html", {"link": link})
    try:
        login(request, link.enter())
    except LinkUsedUp:
        return _used_up(request, link)
    return redirect("accounts:profile")


@require_http_methods(MAY)
@login_not_required
@never_cache
@sensitive_post_parameters("password")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Make the account that an invitation stands for, and sign it in."""
    if refused := too_often(request, "join", most=MOST_A_MINUTE):
        return refused
    link = _link(OneTimeLink.Kind.INVITATION, token)
    if not link.is_usable:
        return _used_up(request, link)
    if WAY.is_the_only_one:
        return render(request, "accounts/join.html", {"link": link, "oidc": WAY})
    form = JoinForm(request.POST if request.method == "POST" else None, email=link.email)
    if form.is_valid():
        try:
            login(request, link.join(**form.cleaned_data))
        except LinkUsedUp:
            return _used_up(request, link)
        except IntegrityError:
            form.add_error(None, _already_joined(link))
        else:
            tell(request, _("Welcome. This page will show what needs you."))
            return redirect("home:home")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/join.html", {"link": link, "form": form, "oidc": WAY}, status=status)


def _link(kind: str, token: str) -> OneTimeLink:
    link = OneTimeLink.found(kind, token)
    if link is None:
        raise Http404
    return link


def _used_up(request: HttpRequest, link: OneTimeLink) -> HttpResponse:
    return render(request, "accounts/used_up.html", {"link": link}, status=410)


def _already_joined(link: OneTimeLink) -> str:
    if User.objects.filter(email=link.email).exists():
        return _("There is an account with this address already. Sign in with it instead.")
    return _("Somebody joined at the same moment. Send the form once more.")
