"""Where a verb's button leads afterwards."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse


def back(request: HttpRequest, otherwise: str = "accounts:people") -> HttpResponseRedirect:
    """To the page whose button was pressed if it is one of ours, else to the page named ``otherwise``."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host():
        try:
            resolve(came_from.path)
        except Resolver404:
            return HttpResponseRedirect(reverse(otherwise))
        return HttpResponseRedirect(came_from._replace(scheme="", netloc="", fragment="").geturl())
    return HttpResponseRedirect(reverse(otherwise))
