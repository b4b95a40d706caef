"""What it is about and whose it is."""

from copy import copy

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from core.flash import tell
from postmortems.access import get_postmortem_for
from postmortems.forms.about import AboutForm
from postmortems.views.frame import frame


@require_http_methods(["GET", "POST"])
def about(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="move")
    # A copy: a refused form has already written into its instance.
    form = AboutForm(request.POST or None, instance=copy(postmortem), user=user)
    if form.is_bound and form.is_valid():
        form.save()
        tell(request, _("Saved."))
        return redirect(postmortem)
    context = {**frame(postmortem, user), "form": form}
    return render(request, "postmortems/about.html", context, status=422 if form.errors else 200)
