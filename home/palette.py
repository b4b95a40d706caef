"""The first page can be jumped to."""

from django.utils.translation import gettext_lazy as _

from core.palette import Page, pages

pages(Page(_("Home"), "home:home", "house", _("what needs me")))
