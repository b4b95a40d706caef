"""Inviting people: send, send again, take back."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import current_user, get_invitation_for, require_admin
from accounts.forms import InvitationForm, already_invited
from accounts.invitations import send
from accounts.models import LinkUsedUp, OneTimeLink
from accounts.models.links import INVITATION_LASTS
from accounts.views.people import people_page
from core.flash import tell


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    require_admin(user)
    form = InvitationForm(request.POST, instance=OneTimeLink(kind=OneTimeLink.Kind.INVITATION, invited_by=user))
    if not form.is_valid():
        return people_page(request, form)
    invitation = form.save(commit=False)
    try:
        with transaction.atomic():
            token = invitation.renew(INVITATION_LASTS)
    except IntegrityError:  # invited twice at the same moment
        form.add_error("email", already_invited())
        return people_page(request, form)
    return _sent(request, invitation, token)


@require_POST
def resend(request: HttpRequest, number: int) -> HttpResponse:
    invitation = get_invitation_for(current_user(request), number)
    try:
        token = invitation.renew(INVITATION_LASTS)
    except LinkUsedUp as error:
        raise Http404 from error
    return _sent(request, invitation, token)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    invitation = get_invitation_for(current_user(request), number)
    invitation.withdraw()
    words = _("The invitation of %(email)s no longer works.") % {"email": invitation.email}
    tell(request, words, undo=reverse("accounts:restore", args=[number]))
    return redirect("accounts:people")


@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    invitation = get_invitation_for(current_user(request), number)
    try:
        with transaction.atomic():
            invitation.restore()
    except IntegrityError:
        messages.warning(request, _("%(email)s was invited anew meanwhile.") % {"email": invitation.email})
    else:
        tell(request, _("The invitation of %(email)s works again.") % {"email": invitation.email})
    return redirect("accounts:people")


def _sent(request: HttpRequest, invitation: OneTimeLink, token: str) -> HttpResponse:
    """Send it and say how that went."""
    words = {"email": invitation.email}
    if send(invitation, token):
        tell(request, _("%(email)s has an invitation in the mail. It is good for seven days.") % words)
    else:
        messages.error(
            request, _("The mail server did not take the invitation of %(email)s. Send it again later.") % words
        )
    return redirect("accounts:people")
