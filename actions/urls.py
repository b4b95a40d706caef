"""Action items."""

from django.urls import path

from actions.views import fragments, listing, moves, pages

app_name = "actions"

urlpatterns = [
    path("", listing.items, name="list"),
    path("export.csv", listing.export, name="export"),
    path("new/", pages.create, name="create"),
    path("new/due/", pages.due_preset, name="due_preset"),
    # parts of other pages
    path("for/<pm:number>/", fragments.for_postmortem, name="for_postmortem"),
    path("for/<inc:number>/", fragments.for_incident, name="for_incident"),
    # one item
    path("<act:number>/", pages.detail, name="detail"),
    path("<act:number>/edit/", pages.edit, name="edit"),
    path("<act:number>/accept/", moves.accept, name="accept"),
    path("<act:number>/decline/", moves.decline, name="decline"),
    path("<act:number>/start/", moves.start, name="start"),
    path("<act:number>/block/", moves.block, name="block"),
    path("<act:number>/unblock/", moves.unblock, name="unblock"),
    path("<act:number>/finish/", moves.finish, name="finish"),
    path("<act:number>/verify/", moves.verify, name="verify"),
    path("<act:number>/reopen/", moves.reopen, name="reopen"),
    path("<act:number>/give-up/", moves.give_up, name="give_up"),
    path("<act:number>/reconsider/", moves.reconsider, name="reconsider"),
    path("<act:number>/due/", moves.move_due, name="move_due"),
    path("<act:number>/owner/", moves.assign, name="assign"),
    path("<act:number>/undo/", moves.undo, name="undo"),
]
