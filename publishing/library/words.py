"""Full-text search over the library: PostgreSQL's own in production, SQLite's FTS5 on the embedded default.

One interface for both: ``matching`` narrows and ranks, ``with_extracts`` adds the place where the words stand. The
index hangs on the table itself (a generated column, or triggers), so no writer can forget it.

What people type: words that must all occur, "words in this order", -word for one that must not. Both databases stem
English words, so "retry" finds "retries".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import FloatField, TextField
from django.db.models.expressions import RawSQL
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from publishing.models.library import LibraryEntryQuerySet

BEGIN, END = "\ue000", "\ue001"  # around found words; of a private area, so nobody's text has them for a reason
MOST_TERMS = 20
_TERM = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"]+)')
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Term:
    """A word or a phrase, or one that must not occur."""

    words: str
    without: bool = False


def terms_of(wish: str) -> list[Term]:
    """What ``wish`` asks for; [] where it names nothing to look for."""
    found = [
        Term(phrase or word, bool(minus or no))
        for minus, phrase, no, word in _TERM.findall(wish.replace("\x00", ""))
        if _WORD.search(phrase or word)
    ][:MOST_TERMS]
    return found if any(not term.without for term in found) else []


def matching(entries: LibraryEntryQuerySet, wish: str) -> LibraryEntryQuerySet:
    """Those of ``entries`` that ``wish`` finds, the best first: a word in the title weighs more than others."""
    terms = terms_of(wish)
    if not terms:
        return entries.none()
    engine = _engine()
    query = engine.query(terms)
    found = entries.filter(pk__in=RawSQL(engine.match, [query]))  # noqa: S611 – the query is a parameter
    rank = RawSQL(engine.rank, [query], output_field=FloatField())  # noqa: S611
    return found.annotate(rank=rank).order_by("-rank", "-pk")


def with_extracts(found: LibraryEntryQuerySet, wish: str) -> LibraryEntryQuerySet:
    """One page of what was found with ``extract``: some words around the found ones, for ``marked``."""
    engine = _engine()
    query = engine.query(terms_of(wish))
    return found.annotate(extract=RawSQL(engine.extract, [query], output_field=TextField()))  # noqa: S611


def marked(extract: str) -> SafeString:
    """An extract as HTML, found words in ``<mark>``."""
    safe = escape(" ".join(extract.split()))
    return mark_safe(safe.replace(BEGIN, "<mark>").replace(END, "</mark>"))  # noqa: S308 – escaped above


# -- the two databases -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Engine:
    """``query`` turns terms into the database's own language; the statements take it as their one parameter."""

    query: Callable[[list[Term]], str]
    match: str
    rank: str
    extract: str


def _engine() -> _Engine:
    return _ENGINES[connection.vendor]


def _for_postgresql(terms: list[Term]) -> str:
    return " ".join(f'{"-" if term.without else ""}"{term.words}"' for term in terms)


def _for_sqlite(terms: list[Term]) -> str:
    wanted = " AND ".join(_quoted(term.words) for term in terms if not term.without)
    unwanted = "".join(f" NOT {_quoted(term.words)}" for term in terms if term.without)
    return f"({wanted}){unwanted}"


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


COLUMNS = ("title", "summary", "text", "timeline", "factors", "actions")
_TABLE = "publishing_libraryentry"
_INDEX = "publishing_words"
_ASKED = "websearch_to_tsquery('english', %s)"
_ALL = " || ' … ' || ".join(f"{_TABLE}.{column}" for column in COLUMNS[1:])
_ENGINES = {
    "postgresql": _Engine(
        query=_for_postgresql,
        match=f"SELECT id FROM {_TABLE} WHERE words @@ {_ASKED}",  # noqa: S608 – names of ours
        rank=f"ts_rank_cd({_TABLE}.words, {_ASKED}, 1)",
        extract=f"ts_headline('english', {_ALL}, {_ASKED}, "
        f"'StartSel={BEGIN}, StopSel={END}, MaxFragments=2, MaxWords=24, MinWords=10, FragmentDelimiter= … ')",
    ),
    "sqlite": _Engine(
        query=_for_sqlite,
        match=f"SELECT rowid FROM {_INDEX} WHERE {_INDEX} MATCH %s",  # noqa: S608 – names of ours
        rank=f"(SELECT -bm25({_INDEX}, 10, 4, 1, 1, 2, 2) FROM {_INDEX} "  # noqa: S608
        f"WHERE {_INDEX} MATCH %s AND rowid = {_TABLE}.id)",
        extract=f"(SELECT snippet({_INDEX}, -1, '{BEGIN}', '{END}', '…', 32) FROM {_INDEX} "  # noqa: S608
        f"WHERE {_INDEX} MATCH %s AND rowid = {_TABLE}.id)",
    ),
}


def install(_apps: Any, schema_editor: Any) -> None:
    """For migrations: hang the index on the table. Again after any later one in which SQLite builds the table anew."""
    for statement in _INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def uninstall(_apps: Any, schema_editor: Any) -> None:
    for statement in _UNINSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def _trigger(when: str, *statements: str) -> str:
    name = f"{_INDEX}_{when.split()[-1].lower()}"
    return f"CREATE TRIGGER {name} {when} ON {_TABLE} BEGIN {' '.join(statements)} END"


_LISTED = ", ".join(COLUMNS)
_NEW = ", ".join(f"new.{column}" for column in COLUMNS)
_OLD = ", ".join(f"old.{column}" for column in COLUMNS)
_ADD = f"INSERT INTO {_INDEX}(rowid, {_LISTED}) VALUES (new.id, {_NEW});"  # noqa: S608
_TAKE = f"INSERT INTO {_INDEX}({_INDEX}, rowid, {_LISTED}) VALUES ('delete', old.id, {_OLD});"  # noqa: S608
_WEIGHTS = {"title": "A", "summary": "B", "factors": "C", "actions": "C"}
_VECTOR = " || ".join(
    f"setweight(to_tsvector('english', {column}), '{_WEIGHTS.get(column, 'D')}')" for column in COLUMNS
)
_INSTALL = {
    "postgresql": (
        f"ALTER TABLE {_TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED",
        f"CREATE INDEX {_INDEX} ON {_TABLE} USING gin (words)",
    ),
    "sqlite": (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {_INDEX} USING fts5({_LISTED}, content='{_TABLE}', content_rowid='id', "
        "tokenize='porter unicode61 remove_diacritics 2')",
        _trigger("AFTER INSERT", _ADD),
        _trigger("AFTER DELETE", _TAKE),
        _trigger("AFTER UPDATE", _TAKE, _ADD),
        f"INSERT INTO {_INDEX}({_INDEX}) VALUES ('rebuild')",  # noqa: S608
    ),
}
_UNINSTALL = {
    "postgresql": (f"ALTER TABLE {_TABLE} DROP COLUMN words",),
    "sqlite": (
        *(f"DROP TRIGGER IF EXISTS {_INDEX}_{when}" for when in ("insert", "delete", "update")),
        f"DROP TABLE IF EXISTS {_INDEX}",
    ),
}
