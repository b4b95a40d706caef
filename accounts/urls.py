"""People, teams, invitations, one's own profile."""

from django.urls import URLPattern

app_name = "accounts"

urlpatterns: list[URLPattern] = []
