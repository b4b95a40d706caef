"""What leaves the house: exports."""

from django.urls import path

from publishing.views import exports

app_name = "publishing"

urlpatterns = [
    path("postmortems/<pm:number>/export.md", exports.as_markdown, name="markdown"),
    path("postmortems/<pm:number>/export.json", exports.as_json, name="json"),
]
