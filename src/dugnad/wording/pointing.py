"""Texts that state no criterion and only point to the procurement documents."""

from __future__ import annotations


def points_to_documents(text: str) -> bool:
    """Does the text only say that the criteria stand in the procurement documents?"""
    return "konkurransegrunnlag" in text.lower() or "procurement documents" in text.lower()
