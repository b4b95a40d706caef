"""The organisation's calendar and its policy of chasing, for admins."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user, require_admin
from accounts.models import Organisation
from actions.models import ChasingPolicy
from actions.policy_forms import CalendarForm, ChasingForm
from core.flash import tell


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    require_admin(current_user(request))
    data = request.POST if request.method == "POST" else None
    forms = CalendarForm(data, instance=Organisation.get()), ChasingForm(data, instance=ChasingPolicy.get())
    wrong = [form for form in forms if not form.is_valid()]  # both, so that both say what is wrong
    if data is not None and not wrong:
        with transaction.atomic():
            for form in forms:
                form.save()
        tell(request, _("Saved."))
        return redirect("actions:policy")
    context = dict(zip(("calendar", "chasing"), forms, strict=True))
    return render(request, "actions/policy.html", context, status=422 if data is not None else 200)
