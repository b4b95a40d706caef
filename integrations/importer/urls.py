"""Take in what was written elsewhere."""

from django.urls import URLPattern

app_name = "imports"

urlpatterns: list[URLPattern] = []
