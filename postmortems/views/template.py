"""Templates, for admins: what a postmortem starts with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import current_user, require_admin
from core.flash import tell
from core.markdown import render_all
from postmortems.forms.template import TemplateForm, TemplateSectionForm
from postmortems.models import Postmortem, Template, TemplateSection
from postmortems.models.postmortem import outline_of
from postmortems.views.workspace import Block


@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    require_admin(current_user(request))
    context = {"templates": Template.objects.prefetch_related("sections")}
    return render(request, "postmortems/templates.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    require_admin(current_user(request))
    form = TemplateForm(request.POST or None)
    if form.is_bound and form.is_valid():
        template = Template.begin(**form.cleaned_data)
        tell(request, _("“%(name)s” has a summary. Add what else it should ask for.") % {"name": template.name})
        return redirect(template)
    return render(request, "postmortems/template_new.html", {"form": form}, status=422 if form.errors else 200)


def _get(request: HttpRequest, pk: int) -> Template:
    require_admin(current_user(request))
    return get_object_or_404(Template.objects.prefetch_related("sections"), pk=pk)


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, template: int) -> HttpResponse:
    """Its sections in order; a POST renames it."""
    found = _get(request, template)
    name = found.name  # the form writes into the object, also what it then refuses
    form = TemplateForm(request.POST or None, instance=found)
    if form.is_bound and form.is_valid():
        form.save()
        tell(request, _("“%(name)s” is saved.") % {"name": found.name})
        return redirect(found)
    context = {"template": found, "name": name, "form": form, "blockers": found.blockers()}
    return render(request, "postmortems/template.html", context, status=422 if form.errors else 200)


@require_GET
def preview(request: HttpRequest, template: int) -> HttpResponse:
    """The workspace of a postmortem that has just been started from it."""
    found = _get(request, template)
    outline = outline_of(found)
    guidance = render_all([section.guidance for section in outline], current_user(request))
    blocks = [Block(section, SafeString(""), words) for section, words in zip(outline, guidance, strict=True)]
    context = {"template": found, "blocks": blocks, "started": Postmortem(title=found.name)}
    return render(request, "postmortems/template_preview.html", context)


@require_POST
def duplicate(request: HttpRequest, template: int) -> HttpResponse:
    copy = _get(request, template).duplicate()
    tell(request, _("“%(name)s” is yours to change.") % {"name": copy.name})
    return redirect(copy)


@require_POST
def remove(request: HttpRequest, template: int) -> HttpResponse:
    found = _get(request, template)
    found.remove()
    tell(request, _("“%(name)s” is deleted. Postmortems started from it stay as they are.") % {"name": found.name})
    return redirect("postmortems:templates")


@require_http_methods(["GET", "POST"])
def add_section(request: HttpRequest, template: int) -> HttpResponse:
    found = _get(request, template)
    form = TemplateSectionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        heading = form.cleaned_data.pop("heading")
        section = found.add_section(heading, **form.cleaned_data)
        tell(request, _("“%(heading)s” added.") % {"heading": heading})
        return _to_section(found, section)
    return _section_page(request, found, form)


@require_http_methods(["GET", "POST"])
def edit_section(request: HttpRequest, template: int, key: str) -> HttpResponse:
    """Heading, guidance, whether it is required; its key stays."""
    found = _get(request, template)
    section = get_object_or_404(found.sections, key=key)
    heading = section.heading
    form = TemplateSectionForm(request.POST or None, instance=section)
    if form.is_bound and form.is_valid():
        form.save()
        tell(request, _("“%(heading)s” is saved.") % {"heading": section.heading})
        return _to_section(found, section)
    return _section_page(request, found, form, heading)


def _section_page(
    request: HttpRequest, template: Template, form: TemplateSectionForm, heading: str = ""
) -> HttpResponse:
    context = {"template": template, "form": form, "heading": heading}
    return render(request, "postmortems/template_section.html", context, status=422 if form.errors else 200)


@require_POST
def move_section(request: HttpRequest, template: int, key: str, way: str) -> HttpResponse:
    """One place ``up`` or ``down``."""
    found = _get(request, template)
    section = get_object_or_404(found.sections, key=key)
    section.move(up=way == "up")
    return _to_section(found, section)


@require_POST
def remove_section(request: HttpRequest, template: int, key: str) -> HttpResponse:
    found = _get(request, template)
    section = get_object_or_404(found.sections, key=key)
    section.remove()
    tell(request, _("“%(heading)s” removed.") % {"heading": section.heading})
    return redirect(found)


def _to_section(template: Template, section: TemplateSection) -> HttpResponse:
    return redirect(f"{template.get_absolute_url()}#row-{section.key}")
