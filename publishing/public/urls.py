"""What strangers may open. Nothing here reads anything but frozen copies."""

from django.urls import path

from publishing.public import views

app_name = "public"

urlpatterns = [
    path("", views.index, name="list"),
    path("feed.atom", views.feed, name="feed"),
    path("brand.css", views.brand, name="brand"),
    path("mark.svg", views.mark, name="mark"),
    path("subscribe/", views.subscribe, name="subscribe"),
    path("confirm/<str:key>/", views.confirm, name="confirm"),
    path("leave/<str:key>/", views.leave, name="leave"),
    path("<slug:slug>/", views.statement, name="statement"),
]
