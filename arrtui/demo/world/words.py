"""The vocabulary invented titles, plots and names are drawn from."""

from __future__ import annotations


def listed(text: str, separator: str | None = None) -> tuple[str, ...]:
    """Split a text into words: it is easier to read and change than a column of strings."""
    return tuple(text.split(separator))


ADJECTIVES = listed(
    "Silent Crimson Hollow Burning Distant Forgotten Golden Midnight Broken Electric Paper Northern Last "
    "Hidden Savage Gentle Frozen Velvet Restless Iron Pale Endless Wild Bitter Second Secret Painted "
    "Lonely Quiet Falling Rising Sleeping Drowned Stolen Blind Invisible Emerald Copper Winter Summer "
    "Desperate Perfect Ordinary Impossible Borrowed Wandering Shattered Ancient Modern Reluctant"
)

NOUNS = listed(
    "Harbour Garden Station Orchard Meridian Lantern Cathedral Archive Tide Compass Orchestra Mirror "
    "Engine Frontier Letter Carnival Witness Kingdom Bridge Voyage Summer Shadow River Machine Hotel "
    "Detective Promise Border Island Passenger Signal Verdict Inheritance Labyrinth Protocol Horizon "
    "Daughter Brother Hunter Stranger Gambit Heist Reunion Affair Expedition Monument Theatre Cipher "
    "Lighthouse Empire Wedding Ghost Pilot Sailor Painter Surgeon Carpenter Alchemist Messenger Rebellion"
)

PLACES = listed(
    "Lisbon Oslo Kyoto Montevideo Reykjavik Marseille Tallinn Havana Cairo Belfast Kraków Zürich Sevilla "
    "Antwerp Odessa Samarkand Valparaíso Malmö Trieste Galway Winnipeg Nairobi Saigon Lima"
)

NAMES = listed(
    "Clara Mateo Ingrid Tomasz Zoë Amélie Björn Nadia Søren Yuki Priya Callum Esperanza Łukasz Renée Hugo "
    "Marisol Anneliese Dmitri Fatima Oskar Wren Beatrix Ikaika"
)

FOREIGN = (
    ("静かな港", "Japanese"),
    ("最後の灯台", "Japanese"),
    ("雨の庭", "Japanese"),
    ("消えた列車", "Japanese"),
    ("겨울의 편지", "Korean"),
    ("푸른 기차역", "Korean"),
    ("长夜之后", "Chinese"),
    ("江边的房子", "Chinese"),
    ("مدينة الظلال", "Arabic"),
    ("رسالة من البحر", "Arabic"),
    ("הגן הנסתר", "Hebrew"),
    ("הרכבת האחרונה", "Hebrew"),
    ("Тихая гавань", "Russian"),
    ("Последний маяк", "Russian"),
    ("Η Μεγάλη Σιωπή", "Greek"),
    ("L'Été de la Forêt", "French"),
    ("Le Château Oublié", "French"),
    ("Das Süße Schweigen", "German"),
    ("Der Große Übergang", "German"),
    ("El Año del Río", "Spanish"),
    ("Ærø om Vinteren", "Danish"),
)
"""Whole titles in other scripts, with their language; a number may follow."""

LONG = (
    "The Entirely Reliable and Only Slightly Embellished Account of the Extraordinary Circumstances Under "
    "Which the Second Assistant Lighthouse Keeper of the Northern Reach Came to Lose, and Very Nearly "
    "Recover, a Considerable Quantity of Borrowed Umbrellas"
)

