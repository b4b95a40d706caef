"""What we tell others: the library, and what is taken away."""

from django.urls import path

from publishing.views import exports, library

app_name = "publishing"

urlpatterns = [
    path("library/", library.library, name="library"),
    path("postmortems/<pm:number>/similar/", library.similar_to, name="similar"),
    path("postmortems/<pm:number>/export.md", exports.as_markdown, name="markdown"),
    path("postmortems/<pm:number>/export.json", exports.as_json, name="json"),
    path("postmortems/<pm:number>/export.html", exports.as_html, name="html"),
    path("postmortems/<pm:number>/export.pdf", exports.as_pdf, name="pdf"),
    path("settings/export/", exports.everything, name="everything"),
    path("exports/<uuid:export>/", exports.export, name="export"),
    path("exports/<uuid:export>/file/", exports.download, name="download"),
    path("exports/<uuid:export>/again/", exports.again, name="export_again"),
]
