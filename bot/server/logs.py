"""JSON logs of ids, names and durations. Nothing a person wrote can reach them, not even through a traceback."""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
import warnings
from typing import Any

OWN = "samtalskompassen"
# The only fields of our own that are written; a new one is a decision about privacy.
FIELDS = (
    "action", "address", "code", "danger", "error", "milliseconds", "method", "model", "place", "port", "route",
    "seconds", "status", "turn", "worker", "workers",
)


def where(error: BaseException) -> str:
    """The place in the code where an error came from, as file:line."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"


class JsonFormatter(logging.Formatter):
    """One JSON object per line.

    Our own messages are fixed names. Those of libraries may hold values, so only their place is written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        own = record.name.split(".")[0] == OWN
        entry: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)), "level": record.levelname.lower(),
            "logger": record.name, "event": record.msg if own else "library",
        }
        if own:
            entry |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        else:
            entry["place"] = f"{record.filename}:{record.lineno}"
        if record.exc_info and record.exc_info[1]:
            entry |= {"error": type(record.exc_info[1]).__name__, "raised": where(record.exc_info[1])}
        return json.dumps(entry, ensure_ascii=False)


def setup_logs(level: int = logging.INFO) -> None:
    """Sends all logs of the process, Rasa's too, as JSON to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(OWN).setLevel(level)
    # Warnings are for developers and print values and source lines; libraries undo filters, so nothing is shown at all.
    warnings.showwarning = lambda *_, **__: None


def silence_rasa() -> None:
    """Drops every structured log of Rasa's: they carry what people write."""
    import structlog

    def drop(_: Any, __: str, event: Any) -> Any:
        raise structlog.DropEvent

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL), processors=[drop])
