"""The evidence of the demo's incidents, collected as they happened; its graphs are drawn here."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from demo.acts import Story
from incidents.evidence import store_upload
from incidents.models import Evidence, TimelineEvent

SIZE, MARGIN, SHARPER = (960, 360), 64, 2  # drawn larger and made smaller, for smooth lines
PAPER, INK, GRID, LINE = "#ffffff", "#5c6470", "#e4e1da", "#0f6e66"


def collect(story: Story) -> None:
    """What ``[[evidence]]`` lists: a graph, or the fields of a link, a quote or a query."""
    for told in story.told.get("evidence", []):
        by = story.person(told["by"])
        event = _event(story, told["at"]) if "at" in told else None
        caption = told.get("caption", "")
        if "graph" in told:
            file = SimpleUploadedFile(f"{told['name']}.png", graph(**told["graph"]))
            store_upload(story.incident, file, by=by, event=event, caption=caption)
        else:
            words = {name: told[name] for name in ("url", "text", "language", "said_by", "said_where") if name in told}
            kind = Evidence.Kind(told["kind"])
            story.incident.evidence.create(kind=kind, author=by, event=event, caption=caption, **words)


def _event(story: Story, when: str) -> TimelineEvent:
    return story.incident.events.filter(occurred_at=story.calendar.moment(when))[0]


def graph(*, values: list[float], unit: str, hours: list[str]) -> bytes:
    """A line through ``values``, the first and the last of them at the first and the last of ``hours``, as PNG."""
    width, height, edge = (SHARPER * length for length in (*SIZE, MARGIN))
    picture = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(picture)
    top = max(values)

    def place(share: float, value: float) -> tuple[float, float]:
        return edge + share * (width - 2 * edge), height - edge - value / top * (height - 2 * edge)

    for part in range(5):
        left, y = place(0, top * part / 4)
        pen.line([(left, y), (width - edge, y)], GRID, SHARPER)
        pen.text((left - 12, y), f"{top * part / 4:g}", INK, font_size=36, anchor="rm")
    for number, hour in enumerate(hours):
        x, y = place(number / (len(hours) - 1), 0)
        pen.text((x, y + 16), hour, INK, font_size=36, anchor="mt")
    pen.text((edge, edge - 24), unit, INK, font_size=36, anchor="lb")
    points = [place(number / (len(values) - 1), value) for number, value in enumerate(values)]
    pen.line(points, LINE, 3 * SHARPER, joint="curve")
    return _png(picture.resize(SIZE, Image.Resampling.LANCZOS))


def _png(picture: Any) -> bytes:
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
