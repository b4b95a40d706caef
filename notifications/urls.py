"""One's inbox; and the mails of an installation that keeps them as files."""

from django.urls import path

from notifications.views import chat, dev_mail, inbox, preferences

app_name = "notifications"

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("settings/notifications/", preferences.preferences, name="preferences"),
    path("settings/teams/<slug:slug>/chat/", chat.team_chat, name="team_chat"),
    path("settings/teams/<slug:slug>/chat/test/", chat.test_chat, name="test_chat"),
    path("inbox/read/", inbox.read_all, name="read_all"),
    path("inbox/<int:number>/read/", inbox.read, name="read"),
    path("inbox/<int:number>/unread/", inbox.unread, name="unread"),
    path("inbox/try-again/", inbox.try_again, name="try_again"),
    path("dev/mail/", dev_mail.mails, name="dev_mail"),
    path("dev/mail/<str:name>/", dev_mail.message, name="dev_mail_message"),
    path("dev/mail/<str:name>/html/", dev_mail.html, name="dev_mail_html"),
]
