"""What the live blocks of this package show: timeline and factors as they are being read, and the incidents' times."""

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from incidents.metrics import METRICS, durations
from postmortems.article import by_day, entries_of, factors_of
from postmortems.blocks import Shown, live_block


@live_block("timeline", _("Timeline"))
def timeline(shown: Shown) -> SafeString:
    days = by_day(entries_of(shown.content, shown.reader))
    return render_to_string("postmortems/_entries.html", {"days": days}) if days else SafeString("")


@live_block("factors", _("Contributing factors"))
def factors(shown: Shown) -> SafeString:
    context = {"factors": factors_of(shown.content, shown.reader), "kinds": True, "still": True}
    return render_to_string("postmortems/_factor_list.html", context) if context["factors"] else SafeString("")


@live_block("metrics", _("Times"))
def metrics(shown: Shown) -> SafeString:
    """How long detecting, acknowledging, mitigating and resolving took, for each incident."""
    told = list(shown.postmortem.incidents.all())
    prefetch_related_objects(told, "milestones")
    rows = [(incident, durations(incident)) for incident in told]
    table = [(incident, [lengths.get(name) for name in METRICS]) for incident, lengths in rows]
    if not any(lengths for _incident, lengths in rows):
        return SafeString("")
    labels = [label for label, _begin, _end in METRICS.values()]
    return render_to_string("postmortems/_metrics.html", {"labels": labels, "table": table})
