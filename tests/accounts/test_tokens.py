"""API tokens: what they may, the command that prints one, and their page."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken, Role, Scope
from incidents.models import Incident
from tests.factories import make_incident, make_restricted_incident

PAGE = "/settings/tokens/"


def create_token(*args: str) -> str:
    out = StringIO()
    call_command("create_token", *args, stdout=out)
    return out.getvalue()


def issue(user, scope="read", **fields):
    return ApiToken.issue(user, name="Report", scope=scope, **fields)


# -- the model -------------------------------------------------------------------------------------


def test_only_a_hash_is_stored(member):
    token, text = issue(member)
    assert text.startswith("pmt_")
    assert len(text) > 40
    assert text not in str(ApiToken.objects.values())
    assert text.startswith(token.prefix)
    assert ApiToken.found(text) == token
    assert ApiToken.found(text + "x") is None


@pytest.mark.parametrize(("who", "most"), [("viewer", "read"), ("member", "write"), ("admin", "admin")])
def test_a_scope_never_exceeds_the_role(request, who, most):
    user = request.getfixturevalue(who)
    for scope in Scope:
        if scope.rank <= Scope(most).rank:
            assert issue(user, scope)[0].scope_now == scope
        else:
            with pytest.raises(ValueError, match="no more than"):
                issue(user, scope)


def test_a_scope_shrinks_with_the_role(member):
    token, _text = issue(member, "write")
    assert token.may_write
    member.change_role(Role.VIEWER)
    token.refresh_from_db()
    assert token.scope_now == Scope.READ
    assert not token.may_write


def test_an_unknown_scope_cannot_be_stored(member):
    token, _text = issue(member)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(scope="root")


def test_without_the_admin_scope_an_admin_sees_no_restricted_incident_of_others(admin, team):
    make_incident("Of a team", team=team, visibility="team")
    make_restricted_incident()
    seen = {}
    for scope in Scope:
        _token, text = issue(admin, scope)
        seen[scope] = Incident.objects.visible_to(ApiToken.found(text).bearer()).count()
    assert seen == {"read": 1, "write": 1, "admin": 2}


def test_its_use_is_noted_at_most_once_a_minute(member, django_assert_num_queries):
    token, _text = issue(member)
    now = timezone.now()
    token.note_use(now)
    token.refresh_from_db()
    assert token.last_used_at == now
    with django_assert_num_queries(0):
        token.note_use(now + timedelta(seconds=59))
    with django_assert_num_queries(1):
        token.note_use(now + timedelta(seconds=60))


# -- the command -----------------------------------------------------------------------------------


def test_the_command_prints_the_token_and_nothing_else(member):
    printed = create_token("CAI@example.org", "--scope", "write", "--name", "Chat bot", "--days", "7")
    token = ApiToken.found(printed.strip())
    assert printed == printed.strip() + "\n"
    assert (token.user, token.scope, token.name) == (member, "write", "Chat bot")
    assert timedelta(days=6, hours=23) < token.expires_at - timezone.now() <= timedelta(days=7)


def test_unless_told_otherwise_it_reads_and_lasts(member):
    token = ApiToken.found(create_token("cai@example.org").strip())
    assert (token.scope, token.expires_at) == ("read", None)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nobody@example.org"], "Nobody here has the address"),
        (["vic@example.org", "--scope", "write"], "is a viewer: a token of theirs has the scope read"),
        (["cai@example.org", "--scope", "admin"], "has the scope read or write"),
        (["cai@example.org", "--scope", "root"], "invalid choice"),
        (["cai@example.org", "--days", "0"], "whole number of days from 1 to 3650"),
        (["cai@example.org", "--days", "soon"], "whole number of days"),
        (["cai@example.org", "--name", " "], "a name of 1 to 80 characters"),
        (["cai@example.org", "--name", "x" * 81], "a name of 1 to 80 characters"),
        (["cai@example.org", "--name", "a\x00b"], "a name of 1 to 80 characters"),
        ([], "email"),
    ],
)
def test_the_command_refuses_in_words(member, viewer, args, words):
    with pytest.raises(CommandError, match=words):
        create_token(*args)
    assert not ApiToken.objects.exists()


def test_somebody_who_was_deactivated_gets_none(member, admin):
    member.deactivate()
    with pytest.raises(CommandError, match="is not active"):
        create_token("cai@example.org")


# -- the page --------------------------------------------------------------------------------------

ASKED = {"name": "Chat  bot", "scope": "write", "lasts": "90"}


def test_a_new_token_is_shown_this_once(signed_in, member):
    browser = signed_in(member)
    shown = browser.post(PAGE, ASKED)
    token = ApiToken.objects.get()
    text = shown.context["text"]
    assert shown.status_code == 200
    assert "no-store" in shown.headers["Cache-Control"]
    assert ApiToken.found(text) == token
    assert text in shown.content.decode()
    assert (token.name, token.scope) == ("Chat bot", "write")
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)

    later = browser.get(PAGE).content.decode()
    assert text not in later
    assert token.prefix in later


def test_a_token_may_last_until_it_is_revoked(signed_in, member):
    signed_in(member).post(PAGE, ASKED | {"lasts": "never"})
    assert ApiToken.objects.get().expires_at is None


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"name": "x" * 81}, {"name": "a\x00b"}, {"scope": "admin"}, {"scope": ""}, {"lasts": "9"}]
)
def test_wrong_input_is_told_beside_its_field(signed_in, member, wrong):
    answer = signed_in(member).post(PAGE, ASKED | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert not ApiToken.objects.exists()


def test_a_viewer_is_offered_reading_alone(signed_in, viewer):
    form = signed_in(viewer).get(PAGE).context["form"]
    assert [scope for scope, _label in form.fields["scope"].choices] == ["read"]


def test_a_token_is_revoked_and_that_can_be_undone(signed_in, member):
    token, _text = issue(member)
    browser = signed_in(member)
    browser.post(reverse("accounts:revoke_token", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert token.prefix not in browser.get(PAGE).content.decode()

    browser.post(reverse("accounts:restore_token", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is None


@pytest.mark.parametrize("verb", ["revoke_token", "restore_token"])
def test_tokens_of_others_are_not_there(signed_in, member, admin, verb):
    token, _text = issue(member)
    url = reverse(f"accounts:{verb}", args=[token.pk])
    assert signed_in(admin).post(url).status_code == 404
    assert signed_in(member).get(url).status_code == 405
    assert token.prefix not in signed_in(admin).get(PAGE).content.decode()


def test_the_list_costs_the_same_with_one_token_and_with_three(signed_in, member, django_assert_num_queries):
    browser = signed_in(member)
    for _more in (1, 2):
        for _each in range(_more):
            issue(member)
        with django_assert_num_queries(4):
            browser.get(PAGE)
