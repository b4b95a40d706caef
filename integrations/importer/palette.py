"""The page that takes documents in can be jumped to."""

from django.utils.translation import gettext_lazy as _

from core.palette import Page, pages

pages(
    Page(_("Import"), "imports:upload", "box-arrow-in-down", _("markdown upload bring in"), lambda user: user.is_writer)
)
