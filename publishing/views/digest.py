"""What I want to hear of what others learned: by mail, and in a feed reader."""

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.models import User
from core.flash import tell
from publishing.digests.feed import feed_of
from publishing.digests.sending import begin
from publishing.models import Subscription

MADE = "digest-feed-made"


class SubscriptionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Subscription
        fields = ("every", "teams", "services", "severities")
        widgets = {
            "every": forms.RadioSelect,
            "teams": forms.CheckboxSelectMultiple,
            "services": forms.CheckboxSelectMultiple,
            "severities": forms.CheckboxSelectMultiple,
        }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def digest(request: HttpRequest) -> HttpResponse:
    subscription = _of(current_user(request))
    before = subscription.every
    form = SubscriptionForm(request.POST if request.method == "POST" else None, instance=subscription)
    if form.is_valid():
        kept = form.save()
        if kept.every not in {before, Subscription.Every.NEVER}:
            begin(kept)
        tell(request, _("Saved."))
        return redirect("publishing:digest")
    context = {"form": form, "subscription": subscription, "address": request.session.pop(MADE, "")}
    return render(request, "publishing/digest.html", context, status=422 if form.is_bound else 200)


@require_POST
def renew_feed(request: HttpRequest) -> HttpResponse:
    subscription = _of(current_user(request))
    if subscription.pk is None:
        subscription.save()
    request.session[MADE] = _address(subscription.renew_token())
    return redirect("publishing:digest")


@require_POST
def revoke_feed(request: HttpRequest) -> HttpResponse:
    subscription = _of(current_user(request))
    if subscription.pk is not None:
        subscription.revoke_token()
    tell(request, _("The address opens nothing any more."))
    return redirect("publishing:digest")


@login_not_required
@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The token in the address is the key; it opens what one person may see and nothing else."""
    subscription = Subscription.opened_by(token)
    if subscription is None:
        raise Http404
    with timezone.override(subscription.user.zone):
        text = feed_of(subscription, address=_address(token))
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _of(user: User) -> Subscription:
    return Subscription.objects.filter(user=user).first() or Subscription(user=user)


def _address(token: str) -> str:
    return f"{settings.BASE_URL}{reverse('publishing:feed', args=[token])}"
