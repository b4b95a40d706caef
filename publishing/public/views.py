"""Views for strangers: the reports, their feed, and subscribing by mail."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import address_of
from core.counting import count
from publishing.models import LiveStatement, PublicSite, Subscriber
from publishing.public import pages, subscribing
from publishing.public.answers import kept
from publishing.public.colour import for_dark
from publishing.public.forms import SubscribeForm

HOUR = 60 * 60
ASKED_AN_HOUR = 10  # from one network address


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    number = request.GET.get("page", "")[:6]
    return kept(request, lambda site: pages.list_page(site, number), variant=number)


@login_not_required
@require_safe
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    def make(site: PublicSite) -> HttpResponse:
        page = LiveStatement.objects.filter(slug=slug).first()
        if page is None:
            raise Http404
        return pages.live_page(page, site)

    return kept(request, make)


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    here, address = (f"{settings.BASE_URL}{reverse(f'public:{name}')}" for name in ("list", "feed"))
    return kept(request, lambda site: pages.feed(site, here=here, address=address))


@login_not_required
@require_safe
def brand(request: HttpRequest) -> HttpResponse:
    """The one thing about the look that the organisation chooses, as a stylesheet: the policy allows no other way."""

    def make(site: PublicSite) -> HttpResponse:
        rule = f":root{{--accent:{site.accent};--accent-dark:{for_dark(site.accent)}}}\n"
        return HttpResponse(rule, content_type="text/css; charset=utf-8")

    return kept(request, make)


@login_not_required
@require_safe
def mark(request: HttpRequest) -> HttpResponse:
    """A small picture for the browser's tab: the first letter on the accent colour."""

    def make(site: PublicSite) -> HttpResponse:
        drawn = render_to_string("public/mark.svg", {"site": site, "letter": site.logo[:1].upper()})
        return HttpResponse(drawn, content_type="image/svg+xml")

    return kept(request, make)


@csrf_exempt  # it needs no session: it asks for a mail that has to be confirmed, and at most a few of them
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page("public/subscribe.html", status=422 if form.is_bound else 200, form=form)
    if count(f"subscribe-from:{address_of(request)}", seconds=HOUR) > ASKED_AN_HOUR:
        return _page("public/too_often.html", status=429)
    if not form.cleaned_data["website"]:  # only programs fill in what nobody sees
        subscribing.ask(form.cleaned_data["email"])
    return _page("public/asked.html", email=form.cleaned_data["email"])


@csrf_exempt  # the key in the address is what counts
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """GET only asks: programs that look into mails follow links."""
    subscriber = Subscriber.objects.filter(confirm_key=key, left_at=None).first()
    if subscriber is None:
        raise Http404
    if request.method == "POST":
        subscribing.confirm(subscriber)
        subscriber.refresh_from_db()
    return _page("public/confirm.html", subscriber=subscriber, done=subscriber.confirmed_at is not None)


@csrf_exempt  # RFC 8058: mail programs post here by themselves
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, key: str) -> HttpResponse:
    subscriber = Subscriber.objects.filter(leave_key=key).first()
    if subscriber is None:
        raise Http404
    if request.method == "POST":
        subscribing.leave(subscriber)
        subscriber.refresh_from_db()
    return _page("public/leave.html", done=subscriber.left_at is not None)


def _page(template: str, *, status: int = 200, **context: object) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"site": PublicSite.get(), **context}), status=status)
