"""The library can be jumped to."""

from django.utils.translation import gettext_lazy as _

from core.palette import Page, pages

pages(Page(_("Library"), "publishing:library", "book", _("search published read learn")))
