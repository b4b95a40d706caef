"""Incidents and their timeline."""

from django.urls import URLPattern, URLResolver, include, path

from incidents.views import (
    access,
    around,
    detail,
    edit,
    events,
    evidence,
    listing,
    merge,
    moves,
    paste,
    readings,
    service,
    severity,
    tag,
)

app_name = "incidents"

timeline: list[URLPattern | URLResolver] = [
    path("add/", events.add, name="add_event"),
    path("paste/", paste.paste, name="paste"),
    path("paste/add/", paste.accept, name="accept_paste"),
    path("<int:event>/edit/", events.edit, name="edit_event"),
    path("<int:event>/star/", events.star, name="star_event"),
    path("<int:event>/remove/", events.remove, name="remove_event"),
    path("<int:event>/restore/", events.restore, name="restore_event"),
]

pieces: list[URLPattern | URLResolver] = [
    path("upload/", evidence.upload, name="upload_evidence"),
    path("add/<slug:what>/", evidence.add, name="add_evidence"),
    path("<int:evidence>/edit/", evidence.edit, name="edit_evidence"),
    path("<int:evidence>/remove/", evidence.remove, name="remove_evidence"),
    path("<int:evidence>/restore/", evidence.restore, name="restore_evidence"),
]

incident: list[URLPattern | URLResolver] = [
    path("", detail.detail, name="detail"),
    path("edit/", edit.edit, name="edit"),
    path("reading/", readings.reading, name="reading"),
    path("milestones/<slug:kind>/", moves.milestone, name="set_milestone"),
    path("mitigate/", moves.mitigate, name="mitigate"),
    path("resolve/", moves.resolve, name="resolve"),
    path("close/", moves.close, name="close"),
    path("reopen/", moves.reopen, name="reopen"),
    path("revisit/", moves.revisit, name="revisit"),
    path("cancel/", moves.cancel, name="cancel"),
    path("merge/", merge.merge, name="merge"),
    path("unmerge/", merge.unmerge, name="unmerge"),
    path("events/", include(timeline)),
    path("evidence/", include(pieces)),
    path("people/add/", around.add_participant, name="add_participant"),
    path("people/<int:participant>/remove/", around.remove_participant, name="remove_participant"),
    path("links/add/", around.add_link, name="add_link"),
    path("links/<int:link>/remove/", around.remove_link, name="remove_link"),
    path("access/", access.access, name="access"),
    path("access/<int:question>/grant/", access.grant, name="grant_access"),
    path("access/<int:question>/decline/", access.decline, name="decline_access"),
    path("references/add/", around.add_reference, name="add_reference"),
    path("references/<int:reference>/remove/", around.remove_reference, name="remove_reference"),
]

pages: list[URLPattern | URLResolver] = [
    path("", listing.index, name="list"),
    path("export.csv", listing.export, name="export"),
    path("new/", edit.create, name="create"),
    path("reading/", readings.reading_for_new, name="reading_for_new"),
    path("<inc:number>/", include(incident)),
]

settings: list[URLPattern | URLResolver] = [
    path("services/", service.services, name="services"),
    path("services/new/", service.add, name="add_service"),
    path("services/<int:service>/", service.edit, name="edit_service"),
    path("services/<int:service>/delete/", service.remove, name="delete_service"),
    path("severities/", severity.severities, name="severities"),
    path("severities/new/", severity.add, name="add_severity"),
    path("severities/<int:severity>/", severity.edit, name="edit_severity"),
    path("severities/<int:severity>/move/<slug:way>/", severity.move, name="move_severity"),
    path("severities/<int:severity>/delete/", severity.remove, name="delete_severity"),
    path("tags/", tag.tags, name="tags"),
    path("tags/<slug:name>/", tag.tag, name="tag"),
    path("tags/<slug:name>/rename/", tag.rename, name="rename_tag"),
    path("tags/<slug:name>/merge/", tag.merge, name="merge_tag"),
    path("tags/<slug:name>/delete/", tag.remove, name="delete_tag"),
]

urlpatterns = [
    path("access/ask/", access.ask, name="ask_access"),
    path("incidents/", include(pages)),
    path("settings/", include(settings)),
    path("evidence/<uuid:stored>/<str:filename>", evidence.serve, name="evidence"),
]
