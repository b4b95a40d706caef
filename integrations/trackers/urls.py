"""Issue trackers: what they send, their connections, and the issues of action items."""

from django.urls import path

from integrations.trackers import views

app_name = "trackers"

urlpatterns = [
    path("hooks/<slug:kind>/<str:token>/", views.hook, name="hook"),
    path("hooks/<slug:kind>/<str:token>", views.hook, name="hook_without_slash"),  # a redirect would lose the body
    path("settings/trackers/", views.connections, name="connections"),
    path("settings/trackers/new/<slug:kind>/", views.add, name="add"),
    path("settings/trackers/<int:connection>/", views.edit, name="edit"),
    path("settings/trackers/<int:connection>/secret/", views.renew_secret, name="renew_secret"),
    path("settings/trackers/<int:connection>/test/", views.check, name="check"),
    path("settings/trackers/<int:connection>/delete/", views.remove, name="remove"),
    path("trackers/<act:number>/", views.issue, name="issue"),
    path("trackers/<act:number>/link/", views.link, name="link"),
    path("trackers/<act:number>/unlink/", views.unlink, name="unlink"),
    path("trackers/<act:number>/make/", views.make, name="make"),
]
