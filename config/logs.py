"""Structured logs: one JSON object a line in production, aligned text elsewhere, never a secret."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_NAME = re.compile(r"pass|secret|token|authorization|cookie|session|api_?key|csrf|signature", re.IGNORECASE)
# One-time links carry their token in the path; a log keeps the page and drops the token.
TOKEN_IN_PATH = re.compile(r"(/(?:join|enter|from-mail|hooks/\w+|password/reset/key)/)[^/\s\"']+")

Event = MutableMapping[str, Any]


def hide_secrets(_logger: Any, _method: str, event: Event) -> Event:
    """Blank every value whose name sounds secret, and the token in every one-time link."""
    for name, value in event.items():
        if name != "event" and SECRET_NAME.search(name):
            event[name] = "[hidden]"
        elif isinstance(value, str):
            event[name] = TOKEN_IN_PATH.sub(r"\1[hidden]", value)
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.format_exc_info,
    hide_secrets,
]


def logging_config(*, level: str, json: bool) -> dict[str, Any]:
    """The ``LOGGING`` setting; ``level`` is a standard level name, ``json`` chooses the renderer."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # The request middleware writes one line a request, with its id; the servers need not repeat it.
            "uvicorn.access": {"level": "WARNING"},
            "django.server": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "fontTools": {"level": "WARNING"},
        },
    }
