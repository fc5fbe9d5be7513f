"""The addresses of a title in the web pages of its instances: shown in a dialog, or copied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import OptionList, Static

from arrtui.features.library.addresses import title_address
from arrtui.features.library.merge import Title
from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.table.cells import sanitise

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


def address_bindings(scope: str, *, show_copy: bool = False) -> list[BindingType]:
    """Return the keys for addresses, of which ``show_copy`` puts the second into the key line, too."""
    return [
        bind("address", f"{scope}.address", "Show its web addresses"),
        bind("copy", f"{scope}.copy", "Copy its first web address", show=show_copy),
    ]


class AddressDialog(OptionsDialog[None]):
    """Lists one address for each instance that has the title; any can be copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", id="addresses.copy", tooltip="Copy the address"),
        *option_bindings("addresses"),
    ]

    DEFAULT_CSS = """
    AddressDialog > DialogPanel {
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
            yield OptionList(*self.lines())
            yield Static("y copies   esc closes", classes="hint", markup=False)

    def lines(self) -> Iterator[Content]:
        """Yield a line for each instance."""
        for name, address in self._addresses.items():
            yield Content.assemble((f"{name}  ", "bold"), sanitise(address))

    def choose(self, _place: int) -> None:
        """Copy the address, which the cursor is on."""
        self.action_copy()

    def action_copy(self) -> None:
        """Copy the address under the cursor."""
        name = list(self._addresses)[self.option_list.highlighted or 0]
        host_of(self).copy(self._addresses[name], f"The address on {name}")


async def read_addresses(services: Services, title: Title) -> dict[str, str]:
    """Return the address of every copy of a title by instance, in the order of the copies.

    Raises ArrtuiError where the database cannot be read.
    """
    addresses = {}
    for copy in title.copies:
        slug = await services.library.slug(copy.instance, copy.item_id)
        base = services.config.instance(copy.instance).web_url
        addresses[copy.instance] = title_address(base, copy.kind, slug, copy.external_id)
    return addresses


async def show_addresses(node: DOMNode, title: Title) -> None:
    """Show the addresses of a title."""
    addresses = await read_addresses(host_of(node).services, title)
    node.app.push_screen(AddressDialog(title.title or "(no title)", addresses))


async def copy_address(node: DOMNode, title: Title) -> None:
    """Copy the address of a title on the first instance that has it."""
    host = host_of(node)
    addresses = await read_addresses(host.services, title)
    name = next(iter(addresses))
    more = "; o shows all" if len(addresses) > 1 else ""
    host.copy(addresses[name], f"The address on {name}{more}")
