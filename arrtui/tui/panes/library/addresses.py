"""The dialog that shows where a title is found in the web pages of its instances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from arrtui.features.library.addresses import title_address
from arrtui.features.library.merge import Title
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.table.cells import sanitise

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


class AddressDialog(Dialog[None]):
    """Lists one address for each instance that has the title; any can be copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", id="addresses.copy", tooltip="Copy the address"),
        Binding("j", "move('down')", "Down", show=False, id="addresses.down"),
        Binding("k", "move('up')", "Up", show=False, id="addresses.up"),
    ]

    DEFAULT_CSS = """
    AddressDialog > DialogPanel {
        & > OptionList {
            height: auto;
            max-height: 16;
            padding: 0;
            background: $surface;
            &, &:focus {
                border: none;
            }
        }
        & > .hint {
            height: 1;
            margin-top: 1;
            color: $text-muted;
        }
    }
    """

    def __init__(self, title: str, addresses: Mapping[str, str]) -> None:
        """Make the dialog; ``addresses`` maps instances to addresses."""
        super().__init__()
        self._title = sanitise(title)
        self._addresses = dict(addresses)

    def compose(self) -> ComposeResult:
        """One line for each instance."""
        with DialogPanel() as panel:
            panel.border_title = Content(self._title)
            yield OptionList(*[Option(self._label(name)) for name in self._addresses])
            yield Static("y copies   esc closes", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin at the first."""
        self.query_one(OptionList).highlighted = 0
        self.query_one(OptionList).focus()

    def action_move(self, way: str) -> None:
        """Move up or down."""
        options = self.query_one(OptionList)
        (options.action_cursor_down if way == "down" else options.action_cursor_up)()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Copy the address chosen."""
        event.stop()
        self.action_copy()

    def action_copy(self) -> None:
        """Copy the address under the cursor."""
        chosen = self.query_one(OptionList).highlighted or 0
        name = list(self._addresses)[chosen]
        host_of(self).copy(self._addresses[name], f"The address on {name}")

    def _label(self, name: str) -> Content:
        return Content.assemble((f"{name}  ", "bold"), sanitise(self._addresses[name]))


async def addresses_of(services: Services, title: Title) -> dict[str, str]:
    """Return the address of every copy of a title by instance, in their order."""
    found = {}
    for copy in title.copies:
        slug = await services.library.slug(copy.instance, copy.item_id)
        base = services.config.instance(copy.instance).web_url
        found[copy.instance] = title_address(base, copy.kind, slug, copy.external_id)
    return found


class Addressing(DOMNode):
    """What panes and screens about titles do with addresses; bindings name the actions."""

    @property
    def current_title(self) -> Title | None:
        """The title the keys are about."""
        raise NotImplementedError

    async def action_addresses(self) -> None:
        """Show the title's addresses."""
        if title := self.current_title:
            addresses = await self._addresses(title)
            self.app.push_screen(AddressDialog(title.title or "(no title)", addresses))

    async def action_copy_address(self) -> None:
        """Copy the title's address on the first instance that has it."""
        if title := self.current_title:
            addresses = await self._addresses(title)
            name = next(iter(addresses))
            more = "; o shows all" if len(addresses) > 1 else ""
            host_of(self).copy(addresses[name], f"The address on {name}{more}")

    async def _addresses(self, title: Title) -> dict[str, str]:
        return await addresses_of(host_of(self).services, title)
