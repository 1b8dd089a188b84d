"""The tables. Django finds a model only when this package has imported its module."""

from dugnad.records.models import checks, feedback, log, notices

__all__ = ["checks", "feedback", "log", "notices"]
