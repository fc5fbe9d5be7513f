"""What the recycle bin holds, of which one file is moved back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from arrtui.core.text import format_day, format_size
from arrtui.core.trailers import RecycledFile
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise

MOST_SHOWN = 500
"""Files of other titles than the one under the cursor."""


class RestoreDialog(OptionsDialog[int]):
    """Lists files in the recycle bin; gives the number of the one to move back."""

    BINDINGS: ClassVar[list[BindingType]] = option_bindings("recycled")
    hint = "enter moves it back   esc leaves"

    def __init__(
        self,
        heading: str,
        files: Sequence[RecycledFile],
        title: tuple[str, str] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare the list of files, of which the newest are shown.

        Args:
            heading: What these are.
            files: The one removed last first.
            title: Instance and external id of the title whose files come first, apart from the others.
            words: Whose a file was, by its kind.
        """
        super().__init__()
        self.heading = heading
        self._words = words or {}
        own = [file for file in files if (file.instance, file.external_id) == title]
        self._own = len(own)
        others = [file for file in files if (file.instance, file.external_id) != title]
        self._files = [*own, *others[:MOST_SHOWN]]
        if len(others) > MOST_SHOWN:
            self.heading = f"{heading}: the newest {MOST_SHOWN:,} of {len(others):,}"

    def lines(self) -> Iterator[Content | None]:
        """Yield a line for each file, and a rule below those of the title."""
        for place, file in enumerate(self._files):
            if self._own and place == self._own:
                yield None
            whose = f"{self._words[file.kind]}, " if file.kind in self._words else ""
            until = f"kept until {format_day(file.expires_at)}"
            rest = f"  {file.instance}  {whose}{format_size(file.size)}, {until}"
            name = file.original_path.rpartition("/")[2]
            yield Content.assemble(sanitise(f"{file.title}: {name}"), (sanitise(rest), CONTENT_STYLES["dim"]))

    def choose(self, place: int) -> None:
        """Give the file."""
        self.dismiss(self._files[place].id)
