"""People, teams, invitations, one's own profile."""

from django.urls import path

from accounts.views import audit, doors, handing_over, invitations, people, profile, saved, sessions, teams, tokens

app_name = "accounts"

urlpatterns = [
    # open to anybody who holds the link
    path("enter/<str:token>/", doors.enter, name="enter"),
    path("join/<str:token>/", doors.join, name="join"),
    # oneself
    path("settings/profile/", profile.profile, name="profile"),
    path("settings/profile/email/", profile.change_email, name="change_email"),
    path("settings/sessions/end-others/", sessions.end_others, name="end_other_sessions"),
    path("settings/sessions/<int:number>/end/", sessions.end, name="end_session"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<int:number>/revoke/", tokens.revoke, name="revoke_token"),
    path("settings/tokens/<int:number>/restore/", tokens.restore, name="restore_token"),
    # one's views of lists
    path("settings/views/", saved.views, name="saved_views"),
    path("settings/views/save/", saved.save, name="save_view"),
    path("settings/views/<int:number>/", saved.edit, name="edit_view"),
    path("settings/views/<int:number>/remove/", saved.remove, name="remove_view"),
    path("settings/views/<int:number>/restore/", saved.restore, name="restore_view"),
    # people
    path("settings/people/", people.people, name="people"),
    path("people/<slug:handle>/", people.person, name="person"),
    path("people/<slug:handle>/role/<slug:role>/", people.change_role, name="change_role"),
    path("people/<slug:handle>/statements/allow/", people.allow_statements, name="allow_statements"),
    path("people/<slug:handle>/statements/forbid/", people.forbid_statements, name="forbid_statements"),
    path("people/<slug:handle>/hand-over/", handing_over.hand_over, name="hand_over"),
    path("people/<slug:handle>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<slug:handle>/reactivate/", people.reactivate, name="reactivate"),
    # invitations
    path("settings/people/invite/", invitations.invite, name="invite"),
    path("settings/people/invitations/<int:number>/resend/", invitations.resend, name="resend"),
    path("settings/people/invitations/<int:number>/withdraw/", invitations.withdraw, name="withdraw"),
    path("settings/people/invitations/<int:number>/restore/", invitations.restore, name="restore"),
    # teams
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/new/", teams.create, name="create_team"),
    path("settings/teams/<slug:slug>/", teams.team, name="team"),
    path("settings/teams/<slug:slug>/rename/", teams.rename, name="rename_team"),
    path("settings/teams/<slug:slug>/people/", teams.add, name="add_to_team"),
    path("settings/teams/<slug:slug>/people/<slug:handle>/remove/", teams.remove, name="remove_from_team"),
    path("settings/teams/<slug:slug>/people/<slug:handle>/<slug:role>/", teams.place, name="place_in_team"),
    # what happened
    path("settings/audit/", audit.audit, name="audit"),
    path("settings/audit/export/<slug:form>/", audit.export, name="export_audit"),
]