SPECIAL_TITLES: dict[str, tuple[tuple[str, int], ...]] = {
    "radarr": (
        ("<script>alert(1)</script>", 2017),
        ("=SUM(A1:A9)", 2011),
        ("The Return", 1968),
        ("The Return", 2003),
        ("Return, The", 2019),
        ("2046: A Love Story", 2004),
        ("1917", 1917),
        (LONG, 1974),
        ("M", 1931),
        ("שתיקה: הסרט / Silence", 2015),
        ("[Bracketed] & 'Quoted' \"Title\"", 2008),
        ("What Now?", 2013),
        ("  Padded Title", 1999),
        ("Title\u200bWith Zero Width", 2020),
        ("👻 Ghost Story", 2021),
        ("A", 1998),
        ("-Minus-", 2001),
        ("+Plus", 2002),
        ("@Home", 2012),
        ("100% Wolf; DROP TABLE movies", 2018),
    ),
    "sonarr": (
        ("<script>alert(1)</script>", 2018),
        ("=HYPERLINK(1)", 2014),
        ("The Bridge", 2011),
        ("The Bridge (US)", 2013),
        ("Der Große Übergang: Die Serie", 2017),
        ("مدينة الظلال", 2019),
        ("The Daily Meridian", 2015),
        (LONG + ": The Series", 2009),
    ),
}
"""Titles that break careless programs, with their years, by kind of app."""

GENRES = (
    *listed(
        "Action Adventure Animation Comedy Crime Documentary Drama Family Fantasy History Horror Music "
        "Mystery Romance Thriller War Western"
    ),
    "Science Fiction",
)

STUDIOS = listed(
    "Meridian Pictures, Harbour Light Films, Studio Kaze, Nordlys Produktion, Iron Orchard, "
    "Les Films du Phare, Paper Lantern Entertainment, Copper Compass",
    ", ",
)

NETWORKS = ("Meridian One", "HLTV", "Kaze TV", "Channel Nine", "StreamBox", "Nordlys", "Public 2", "Orchard+")

KEYWORDS = listed(
    "lighthouse, betrayal, small town, amnesia, based on novel, heist, train, sea voyage, sibling "
    "rivalry, detective, double life, courtroom, revenge, road trip, winter, first love, dystopia, time "
    "loop, archaeology, orchestra, inheritance, espionage, remote island, friendship, survival, found "
    "family, satire, neo-noir, coming of age, grief, woman director, post war, black market, mountain, "
    "cathedral",
    ", ",
)

SENTENCES = (
    "When a letter arrives forty years late, a retired cartographer sets out to find the woman who wrote it.",
    "Two estranged siblings inherit a hotel that nobody in town is willing to talk about.",
    "What begins as a routine survey of a coastline turns into a race against the tide.",
    "With only one night before the trial, a young advocate discovers that the witness never existed.",
    "An orchestra stranded by snow finds an unlikely audience in the valley below.",
    "Haunted by a verdict she cannot undo, a judge returns to the island of her childhood.",
    "A clockmaker, a smuggler and a runaway heir share a compartment and a secret.",
    "As the border closes, a train conductor must decide who gets on the last carriage.",
    "Far from home, a translator realises that the treaty she is reading was never meant to be signed.",
    "The village has one rule about the lighthouse, and this winter everybody is going to break it.",
    "Nobody remembers the expedition of 1911 except the man who says he led it.",
    "Old debts and older songs bring four friends back to the harbour for a reunion none of them wanted.",
    "Somewhere between the archive and the river lies the proof that could end a dynasty.",
    "He has six days, a borrowed engine and no idea how to land.",
    "Meanwhile the city sleeps, unaware that its bridges are being counted.",
    "In the end it is the painting, not the painter, that tells the truth.",
    "A documentary crew follows the family for a year and leaves with a different film altogether.",
    "Desperate to save the theatre, the company stages the one play that was banned there.",
)

EPISODE_WORDS = listed(
    "Pilot, The Visitor, Low Tide, Night Shift, Inventory, The Long Way Round, Ashes, Open Water, Second "
    "Opinion, The Quiet Car, Homecoming, Blackout, Paper Trail, The Understudy, Cold Front, Interlude, "
    "Exit Strategy, Crossfire, Small Hours, The Auction, Fault Lines, Undertow, Leap Year, Signal to "
    "Noise, Checkmate, Dead Letters, Half Measures, The Guest Room, Lost Property, Aftermath",
    ", ",
)
