"""What somebody answers for, handed over to others; usually because they leave."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import current_user, get_person_for
from accounts.handing_over_form import HandOverForm
from accounts.holdings import HandedOver, holdings_of
from accounts.models import User
from core.flash import tell


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, handle: str) -> HttpResponse:
    whose = get_person_for(current_user(request), handle, ability="administer")
    leaves = "deactivate" in request.POST
    form = HandOverForm(request.POST or None, person=whose, held=holdings_of(whose), leaves=leaves)
    if form.is_valid():
        with transaction.atomic():
            outcome = form.save(by=current_user(request))
            if leaves:
                whose.deactivate()
        _say(request, whose, outcome, leaves=leaves)
        return redirect(whose)
    context = {"person": whose, "form": form, "tokens": whose.tokens.present().count()}
    return render(request, "accounts/hand_over.html", context, status=422 if form.is_bound else 200)


def _say(request: HttpRequest, whose: User, outcome: HandedOver, *, leaves: bool) -> None:
    count, stayed = len(outcome.given), len(outcome.stayed)
    words = [ngettext("%(count)s thing was handed over.", "%(count)s things were handed over.", count)] if count else []
    if leaves:
        words.append(_("%(name)s is signed out everywhere and cannot sign in."))
    undo = reverse("accounts:reactivate", args=[whose.handle]) if leaves else ""
    if words:
        tell(request, " ".join(words) % {"count": count, "name": whose.name}, undo=undo)
    if stayed:
        first = " ".join(str(blocker.message) for blocker in outcome.stayed[:3])
        left = ngettext("%(count)s thing stays theirs.", "%(count)s things stay theirs.", stayed) % {"count": stayed}
        messages.warning(request, f"{left} {first}")
