"""File names by the naming formats of the apps (``FileNameBuilder``), as far as it is certain. Pure."""

from arrtui.core.naming.facts import NamedEpisode as NamedEpisode
from arrtui.core.naming.facts import NamingFacts as NamingFacts
from arrtui.core.naming.facts import NamingOptions as NamingOptions
from arrtui.core.naming.formats import NamingFormat as NamingFormat
from arrtui.core.naming.formats import NamingToken as NamingToken
from arrtui.core.naming.formats import parse_naming as parse_naming
from arrtui.core.naming.formats import token_key as token_key
from arrtui.core.naming.rendering import render as render
from arrtui.core.naming.scheme import NamingScheme as NamingScheme
from arrtui.core.naming.scheme import read_naming as read_naming
