"""The first page: what needs me."""

from django.urls import URLPattern

app_name = "home"

urlpatterns: list[URLPattern] = []
