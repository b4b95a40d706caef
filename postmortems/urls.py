"""Postmortems: board, workspace, reading view."""

from django.urls import URLPattern, URLResolver, include, path

from postmortems.views import (
    about,
    category,
    comments,
    fragments,
    listing,
    moves,
    outline,
    parts,
    read,
    review,
    revisions,
    start,
    template,
    typing,
    waiver,
    without,
    wording,
    workspace,
)

app_name = "postmortems"

beside: list[URLPattern | URLResolver] = [
    path("timeline/", parts.timeline, name="timeline"),
    path("factors/", parts.factors, name="factors"),
    path("factors/add/", parts.add_factor, name="add_factor"),
    path("factors/<int:factor>/edit/", parts.edit_factor, name="edit_factor"),
    path("factors/<int:factor>/remove/", parts.remove_factor, name="remove_factor"),
    path("factors/<int:factor>/restore/", parts.restore_factor, name="restore_factor"),
    path("factors/<int:factor>/move/<slug:way>/", parts.move_factor, name="move_factor"),
    path("response/", parts.response, name="response"),
    path("response/<slug:dimension>/", parts.look_at, name="look_at"),
    path("actions/", parts.actions, name="actions"),
    path("wording/", wording.wording, name="wording"),
    path("history/", parts.history, name="history"),
]

said: list[URLPattern | URLResolver] = [
    path("", comments.comments, name="comments"),
    path("threads/", comments.threads, name="threads"),
    path("<int:thread>/reply/", comments.reply, name="reply"),
    path("<int:thread>/resolve/", comments.resolve, name="resolve_thread"),
    path("<int:thread>/reopen/", comments.reopen, name="reopen_thread"),
    path("<int:thread>/blocking/", comments.blocking, name="blocking_thread"),
    path("said/<int:comment>/edit/", comments.edit, name="edit_comment"),
    path("said/<int:comment>/remove/", comments.remove, name="remove_comment"),
    path("said/<int:comment>/restore/", comments.restore, name="restore_comment"),
]

kept: list[URLPattern | URLResolver] = [
    path("", revisions.revisions, name="revisions"),
    path("keep/", moves.keep, name="keep"),
    path("compare/", revisions.compare, name="compare"),
    path("<int:revision>/", revisions.revision, name="revision"),
    path("<int:revision>/restore/", revisions.restore, name="restore"),
]

postmortem: list[URLPattern | URLResolver] = [
    path("", workspace.detail, name="detail"),
    path("read/", read.read, name="read"),
    path("about/", about.about, name="about"),
    path("complete/", typing.complete, name="complete"),
    path("preview/", typing.preview, name="preview"),
    path("upload/", typing.upload, name="upload"),
    path("sections/<slug:key>/", workspace.section, name="section"),
    path("sections/<slug:key>/preview/", workspace.preview, name="preview_section"),
    path("outline/", outline.outline, name="outline"),
    path("outline/add/", outline.add, name="add_section"),
    path("outline/<slug:key>/rename/", outline.rename, name="rename_section"),
    path("outline/<slug:key>/move/<slug:way>/", outline.move, name="move_section"),
    path("outline/<slug:key>/remove/", outline.remove, name="remove_section"),
    path("", include(beside)),
    path("comments/", include(said)),
    path("revisions/", include(kept)),
    path("review/", review.review, name="review"),
    path("review/again/", review.ask_again, name="ask_again"),
    path("submit/", moves.submit, name="submit"),
    path("withdraw/", moves.withdraw, name="withdraw"),
    path("approve/", moves.approve, name="approve"),
    path("request-changes/", moves.request_changes, name="request_changes"),
    path("publish/", moves.publish, name="publish"),
    path("revise/", moves.revise, name="revise"),
    path("propose-waiver/", waiver.propose, name="propose_waiver"),
    path("decline-waiver/", waiver.decline, name="decline_waiver"),
    path("waive/", moves.waive, name="waive"),
    path("unwaive/", moves.unwaive, name="unwaive"),
]

pages: list[URLPattern | URLResolver] = [
    path("", listing.index, name="list"),
    path("export.csv", listing.export, name="export"),
    path("new/", start.start, name="start"),
    path("language/", wording.language, name="language"),
    path("without/", without.without, name="without"),
    path("for/<inc:number>/", fragments.for_incident, name="for_incident"),
    path("<pm:number>/", include(postmortem)),
]

of_template: list[URLPattern | URLResolver] = [
    path("", template.template, name="template"),
    path("preview/", template.preview, name="preview_template"),
    path("duplicate/", template.duplicate, name="duplicate_template"),
    path("delete/", template.remove, name="delete_template"),
    path("sections/add/", template.add_section, name="add_template_section"),
    path("sections/of/<slug:key>/", template.edit_section, name="edit_template_section"),
    path("sections/of/<slug:key>/move/<slug:way>/", template.move_section, name="move_template_section"),
    path("sections/of/<slug:key>/remove/", template.remove_section, name="remove_template_section"),
]

settings: list[URLPattern | URLResolver] = [
    path("templates/", template.templates, name="templates"),
    path("templates/new/", template.add, name="add_template"),
    path("templates/<int:template>/", include(of_template)),
    path("categories/", category.categories, name="categories"),
    path("categories/add/", category.add, name="add_category"),
    path("categories/<int:category>/", category.category, name="category"),
    path("categories/<int:category>/arrange/", category.arrange, name="arrange_category"),
    path("categories/<int:category>/merge/", category.merge, name="merge_category"),
    path("categories/<int:category>/delete/", category.remove, name="delete_category"),
]

urlpatterns = [
    path("postmortems/", include(pages)),
    path("settings/", include(settings)),
]
