"""Finding the entries of a timeline: lists, tables, headings, paragraphs and lines that begin with a time."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.when import Lead, header_day, lead
from integrations.importer.dating import dates_in, read_stamp
from integrations.importer.headings import Role, names_milestones
from integrations.importer.inline import balanced, one_line, plain_text
from integrations.importer.leads import (
    FEW,
    broken,
    ends_with_times,
    flat,
    is_led,
    is_told,
    is_trailing,
    lead_of_item,
    lead_of_line,
    lead_text,
    led_lists,
    posted_at,
    trailing_doubt,
    trailing_time,
    trusts,
    vague_lead,
)
from integrations.importer.marks import DayMark, Found, Mark, Restart
from integrations.importer.outline import Node
from integrations.importer.parts import Part
from integrations.importer.timetable import Row, rows_of

_CLOCK_BESIDE = re.compile(r"\((?=[0-9]{1,2}:[0-9]{2}[^()]{0,20}\))")
_LOG_LINE = re.compile(
    r"\b(?:INFO|WARN(?:ING)?|ERROR|DEBUG|FATAL|TRACE)\b|[a-z_]+=[^\s]+ [a-z_]+=|\"(?:GET|POST|PUT) /"
    r"|[\w.-]+\[[0-9]+\]:|HTTP/1"
)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,? 20[0-9]{2}\b", re.IGNORECASE)
_STATUS_HEADING = re.compile(
    r"resolved|monitoring|identified|investigating|update|completed|in progress|scheduled|verifying|postmortem",
    re.IGNORECASE,
)


def collect(parts: Sequence[Part], source: Sequence[str], *, near: date, day_first: bool) -> list[Mark]:
    """Every entry of the document, in order.

    Under a timeline's heading each line that begins with a time is one. A document without such entries may have its
    timeline anywhere else: there a list, table or row of headings counts if three of its lines, and most, are so led.
    """
    finder = _Finder(source, near=near, day_first=day_first)
    for part in parts:
        if part.role is Role.TIMELINE and not names_milestones(part.name) and not _is_elsewhere(part.name, near):
            if finder.entries and part.own is Role.TIMELINE:
                finder.marks.append(Restart())
            finder.take_part(part)
    if not finder.entries:
        for part in parts:
            if part.role is Role.TIMELINE:
                finder.take_code(part)
    if not finder.entries:
        for part in parts:
            if part.role not in (Role.TALK, Role.ACTIONS):
                finder.take_part(part, sure=False)
    return finder.marks


def _is_elsewhere(name: str, near: date) -> bool:
    """Whether a timeline is that of another incident ("Timeline of the March 2023 outage")."""
    month = _MONTH.search(name)
    days = dates_in(f"15 {month[0]}", near=near, day_first=True) if month else iter(())
    return any(abs(day - near) > timedelta(days=75) for day in days)


class _Finder:
    def __init__(self, source: Sequence[str], *, near: date, day_first: bool) -> None:
        self.source = source
        self.near = near
        self.first_day: date | None = None
        self.day_first = day_first
        self.prose = False  # whether paragraphs of this part that begin "At 14:05 we …" are entries
        self.trailing = False  # whether those that end with a time are
        self.marks: list[Mark] = []

    @property
    def entries(self) -> bool:
        return any(isinstance(mark, Found) for mark in self.marks)

    def take_part(self, part: Part, *, sure: bool = True) -> None:
        """Take the entries of a part. Not ``sure``: it does not call itself a timeline, so they must show as one."""
        before = len(self.marks)
        if (
            part.heading
            and part.real
            and _STATUS_HEADING.fullmatch(part.name)
            and self._take_status(part, part.heading)
        ):
            return
        if (
            part.real
            and part.heading is not None
            and sure
            and not self._take_day(part.name)
            and part.own is not part.role
        ):
            self._take_day_named(part.name)
        trusted = trusts(part.nodes)
        self.prose = is_told(part.nodes, few=1 if sure else FEW)
        self.trailing = ends_with_times(part.nodes)
        for node in part.nodes:
            self._take_node(node, trusted=trusted, sure=sure)
        found = [mark for mark in self.marks[before:] if isinstance(mark, Found)]
        if not sure and sum(mark.written is not None for mark in found) < FEW:
            del self.marks[before:]

    def _take_node(self, node: Node, *, trusted: bool, sure: bool) -> None:
        if node.kind == "heading":
            self._take_heading(node, trusted=trusted)
        elif node.kind == "paragraph":
            self._take_paragraph(node, trusted=trusted, sure=sure)
        elif node.kind == "list":
            for each in [node] if sure else led_lists(node):
                self._take_list(each, trusted=trusted)
        elif node.kind == "table":
            self._take_table(node, sure=sure)
        elif node.kind == "quote" and sure:
            self._take_quote(node, trusted=trusted)
        else:
            self._attach(node)

    def _take_status(self, part: Part, heading: Node) -> bool:
        """A message of a status page: "### Resolved", the time, and the words."""
        first = part.nodes[0] if part.nodes else None
        lines = first.text.split("\n") if first and first.kind == "paragraph" else []
        posted = posted_at(lines[:1]) if lines else None
        if first is None or posted is None:
            return False
        words = [*lines[1:], *(node.text for node in part.nodes[1:] if node.kind == "paragraph")]
        taken = [line for node in part.nodes if node.kind == "paragraph" for line in node.lines]
        text = balanced(one_line(f"{part.name} - {' '.join(words)}"))
        self.marks.append(Found(posted, text, [heading.start, *taken], when=plain_text(lines[0]), style="status"))
        return True

    def take_code(self, part: Part) -> None:
        """A timeline kept in a code block, unless the block is a log."""
        for node in part.nodes:
            lines = node.text.split("\n") if node.kind == "code" else []
            leads = [lead(line) for line in lines]
            if sum(each is not None for each in leads) >= FEW and sum(
                bool(_LOG_LINE.search(x)) for x in lines
            ) * 3 < len(lines):
                first = node.start + (node.stop - node.start > len(lines))
                self._take_lines(list(enumerate(lines, first)), trusted=True, style="code")

    def _take_heading(self, node: Node, *, trusted: bool) -> None:
        found = lead(node.line)
        if found is None or not (found.sure or trusted):
            self._take_day(node.line)
            return
        self._add(found, node.line, [node.start], style="heading")

    def _is_day(self, line: str) -> bool:
        return header_day(plain_text(line), near=self.near, first=self.first_day, day_first=self.day_first) is not None

    def _take_day(self, line: str) -> bool:
        day = header_day(plain_text(line), near=self.near, first=self.first_day, day_first=self.day_first)
        if day is None:
            return False
        self.first_day, self.near = self.first_day or day, day
        self.marks.append(DayMark(day))
        return True

    def _take_day_named(self, name: str) -> None:
        """The day in a phase's heading ("Second wave (2026-01-08)"), if its year is there to tell it from a number."""
        found = next(dates_in(name, near=self.near, day_first=self.day_first), None)
        if found and str(found.year) in name:
            self.near = found
            self.marks.append(DayMark(found))

    def _take_paragraph(self, node: Node, *, trusted: bool, sure: bool) -> None:
        pieces = broken(node)
        lines = [line for _, line in pieces]
        if len(lines) == 1 and self._take_day(lines[0]):
            return
        leads = [lead_of_line(lines, place, trusted=trusted) for place in range(len(lines))]
        if not any(leads) and self.prose and (told := lead(lines[0])) and told.prose:
            self._add(replace(told, text=lead_text(node.text)), lines[0], list(node.lines), style="prose")
        elif len(lines) > 1 and not any(leads[:-1]) and (posted := posted_at(lines)):
            text = balanced(one_line(" ".join(lines[:-1])))
            self.marks.append(Found(posted, text, list(node.lines), when=plain_text(lines[-1]), style="posted"))
        elif not any(leads) and self.trailing and (ended := trailing_time(node.line)):
            self.marks.append(Found(ended[0], ended[1], list(node.lines), when=ended[2], style="posted"))
        elif not any(leads):
            self._attach(node)
        elif sure or leads[0]:
            alone = sum(each is not None for each in leads) == 1 and sure
            self._take_lines(pieces, trusted=trusted, style="paragraph" if alone else "line")

    def _take_lines(self, pieces: list[tuple[int, str]], *, trusted: bool, style: str) -> None:
        """Lines of a paragraph: one that begins with a time begins an entry, the others go on with it."""
        begun = False
        lines = [line for _, line in pieces]
        for place, (number, line) in enumerate(pieces):
            if self._take_day(line):
                begun = False
            elif found := lead_of_line(lines, place, trusted=trusted):
                self._add(found, line, [number], style=style)
                begun = True
            elif begun and line.strip():
                last = self.marks[-1]
                if isinstance(last, Found):
                    last.text = balanced(f"{last.text} {one_line(line)}".strip().removeprefix(": "))
                    last.lines.append(number)

    def _take_list(self, node: Node, *, trusted: bool) -> None:
        leads = [lead_of_item(item, trusted=trusted) for item in node.children]
        unknown = any(leads)
        trailing = not unknown and self._take_trailing(node)
        if trailing:
            return
        begun = False
        for item, found in zip(node.children, leads, strict=True):
            if found:
                self._take_item(item, found, trusted=trusted)
                begun = True
            elif self._take_item_day(item, trusted=trusted):
                begun = False
            elif unknown and (doubt := vague_lead(item.text)):
                self.marks.append(Found(doubt[0], doubt[1], list(item.lines), when=doubt[2]))
                begun = True
            elif begun:
                self._attach(item)
            else:
                self._descend(item, trusted=trusted)

    def _take_item(self, item: Node, found: Lead, *, trusted: bool) -> None:
        nested = [child for child in item.children if child.kind == "list" and is_led(child.children, few=1)]
        own = [line for line in item.lines if not any(line in child.lines for child in nested)]
        lines = item.text.split("\n")
        ahead = next((n for n in range(1, len(lines)) if self._is_day(lines[n])), None)
        entry = self._add(found, item.text, own)
        if ahead is not None:  # a date right below a list belongs to the list for Markdown, but not for its writer
            entry.text = balanced(one_line(lead_text("\n".join(lines[:ahead]))))
            entry.lines = [line for line in own if line != item.start + ahead]
            self._take_day(lines[ahead])
        for child in item.children:
            if child in nested:
                self._take_list(child, trusted=trusted)
            elif child.kind == "list" and (not entry.text or entry.text.endswith(":")) and not entry.more:
                entry.text = " ".join([entry.text, *(one_line(each.text) for each in child.children)]).strip()
                entry.more.extend(self._raw(deep) for each in child.children for deep in each.children)
            elif child.kind == "paragraph" and not entry.text:
                entry.text = one_line(child.text)
            else:
                entry.more.append(self._raw(child))

    def _take_item_day(self, item: Node, *, trusted: bool) -> bool:
        """ "- 3 November" with the day's entries below it, or "- 3 November: disk full", an entry without a time."""
        if self._take_day(item.text):
            self._descend(item, trusted=trusted)
            return True
        found = lead(item.line, or_day=True)
        if not (found and found.written.day and not found.written.has_time and found.text):
            return False
        if any(child.kind == "list" and is_led(child.children, few=1) for child in item.children):
            self.marks.append(DayMark(found.written.day.near(self.near, day_first=self.day_first)))
            self._descend(item, trusted=trusted)
            return True
        self._take_item(item, found, trusted=trusted)
        return True

    def _descend(self, item: Node, *, trusted: bool) -> None:
        for child in item.children:
            if child.kind == "list":
                self._take_list(child, trusted=trusted)
            elif child.kind == "table":
                self._take_table(child, sure=True)

    def _take_trailing(self, node: Node) -> bool:
        """A list whose items end with their time: "Deploy finished (14:05)"."""
        if not is_trailing(node):
            return False
        for item in node.children:
            more = [self._raw(child) for child in item.children]
            if each := trailing_time(item.line) or trailing_doubt(item.line):
                self.marks.append(Found(each[0], each[1], list(item.lines), when=each[2], more=more))
            else:
                self._attach(item)
        return True

    def _take_quote(self, node: Node, *, trusted: bool) -> None:
        if is_led(flat(node.children)):
            for child in node.children:
                if child.kind == "paragraph":
                    self._take_paragraph(child, trusted=trusted, sure=True)
                elif child.kind == "list":
                    self._take_list(child, trusted=trusted)
        else:
            self._attach(node)

    def _take_table(self, node: Node, *, sure: bool) -> None:
        rows = rows_of(node, sure=sure, near=self.near, day_first=self.day_first)
        if rows is None:
            self._attach(node)
            return
        for row in rows:
            if isinstance(row, Row):
                self.marks.append(Found(row.written, row.text, list(row.lines), row.when, list(row.more), style="row"))
            else:
                self.near, self.first_day = row, self.first_day or row
                self.marks.append(DayMark(row))

    def _add(self, lead_found: Lead, line: str, lines: list[int], *, style: str = "item") -> Found:
        rest = lead_found.text
        written = lead_found.written
        if written.since_start is not None and (clock := _CLOCK_BESIDE.match(rest)):  # "T0 (11:00 CEST): …"
            written = read_stamp(rest, at=clock.end()) or written
            rest = rest.partition(")")[2].lstrip(" :-–—") if written.clock else rest
        when = plain_text(line[: len(line) - len(rest)] if rest and line.endswith(rest) else line)[:60]
        found = Found(written, balanced(one_line(rest)), lines, when=when.strip(" :-–—|[]()"), style=style)
        self.marks.append(found)
        return found

    def _attach(self, node: Node) -> None:
        """A block that goes on with the entry before it."""
        last = self.marks[-1] if self.marks else None
        if not isinstance(last, Found):
            return
        follows = node.start - max(last.lines) <= 3 and not any(
            self.source[line].strip() for line in range(max(last.lines) + 1, node.start)
        )
        goes_on = node.kind in ("code", "item", "quote") or last.style in ("heading", "paragraph") or not last.text
        if node.kind in ("html", "rule") or not follows or not goes_on:
            return
        if not last.text and node.kind in ("paragraph", "item"):
            last.text = balanced(one_line(node.text))
            last.more.extend(self._raw(child) for child in node.children)
        elif not last.text and node.kind == "list" and last.style == "heading":
            last.text = " ".join(one_line(item.text) for item in node.children)
            last.more.extend(self._raw(deep) for item in node.children for deep in item.children)
        else:
            last.more.append(self._raw(node))
        last.lines.extend(node.lines)

    def _raw(self, node: Node) -> str:
        lines = self.source[node.start : node.stop]
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        return "\n".join(line[indent:] for line in lines)
