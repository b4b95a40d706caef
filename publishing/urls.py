"""What we tell others: the library, and what is taken away."""

from django.urls import path

from publishing.views import brief, digest, exports, library, readers

app_name = "publishing"

urlpatterns = [
    path("library/", library.library, name="library"),
    path("library/digest/", digest.digest, name="digest"),
    path("library/digest/feed/new/", digest.renew_feed, name="renew_feed"),
    path("library/digest/feed/end/", digest.revoke_feed, name="revoke_feed"),
    path("library/feed/<str:token>/", digest.feed, name="feed"),
    path("postmortems/<pm:number>/similar/", library.similar_to, name="similar"),
    path("postmortems/<pm:number>/export.md", exports.as_markdown, name="markdown"),
    path("postmortems/<pm:number>/export.json", exports.as_json, name="json"),
    path("postmortems/<pm:number>/export.html", exports.as_html, name="html"),
    path("postmortems/<pm:number>/export.pdf", exports.as_pdf, name="pdf"),
    path("postmortems/<pm:number>/brief/", brief.brief, name="brief"),
    path("postmortems/<pm:number>/brief/<slug:passage>/", brief.edit, name="edit_brief"),
    path("postmortems/<pm:number>/readers/", readers.readers, name="readers"),
    path("postmortems/<pm:number>/learned/", readers.learn, name="learn"),
    path("postmortems/<pm:number>/learned/back/", readers.unlearn, name="unlearn"),
    path("settings/export/", exports.everything, name="everything"),
    path("exports/<uuid:export>/", exports.export, name="export"),
    path("exports/<uuid:export>/file/", exports.download, name="download"),
    path("exports/<uuid:export>/again/", exports.again, name="export_again"),
]
