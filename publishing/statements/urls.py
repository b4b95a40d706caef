"""Statements to customers, seen from inside."""

from django.urls import path

from publishing.statements.views import decisions, listing, moves, pages, writing

app_name = "statements"
OF = "postmortems/<pm:number>/statement/"

urlpatterns = [
    path("statements/", listing.index, name="list"),
    path("settings/public-site/", listing.site, name="site"),
    path(OF, pages.workspace, name="workspace"),
    path(f"{OF}start/", writing.start, name="start"),
    path(f"{OF}about/", writing.about, name="about"),
    path(f"{OF}parts/<slug:part>/", writing.part, name="part"),
    path(f"{OF}authors/", writing.add_author, name="add_author"),
    path(f"{OF}findings/", pages.findings, name="findings"),
    path(f"{OF}findings/override/", writing.override, name="override"),
    path(f"{OF}findings/<int:override>/take-back/", writing.take_back_override, name="take_back_override"),
    path(f"{OF}preview/", pages.preview, name="preview"),
    path(f"{OF}review/", decisions.review, name="review"),
    path(f"{OF}approve/", decisions.approve, name="approve"),
    path(f"{OF}send-back/", decisions.send_back, name="send_back"),
    path(f"{OF}submit/", moves.submit, name="submit"),
    path(f"{OF}take-back/", moves.take_back, name="take_back"),
    path(f"{OF}release/", moves.release, name="release"),
    path(f"{OF}correct/", moves.correct, name="correct"),
    path(f"{OF}withdraw/", moves.withdraw, name="withdraw"),
]
