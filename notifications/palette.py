"""Which pages of notifications can be jumped to."""

from django.utils.translation import gettext_lazy as _

from core.palette import Page, pages

pages(Page(_("Notifications"), "notifications:inbox", "bell", _("inbox")))
