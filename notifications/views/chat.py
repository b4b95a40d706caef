"""A team's chat, for its leads and admins: its address, a test, and what became of the last posts."""

from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user, get_team_for
from core.flash import tell
from notifications.chat import check_address, plan, set_address
from notifications.models import ChatPost, TeamChat

SHOWN = 10


class ChatForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Address of the chat"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "slack://TokenA/TokenB/TokenC/#channel", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "As apprise writes it. It is stored encrypted and not shown again; empty ends the posts."
        ),
    )

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        if address:
            check_address(address)
        return address


@require_http_methods(["GET", "HEAD", "POST"])
def team_chat(request: HttpRequest, slug: str) -> HttpResponse:
    user = current_user(request)
    team = get_team_for(user, slug, ability="place")
    form = ChatForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        set_address(team, form.cleaned_data["address"], by=user)
        tell(request, _("Saved.") if form.cleaned_data["address"] else _("Nothing is posted any more."))
        return redirect("notifications:team_chat", slug)
    context = {
        "team": team,
        "form": form,
        "chat": TeamChat.objects.filter(team=team).select_related("changed_by").first(),
        "posts": ChatPost.objects.filter(team=team)[:SHOWN],
        "occasion": uuid4().hex,
    }
    return render(request, "notifications/team_chat.html", context, status=422 if form.is_bound else 200)


@require_POST
def test_chat(request: HttpRequest, slug: str) -> HttpResponse:
    """Post a test, once for each time that the page was shown."""
    team = get_team_for(current_user(request), slug, ability="place")
    occasion = request.POST.get("occasion", "")[:60] or uuid4().hex
    plan([team], occasion, ChatPost.Kind.TEST)
    tell(request, _("A test is on its way."))
    return redirect("notifications:team_chat", slug)
