"""The small pieces that every part of a notice is written from."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from dugnad.eforms.spec import Text


def code(element: str, list_name: str, value: str) -> str:
    """A code with its list's name."""
    return f"<cbc:{element} listName={quoteattr(list_name)}>{escape(value)}</cbc:{element}>"


def parameter_code(list_name: str, value: str) -> str:
    """The kind of an award criterion's number."""
    return f"<efbc:ParameterCode listName={quoteattr(list_name)}>{escape(value)}</efbc:ParameterCode>"


def texts(element: str, text: Text, language: str) -> str:
    """One element per language; nothing for an empty text."""
    if isinstance(text, str):
        return f"<{element} languageID={quoteattr(language)}>{escape(text)}</{element}>" if text else ""
    return "".join(
        f"<{element} languageID={quoteattr(one)}>{escape(words)}</{element}>" for one, words in text.items() if words
    )


def amount(element: str, value: float, currency: str) -> str:
    """Money with its currency."""
    return f"<{element} currencyID={quoteattr(currency)}>{value:.2f}</{element}>"


def extension(inner: str) -> str:
    """The wrapping of eForms extensions inside UBL."""
    if not inner:
        return ""
    return (
        "<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>"
        f"{inner}</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>"
    )


def number(value: float | str) -> str:
    """A number as senders write it: no decimals where there are none; a string as it is."""
    return escape(value) if isinstance(value, str) else f"{value:g}"
