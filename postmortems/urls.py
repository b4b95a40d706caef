"""Postmortems: board, workspace, reading view."""

from django.urls import URLPattern

app_name = "postmortems"

urlpatterns: list[URLPattern] = []
