"""The mails of an installation that writes them into files, for whoever tries it out. Nobody else has these pages."""

from collections.abc import Callable
from functools import wraps

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts.access import current_user
from notifications import mail_files
from notifications.mail_files import Mail

FILES = "django.core.mail.backends.filebased.EmailBackend"
View = Callable[..., HttpResponseBase]
# A mail brings its own looks and nothing else: no script, no request to anywhere.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def for_admins_of_files(view: View) -> View:
    """404 unless mails are files here and an admin asks: they hold links that let their readers in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        if settings.EMAIL_BACKEND != FILES or not current_user(request).is_admin:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_admins_of_files
def mails(request: HttpRequest) -> HttpResponse:
    context = {"mails": mail_files.latest(settings.MAIL_DIR), "most": mail_files.LATEST}
    return render(request, "notifications/dev_mail.html", context)


@require_safe
@for_admins_of_files
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # typed for views without arguments
def message(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "notifications/dev_mail_message.html", {"mail": _mail(name)})


@require_safe
@for_admins_of_files
@xframe_options_sameorigin
@csp(MAIL_POLICY)  # type: ignore[arg-type]  # the same
def html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as it is, shut in by its own policy."""
    return HttpResponse(_mail(name).html)


def _mail(name: str) -> Mail:
    mail = mail_files.find(settings.MAIL_DIR, name)
    if mail is None:
        raise Http404
    return mail
