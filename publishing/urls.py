"""What we tell others: the library, and what is taken away."""

from django.urls import path

from publishing.views import exports, library

app_name = "publishing"

urlpatterns = [
    path("library/", library.library, name="library"),
    path("postmortems/<pm:number>/similar/", library.similar_to, name="similar"),
    path("postmortems/<pm:number>/export.md", exports.as_markdown, name="markdown"),
    path("postmortems/<pm:number>/export.json", exports.as_json, name="json"),
]
