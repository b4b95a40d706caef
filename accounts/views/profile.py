"""One's own profile."""

from copy import copy

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from accounts.forms import EmailForm, ProfileForm
from accounts.models import SignedIn
from core.flash import tell


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    # A copy, so that refused values do not show in the frame as if they were saved.
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=copy(current_user(request)))
    if form.is_valid():
        form.save()
        tell(request, _("Saved."))
        return redirect("accounts:profile")
    return _page(request, form=form)


@require_POST
@sensitive_post_parameters("password")
def change_email(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    too_often: HttpResponse | None = consume_or_429(request, action="reauthenticate")
    if too_often is not None:
        return too_often
    form = EmailForm(request.POST, user=user)
    if form.is_valid():
        user.change_email(form.cleaned_data["email"])
        tell(request, _("From now on you sign in as %(email)s.") % {"email": user.email})
        return redirect("accounts:profile")
    return _page(request, email_form=form)


def _page(
    request: HttpRequest, *, form: ProfileForm | None = None, email_form: EmailForm | None = None
) -> HttpResponse:
    user = current_user(request)
    forms = {"form": form or ProfileForm(instance=copy(user)), "email_form": email_form or EmailForm(user=user)}
    wrong = any(one.is_bound for one in forms.values())
    context = {**forms, "sessions": SignedIn.objects.filter(user=user).alive()}
    return render(request, "accounts/profile.html", context, status=422 if wrong else 200)
