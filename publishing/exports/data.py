"""A postmortem as JSON."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

from publishing.exports.document import Document


def write(document: Document) -> str:
    """Indented JSON of the whole document; times in UTC with their offset."""
    return json.dumps(document.as_data(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"


def fingerprint(document: Document) -> str:
    """The same for the same content."""
    return hashlib.sha256(write(document).encode("utf-8", "surrogatepass")).hexdigest()
