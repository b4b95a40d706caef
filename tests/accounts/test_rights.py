"""Who may see each page and press each button: admin, lead, member, viewer, stranger."""

import pytest
from django.urls import reverse

from accounts.models import OneTimeLink
from accounts.models.links import INVITATION_LASTS

WHO = ("admin", "lead", "member", "viewer")
PAGES = {
    "home": "/",
    "profile": reverse("accounts:profile"),
    "people": reverse("accounts:people"),
    "person": "/people/cai/",
    "teams": reverse("accounts:teams"),
    "team": "/settings/teams/payments/",
}
# verb -> its address; {number} is a pending invitation
ADMINS_ONLY = {
    "invite": "/settings/people/invite/",
    "resend": "/settings/people/invitations/{number}/resend/",
    "withdraw": "/settings/people/invitations/{number}/withdraw/",
    "restore": "/settings/people/invitations/{number}/restore/",
    "change_role": "/people/cai/role/viewer/",
    "allow_statements": "/people/cai/statements/allow/",
    "forbid_statements": "/people/cai/statements/forbid/",
    "deactivate": "/people/cai/deactivate/",
    "reactivate": "/people/cai/reactivate/",
    "create_team": "/settings/teams/new/",
    "rename_team": "/settings/teams/payments/rename/",
}
LEADS_TOO = {
    "add_to_team": "/settings/teams/payments/people/",
    "place_in_team": "/settings/teams/payments/people/cai/lead/",
    "remove_from_team": "/settings/teams/payments/people/bob/remove/",
}
ONES_OWN = {"change_email": reverse("accounts:change_email")}
VERBS = {**ADMINS_ONLY, **LEADS_TOO, **ONES_OWN}


@pytest.fixture
def number(admin, lead, team, member, viewer) -> int:
    """Everybody is here, and this invitation is pending."""
    link = OneTimeLink(kind="invitation", email="dora@example.org", invited_by=admin)
    link.renew(INVITATION_LASTS)
    return link.pk


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("place", PAGES)
def test_everybody_who_is_signed_in_sees_the_pages(request, signed_in, number, who, place):
    assert signed_in(request.getfixturevalue(who)).get(PAGES[place]).status_code == 200


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("verb", ADMINS_ONLY)
def test_only_admins_administer(request, signed_in, number, who, verb):
    answer = signed_in(request.getfixturevalue(who)).post(ADMINS_ONLY[verb].format(number=number))
    assert (answer.status_code in (302, 422)) if who == "admin" else answer.status_code == 403


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("verb", LEADS_TOO)
def test_admins_and_leads_place_people_in_a_team(request, signed_in, number, who, verb):
    answer = signed_in(request.getfixturevalue(who)).post(LEADS_TOO[verb])
    assert (answer.status_code in (302, 422)) if who in ("admin", "lead") else answer.status_code == 403


def test_a_lead_who_became_a_viewer_reads_only(signed_in, number, lead):
    lead.change_role("viewer")
    assert signed_in(lead).post(LEADS_TOO["add_to_team"]).status_code == 403


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_answers_nothing_but_a_post(signed_in, number, admin, verb):
    assert signed_in(admin).get(VERBS[verb].format(number=number)).status_code == 405


@pytest.mark.parametrize("url", [*PAGES.values(), *(url.format(number=1) for url in VERBS.values())])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_asked_to_sign_in(client, number, url, method):
    answer = getattr(client, method)(url)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_readers_see_no_button_they_cannot_press(signed_in, number, member):
    for page in PAGES.values():
        content = signed_in(member).get(page).content.decode()
        for url in (*ADMINS_ONLY.values(), *LEADS_TOO.values()):
            assert f'action="{url.format(number=number)}' not in content
