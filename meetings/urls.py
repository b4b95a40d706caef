"""Meetings: called from a postmortem, held on a page of their own."""

from django.urls import URLPattern, URLResolver, include, path

from meetings.views import adding, calendar, calling, listing, running

app_name = "meetings"

meeting: list[URLPattern | URLResolver] = [
    path("", calling.detail, name="detail"),
    path("edit/", calling.edit, name="edit"),
    path("cancel/", calling.cancel, name="cancel"),
    path("ask-for-facilitator/", calling.ask_for_facilitator, name="ask_for_facilitator"),
    path("survey/", calling.survey, name="survey"),
    path("start/", running.start, name="start"),
    path("room/", running.room, name="room"),
    path("room/beat/", running.beat, name="beat"),
    path("room/go/<int:step>/", running.go, name="go"),
    path("room/here/", running.here, name="here"),
    path("room/notes/", running.write_notes, name="notes"),
    path("room/add/<slug:line>/", adding.add, name="add"),
    path("outcomes/", adding.outcomes, name="outcomes"),
    path("finish/", running.finish, name="finish"),
]

urlpatterns = [
    path("meetings/", listing.index, name="list"),
    path("meetings/calendar/", calendar.mine, name="calendar"),
    path("meetings/calendar/renew/", calendar.renew, name="renew_feed"),
    path("meetings/calendar/revoke/", calendar.revoke, name="revoke_feed"),
    path("meetings/calendar/offer/", calendar.offer, name="offer"),
    path("meetings/of/<pm:number>/", listing.for_postmortem, name="for_postmortem"),
    path("meetings/of/<pm:number>/call/", calling.call, name="call"),
    path("meetings/<int:meeting>/", include(meeting)),
    path("calendar/<str:token>.ics", calendar.feed, name="feed"),
]
