"""One's own API tokens."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from accounts.models import ApiToken
from accounts.token_forms import TokenForm
from core.flash import tell


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and the form that makes one. The answer to a POST is the only page that ever shows a token."""
    user = current_user(request)
    form = TokenForm(request.POST if request.method == "POST" else None, user=user)
    made, text = form.save() if form.is_valid() else (None, "")
    context = {
        "tokens": user.tokens.present(),
        "form": TokenForm(user=user) if made else form,
        "made": made,
        "text": text,
    }
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    token = _own(request, number)
    token.revoke()
    undo = reverse("accounts:restore_token", args=[number])
    tell(request, _("“%(name)s” no longer works.") % {"name": token.name}, undo=undo)
    return redirect("accounts:tokens")


@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    token = _own(request, number)
    token.restore()
    tell(request, _("“%(name)s” works again.") % {"name": token.name})
    return redirect("accounts:tokens")


def _own(request: HttpRequest, number: int) -> ApiToken:
    return get_object_or_404(ApiToken, user=current_user(request), pk=number)
