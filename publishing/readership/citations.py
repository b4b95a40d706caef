"""Which published postmortems speak of which others."""

import json
import re
from typing import Any

from publishing.models import Citation

MENTION = re.compile(r"\bPM-([1-9][0-9]{0,8})\b")


def keep(citing: int, content: dict[str, Any], known: Any) -> None:
    """Write down which of the postmortems ``known`` (a queryset) ``content`` names, and no others."""
    named = {int(number) for number in MENTION.findall(json.dumps(content, ensure_ascii=False))} - {citing}
    cited = set(known.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    Citation.objects.filter(citing_id=citing).exclude(cited__in=cited).delete()
    Citation.objects.bulk_create([Citation(citing_id=citing, cited_id=pk) for pk in cited], ignore_conflicts=True)
