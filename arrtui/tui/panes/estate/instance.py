"""The editor of an instance: its fields with their faults, a test against the app, and saving."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import DescendantFocus
from textual.widgets import Button, Input, Static, TextArea

from arrtui.core.apps import Kind
from arrtui.core.config.file import InstanceDraft, load_draft
from arrtui.core.config.values import complete_url
from arrtui.core.errors import ArrtuiError, ConfigError, ConfigProblem, WrongUrlBaseError
from arrtui.core.text import format_latency, plural
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, button
from arrtui.tui.kit.dialogs.field import Field, FieldInput, WideField
from arrtui.tui.kit.private_area import PrivateArea
from arrtui.tui.kit.signs import GOOD
from arrtui.tui.kit.undoable_input import UndoableInput
from arrtui.tui.panes.estate.instance_words import HEADER_HINT, KEY_MISSING, TLS_HINT, field_of

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

KINDS = {kind.value: kind.app.name for kind in Kind}
_TEXTS = ("label", "url", "api_key", "external_url", "timeout", "concurrency", "requests_per_second")


async def edit_instance(app: App[Any], services: Services, name: str | None) -> str | None:
    """Open the editor of an instance, or of a new one; return its name when it was saved, else None.

    To be called in a worker. Raises ConfigError when the file cannot be read.
    """
    path = services.config.path or Path()
    draft = (
        await asyncio.to_thread(load_draft, path, name) if name else InstanceDraft(next(iter(Kind)), "main")
    )
    if not name and any(instance.name == draft.name for instance in services.config.instances):
        draft = replace(draft, label="")  # the first of its app is likely the main one
    saved: str | None = await app.push_screen_wait(InstanceDialog(services, draft, name))
    return saved


def _usual_address(kind: Kind) -> str:
    """Return where a new installation of an app answers on the same machine."""
    return f"http://localhost:{kind.app.port}"


class InstanceDialog(Dialog[str]):
    """Gives the name under which the instance was saved."""

    KEYS_BESIDE = frozenset({"choice"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "test", "Test", id="editor.test", tooltip="Ask the app how it is"),
        Binding("ctrl+s", "save", "Save", id="editor.save", tooltip="Test, then write the configuration"),
        Binding("ctrl+f", "find", "Find", id="editor.find", tooltip="Look for apps on known hosts"),
        Binding("ctrl+r", "reveal", "Show key", id="editor.reveal", tooltip="Show or hide the API key typed"),
        Binding(
            "ctrl+b",
            "take_base",
            "Take over",
            id="editor.take-base",
            tooltip="Use the URL base the app named",
        ),
    ]

    DEFAULT_CSS = """
    InstanceDialog {
        & > DialogPanel {
            width: 84;
        }
        & VerticalScroll {
            height: auto;
            max-height: 1fr;
            scrollbar-size-vertical: 1;
        }
        & TextArea {
            height: 2;
            width: 1fr;
            margin-right: 2;
            border: none;
            padding: 0;
            background: $panel;
        }
        & #headers-field {
            height: 3;
            & > Horizontal {
                height: 2;
            }
        }
        & #kind-field {
            height: 1;
            & > .message {
                display: none;
            }
        }
        & #result {
            height: auto;
            min-height: 1;
            max-height: 4;
            &.-good {
                color: $text-success;
            }
            &.-bad {
                color: $text-error;
            }
            &.-warn {
                color: $text-warning;
            }
        }
        & .buttons {
            margin-top: 0;
        }
        & #base {
            display: none;
        }
        &.-base #base {
            display: block;
        }
    }
    """

    def __init__(self, services: Services, draft: InstanceDraft, replacing: str | None) -> None:
        super().__init__()
        self._services = services
        self._draft = draft
        self._replacing = replacing
        self._touched: set[str] = set()
        self._faults: dict[str, str] = {}
        self._failed: InstanceDraft | None = None
        self._url_base = ""
        self._answering: list[tuple[Kind, str]] = []
        """Addresses that a search has brought, those that are offered next first."""

    # Layout

    def compose(self) -> ComposeResult:
        """The fields, what the test found, and what can be done."""
        with DialogPanel() as panel:
            panel.border_title = f"Edit {self._replacing}" if self._replacing else "Add an instance"
            with VerticalScroll(can_focus=False):
                yield from self._fields()
            yield Static("", id="result", markup=False)
            with Horizontal(classes="buttons"):
                yield button("Test ^t", "test")
                yield button("Save ^s", "save")
                yield button("Find ^f", "find")
                yield button("Cancel esc", "cancel")
                yield button("Take over ^b", "base")

    def _fields(self) -> ComposeResult:
        draft = self._draft
        # The stored key is never put into its input.
        kept = "unchanged" if draft.keeps_key else ""
        key = FieldInput("api_key", "", placeholder=kept, password=True)
        verify_tls = draft.verify_tls
        if isinstance(verify_tls, bool):
            verify_tls = "yes" if verify_tls else "no"
        header_lines = "\n".join(f"{name}: {value}" for name, value in draft.headers.items())
        kind = WideField("App", Choice(KINDS, draft.kind.value, id="kind"), "")
        kind.id = "kind-field"
        yield kind
        yield Field(
            "Name",
            [FieldInput("label", draft.label, placeholder="main")],
            "your word for it: main, 4k, anime",
        )
        address = FieldInput("url", draft.url, placeholder=_usual_address(draft.kind), is_private=True)
        yield Field("Address", [address], "as in a browser, with the URL base if the app has one")
        yield Field("API key", [key], "from the app's Settings, General; ^r shows it")
        yield Field(
            "Opens as",
            [FieldInput("external_url", draft.external_url, is_private=True)],
            "address for your browser, if another",
        )
        yield WideField("TLS check", UndoableInput(verify_tls, id="verify_tls", compact=True), TLS_HINT)
        yield Field("Limits", self._limits(), "at once 1 to 16 requests; per second 0 is no limit")
        headers_area = PrivateArea(header_lines, id="headers", compact=True)
        headers_area.cursor_blink = False
        headers = WideField("Headers", headers_area, HEADER_HINT)
        headers.id = "headers-field"
        yield headers

    def _limits(self) -> list[FieldInput]:
        draft = self._draft
        return [
            FieldInput(
                "timeout",
                f"{draft.timeout:g}" if isinstance(draft.timeout, float | int) else draft.timeout,
                "timeout s",
                7,
            ),
            FieldInput("concurrency", str(draft.concurrency), "at once", 5),
            FieldInput("requests_per_second", str(draft.requests_per_second), "per second", 7),
        ]

    def on_mount(self) -> None:
        """Begin with the first field that has to be filled in."""
        self.query_one("#url" if self._draft.label else "#label").focus()

    # What is typed

    def _read(self) -> InstanceDraft:
        """Return the draft that the fields now stand for."""
        verify_tls = self.query_one("#verify_tls", Input).value.strip()
        words = {"yes": True, "true": True, "": True, "no": False, "false": False}
        lines = self.query_one(TextArea).text.splitlines()
        headers = (line.partition(":") for line in lines if line.strip())
        texts: dict[str, Any] = {name: self.query_one(f"#{name}", Input).value for name in _TEXTS}
        kind = Kind(self.query_one(Choice).value)
        texts["url"] = complete_url(texts["url"], kind.app.port)
        return replace(
            self._draft,
            kind=kind,
            verify_tls=words.get(verify_tls.lower(), verify_tls),
            headers={name.strip(): value.strip() for name, _colon, value in headers},
            **texts,
        )

    @property
    def _folder(self) -> Path:
        path = self._services.config.path
        return path.parent if path else Path()

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Choice.Changed)
    def _validate(self, event: Input.Changed | TextArea.Changed | Choice.Changed) -> None:
        """Validate the fields as they are typed; an earlier test no longer counts."""
        control = event.control
        blank = isinstance(control, Input) and not control.value and control.id not in self._touched
        if control is not None and control.id and not blank:
            self._touched.add(control.id)
        self._failed = None
        self._offer_base("")
        draft = self._read()
        self.query_one("#url", Input).placeholder = _usual_address(draft.kind)
        self._show_faults(draft.problems(self._folder), draft.name)
        self.query_one("#save", Button).label = "Save ^s"

    @on(Input.Submitted)
    def _next_field(self, event: Input.Submitted) -> None:
        """Go on to the next field; the key of a new instance is the last that is needed."""
        if event.input.id == "api_key" and not self._replacing and event.value:
            self.action_save()
        else:
            self.focus_next()

    @on(Input.Blurred, "#url")
    def _complete_address(self, event: Input.Blurred) -> None:
        """Choose the app whose usual port was typed, and write the address out."""
        for kind in Kind:
            if "kind" not in self._touched and event.value.strip().endswith(f":{kind.app.port}"):
                self.query_one(Choice).choose(kind.value)
        event.input.value = self._read().url

    def _show_faults(self, problems: Sequence[ConfigProblem], name: str) -> None:
        """Show below their fields what is wrong with the instance of that name."""
        faults: dict[str, str] = {}
        for problem in problems:
            field = field_of(problem, name)
            fault = problem.message
            if field == "api_key" and fault.startswith("is missing"):
                fault = KEY_MISSING
            faults.setdefault(field, fault)
        self._faults = {name: fault for name, fault in faults.items() if name in self._touched}
        for widget in self.query(Field):
            widget.say(self._faults)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Show in full what is wrong with the focused field; below the field there may be no room for it."""
        self._explain(event.widget.id or "")

    def _explain(self, field: str) -> None:
        """Show what is wrong with a field, and how many fields are wrong."""
        if field in self._faults:
            number = len(self._faults)
            more = f" ({plural(number, 'field')} to correct)" if number > 1 else ""
            self._say(self._faults[field] + more, "bad")

    def _valid_draft(self) -> InstanceDraft | None:
        """Return the draft, or None after showing everything that is wrong with it."""
        draft = self._read()
        problems = draft.problems(self._folder)
        if not problems:
            return draft
        self._touched.update(field_of(problem, draft.name) for problem in problems)
        self._show_faults(problems, draft.name)
        field = field_of(problems[0], draft.name)
        self.query_one(f"#{field}").focus()
        self._explain(field)
        return None

    # What can be done

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        actions = {
            "test": self.action_test, "save": self.action_save, "base": self.action_take_base,
            "find": self.action_find,
        }  # fmt: skip
        actions.get(event.button.id or "", self.action_close)()

    def action_reveal(self) -> None:
        """Show the key that was typed, or hide it again."""
        key = self.query_one("#api_key", Input)
        key.password = not key.password

    def action_test(self) -> None:
        """Ask the app how it is."""
        draft = self._valid_draft()
        if draft is not None:
            self.run_worker(self._test(draft), group="test", exclusive=True)

    def action_save(self) -> None:
        """Test, then save. Pressed again after a test that failed, save anyway."""
        draft = self._valid_draft()
        if draft is not None:
            self.run_worker(self._save(draft), group="test", exclusive=True)

    def action_find(self) -> None:
        """Look for apps on the hosts already known, and fill in the first; pressed again, the next."""
        self.run_worker(self._find(), group="find", exclusive=True)

    async def _find(self) -> None:
        if not self._answering:
            self._say("Looking for apps at their usual addresses ...", "")
            self._answering = await self._services.trials.find_instances()
        if not self._answering:
            self._say("No other app answers at a usual address on the hosts already known.", "warn")
            return
        kind, url = self._answering[0]
        self._answering = [*self._answering[1:], (kind, url)]
        self.query_one(Choice).choose(kind.value)
        self.query_one("#url", Input).value = url
        self.query_one("#api_key" if self._draft.label else "#label").focus()
        others = ", ".join(other for _, other in self._answering[:-1])
        self._say(f"{GOOD} {kind.app.name} at {url}." + (f" ^f: {others}" if others else ""), "good")

    async def _test(self, draft: InstanceDraft) -> bool:
        """Ask the app and show its answer; return whether it is the app it should be."""
        self._say(f"Asking {draft.url} ...", "")
        try:
            status = await self._services.trials.test_instance(draft, replacing=self._replacing)
        except ArrtuiError as error:
            self._failed = draft
            self._say(str(error), "bad")
            self._offer_base(error.url_base if isinstance(error, WrongUrlBaseError) else "")
            return False
        self._failed = None
        answer = f"{GOOD} {status.app_name} {status.version} answered in {format_latency(status.latency)}."
        self._say(" ".join([answer, *status.warnings]), "warn" if status.warnings else "good")
        return True

    async def _save(self, draft: InstanceDraft) -> None:
        """Save a draft that works, or one the user insists on."""
        if draft != self._failed and not await self._test(draft):
            self.query_one("#save", Button).label = "Save anyway ^s"
            return
        try:
            await self._services.config_file.save_instance(draft, replacing=self._replacing)
        except ConfigError as error:
            self._show_faults(error.problems, draft.name)
            self._say(str(error), "bad")
        else:
            self.dismiss(draft.name)

    def _offer_base(self, url_base: str) -> None:
        """Offer the URL base the app named, or take the offer back."""
        self._url_base = url_base
        self.set_class(bool(url_base), "-base")
        if url_base:
            self.query_one("#base", Button).label = f"Use {url_base} ^b"

    def action_take_base(self) -> None:
        """Put the URL base the app named into the address, and test again."""
        if self._url_base:
            field = self.query_one("#url", Input)
            parts = urlsplit(field.value.strip())
            path = "/" + self._url_base.strip("/")
            field.value = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
            self.call_after_refresh(self.action_test)

    def _say(self, sentence: str, mood: str) -> None:
        result = self.query_one("#result", Static)
        result.update(sentence)
        result.set_classes(f"-{mood}" if mood else "")
