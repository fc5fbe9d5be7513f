"""NFO as Kodi and Jellyfin write and read them: what one says, and how one is changed with care.

Values are a dictionary by the names of elements:

* text: ``title``, ``originaltitle``, ``plot`` … (:data:`~arrtui.media.nfo.elements.TEXTS`)
* whole numbers: ``year``, ``runtime`` in minutes … (:data:`~arrtui.media.nfo.elements.NUMBERS`)
* true or false: ``lockdata``, ``watched``
* lists of text: ``genre``, ``studio``, ``country``, ``tag``, ``director``, ``credits``
* ``set``: ``{"name", "overview"}``
* ``uniqueid``: a list of ``{"type", "default", "value"}``
* ``ratings``: a list of ``{"name", "max", "default", "value", "votes"}``
* ``actor``: a list of ``{"name", "role", "order", "thumb"}``
* ``streamdetails``: ``{"video": [{"codec", "width", "height", "aspect", "durationinseconds", "hdrtype"}],
  "audio": [{"codec", "language", "channels"}], "subtitle": [{"language"}]}``

Those of artists and albums: :data:`~arrtui.media.nfo.music.ELEMENTS`.
"""

from arrtui.media.nfo.document import NfoDocument, read_nfo
from arrtui.media.nfo.editing import edit_nfo
from arrtui.media.nfo.parsing import MOST_BYTES, ROOTS, ids_in

__all__ = ["MOST_BYTES", "ROOTS", "NfoDocument", "edit_nfo", "ids_in", "read_nfo"]
