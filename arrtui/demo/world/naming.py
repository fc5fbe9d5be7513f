"""Names by the formats of the naming settings (`FileNameBuilder`): the tokens that titles and files have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from arrtui.demo.http.wire import Obj

_TOKEN = re.compile(
    r"\{(?P<before>[-. _(\[]*)(?P<name>[a-z][a-z0-9 ._-]*?)(?::(?P<zeros>0+))?(?P<after>[-. _)\]]*)\}",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s{2,}")
_REPEATED = re.compile(r"([- ._])\1+")
_SEPARATOR = re.compile(r"[-. _]+")
REPLACEMENTS = str.maketrans({"\\": "+", "/": "+", "?": "!", "*": "-"} | dict.fromkeys('<>|"', ""))
"""What stands for characters that a file name may not have (`FileNameBuilder.GoodCharacters`)."""
_REMOVALS = str.maketrans(dict.fromkeys('\\/<>?*|"', ""))
_COLONS = ("delete", "dash", "spaceDash", "spaceDashSpace", "smart", "custom")
"""Ways to replace a colon: Radarr answers the word, Sonarr the number (`ColonReplacementFormat`)."""
_LONGEST = 110
"""Characters of a title in a folder's name."""
_PUNCTUATION = re.compile(
    r"(?<=\s)[,;:'\"`’~!?@$%^*=_-](?=\s)|['`’:?,](?=(?:s|m|t|ve|ll|d|re)?(?:\s|$))|[()\[\]{}]"
)
_ARTICLE = re.compile(r"^(The|An|A) (.*)$", re.IGNORECASE)

Values = Mapping[str, str | int | list[int]]
"""What stands for the tokens, by their names in lower case; a list of numbers is joined."""


def tokens_of(pattern: str) -> set[str]:
    """Return the tokens of a format, by their names as `Values` has them."""
    return {_key(match["name"]) for match in _TOKEN.finditer(pattern)}


def _key(name: str) -> str:
    """Return a token's name without its case and separators (`FileNameBuilderTokenEqualityComparer`)."""
    return _SEPARATOR.sub(" ", name.lower())


def fill_format(pattern: str, values: Values, join: str = "-") -> str:
    """Return a name: a token without a value goes, and with it what stands before and after it inside.

    A token in small or capital letters gives its value so, one with another separator than a blank puts that
    between the value's words. `join` stands between several numbers of one token (`multiEpisodeStyle`).
    """

    def replace(match: re.Match[str]) -> str:
        name: str = match["name"]
        value = values.get(_key(name), "")
        width = len(match["zeros"] or "")
        numbers = value if isinstance(value, list) else [value] if isinstance(value, int) else []
        text = join.join(f"{number:0{width}}" for number in numbers) if numbers else _styled(str(value), name)
        return f"{match['before']}{text}{match['after']}" if text else ""

    return _SPACES.sub(" ", _TOKEN.sub(replace, pattern)).strip(" .")


def _styled(text: str, token: str) -> str:
    """Return a value in the case of its token and with the token's separator."""
    separator = _SEPARATOR.search(token)
    if separator and separator[0] != " ":
        text = text.replace(" ", separator[0])
    return text.lower() if token.islower() else text.upper() if token.isupper() else text


def joiner(style: int, season: int) -> str:
    """Return what stands between the numbers of two episodes: `S01E01` and then `-02`, `.S01E02`, `E02`…"""
    return ("-", f".S{season:02}E", "E", "-E", "-", "-E")[style]


def clean_name(text: str, naming: Obj) -> str:
    """Return a value without what a file name may not have (`FileNameBuilder.CleanFileName`)."""
    if not naming["replaceIllegalCharacters"]:
        return text.replace(":", "").translate(_REMOVALS).lstrip(" .").rstrip()
    colons = naming["colonReplacementFormat"]
    word = _COLONS[colons] if isinstance(colons, int) and colons < len(_COLONS) else colons
    if word == "smart":
        text = text.replace(": ", " - ").replace(":", "-")
    else:
        custom = naming.get("customColonReplacementFormat") or ""
        by = {"dash": "-", "spaceDash": " -", "spaceDashSpace": " - ", "custom": custom}
        text = text.replace(":", by.get(str(word), ""))
    return text.translate(REPLACEMENTS).lstrip(" .").rstrip()


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters of a name (of two bytes each), without a dot or blank at an end."""
    text = text.strip(" .")
    while len(text.encode()) > limit * 2 or len(text) > limit:
        text = text[:-1].strip(" .")
    return text


def folder_below(root: str, pattern: str, values: Values, naming: Obj) -> str:
    """Return the folder of a title below a root folder; a format may name several (`MoviePathBuilder`)."""
    clean = {
        token: shorten(clean_name(value, naming), _LONGEST) if isinstance(value, str) else value
        for token, value in values.items()
    }
    names = (fill_format(part, clean).rstrip(" -._") for part in pattern.split("/"))
    return "/".join([root, *(name for name in names if name)])


def file_name(pattern: str, values: Values, join: str = "-") -> str:
    """Return a file's name, with one separator in place of several and none at its end (`BuildFileName`)."""
    return _REPEATED.sub(r"\1", fill_format(pattern, values, join)).rstrip("- ._")


def file_values(file: Obj, quality_title: str, naming: Obj) -> dict[str, str | int | list[int]]:
    """Return what the tokens of a file stand for; `quality_title` is that of the quality's definition."""
    revision, info = file["quality"]["revision"], file.get("mediaInfo") or {}
    proper, real = "Proper" if revision["version"] > 1 else "", "REAL" if revision["real"] else ""
    channels = info.get("audioChannels") or 0
    texts = {
        "quality title": quality_title,
        "quality proper": proper,
        "quality real": real,
        "quality full": " ".join(filter(None, (quality_title, proper, real))),
        "release group": file.get("releaseGroup") or "",
        "edition tags": file.get("edition") or "",
        "mediainfo audiochannels": f"{channels:.1f}" if channels else "",
    }
    for member in ("videoCodec", "audioCodec", "videoDynamicRange", "videoDynamicRangeType"):
        texts[f"mediainfo {member.lower()}"] = info.get(member) or ""
    if info:
        texts["mediainfo videobitdepth"] = str(info.get("videoBitDepth") or 8)
    return {token: clean_name(text, naming) for token, text in texts.items()}


def title_values(noun: str, title: str) -> dict[str, str | int | list[int]]:
    """Return what the tokens of a title stand for: itself, without punctuation, with its article behind."""
    without = _SPACES.sub(" ", _PUNCTUATION.sub("", title.replace("&", "and").replace("/", " "))).strip()
    article = _ARTICLE.match(title)
    behind = f"{article[2]}, {article[1]}" if article else title
    first = next((letter for letter in behind if letter.isalnum()), "_")
    named = {"title": title, "cleantitle": without, "titlethe": behind, "titlefirstcharacter": first.upper()}
    return {f"{noun} {name}": text for name, text in named.items()}
