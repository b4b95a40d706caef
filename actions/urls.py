"""Action items."""

from django.urls import URLPattern, include, path

from actions.views import board, fragments, letters, listing, moves, orphans, pages, pointers, policy, team, together

app_name = "actions"

items: list[URLPattern] = [
    path("", listing.items, name="list"),
    path("export.csv", listing.export, name="export"),
    path("figures/", listing.figures, name="figures"),
    path("board/", board.board, name="board"),
    path("together/", together.together, name="together"),
    path("together/undo/", together.undo_together, name="undo_together"),
    path("new/", pages.create, name="create"),
    path("new/due/", pages.due_preset, name="due_preset"),
    path("new/hints/", fragments.hints, name="hints"),
    path("without-owner/", orphans.orphans, name="orphans"),
    path("without-owner/hand-over/", orphans.hand_over_orphans, name="hand_over"),
    # parts of other pages
    path("for/<pm:number>/", fragments.for_postmortem, name="for_postmortem"),
    path("for/<pm:number>/also/", pointers.point, name="point"),
    path("for/<pm:number>/also/<int:pointer>/remove/", pointers.unpoint, name="unpoint"),
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
    path("<act:number>/snooze/", moves.snooze, name="snooze"),
    path("<act:number>/wake/", moves.wake, name="wake"),
    path("<act:number>/confirm/", moves.confirm, name="confirm"),
    path("<act:number>/undo/", moves.undo, name="undo"),
]

urlpatterns = [
    path("actions/", include(items)),
    path("settings/teams/<slug:slug>/send-list/", team.team_list, name="team_list"),
    path("from-mail/<str:token>/", letters.from_mail, name="from_mail"),
    path("settings/reminders/", policy.policy, name="policy"),
]
