"""The editor of a pair: its options with their faults, a live count of its titles, and saving."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import DescendantFocus
from textual.widgets import Button, Input, Static

from arrtui.core.apps import QUALITY
from arrtui.core.config.pair_draft import PairDraft
from arrtui.core.errors import ArrtuiError, ConfigError, ConfigProblem
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.debounce import Debounce
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, button
from arrtui.tui.kit.dialogs.field import Field, FieldInput, WideField
from arrtui.tui.kit.picker import Picker
from arrtui.tui.kit.undoable_input import UndoableInput
from arrtui.tui.panes.sync.pair_maps import PairMaps, suggested_maps
from arrtui.tui.panes.sync.rules_suggester import RulesSuggester
from arrtui.tui.panes.sync.words import MODES, RULES_HELP

if TYPE_CHECKING:
    from arrtui.core.config.sync import SyncPair
    from arrtui.runtime.services import Services

REST = 0.25
"""Seconds without a key after which titles are counted."""
_TEXTS = ("name", "update", "rules", "removals", "removals_percent", "additions", "refresh_after")
_MONITORED = {"source": "monitored as there", "true": "monitored", "false": "not monitored"}


def new_draft(services: Services) -> PairDraft | None:
    """Return a pair of the first two instances of one app, None where no app has two."""
    names: dict[str, list[str]] = {}
    for instance in services.config.instances:
        names.setdefault(instance.kind, []).append(instance.name)
    two = next((several[:2] for several in names.values() if len(several) > 1), None)
    return PairDraft(source=two[0], target=two[1]) if two else None


class PairDialog(Dialog[str]):
    """Gives the name under which the pair was saved."""

    KEYS_BESIDE = frozenset({"choice"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="pair.save", tooltip="Write the pair, then plan it for review")
    ]

    DEFAULT_CSS = """
    PairDialog {
        & > DialogPanel {
            width: 84;
            height: 100%;
        }
        & VerticalScroll {
            height: 1fr;
            scrollbar-size-vertical: 1;
        }
        & .brief {
            height: 1;
            &.-wrong {
                height: 2;
            }
        }
        & #map-fault {
            height: auto;
            color: $text-error;
        }
        & #result {
            height: auto;
            min-height: 1;
            max-height: 4;
            color: $text-muted;
            &.-bad {
                color: $text-error;
            }
        }
        & .buttons {
            margin-top: 0;
        }
    }
    """

    def __init__(self, services: Services, draft: PairDraft, replacing: PairDraft | None) -> None:
        """Make the editor of a new pair, or of one that is ``replacing``."""
        super().__init__()
        self._services = services
        self._draft = replace(draft, name=draft.name or self._free_name(draft.source, draft.target))
        self._replacing = replacing
        self._instances = [instance.name for instance in services.config.instances]
        self._previews = services.sync.previews()
        self._suggester = RulesSuggester()
        self._preview_later = Debounce(self, self._preview_now, REST)
        self._touched: set[str] = set()
        self._faults: dict[str, str] = {}
        self._insisted: PairDraft | None = None
        """A draft that is saved although instances lack names in it."""

    # Layout

    def compose(self) -> ComposeResult:
        """The options, what is wrong with them, and what can be done."""
        with DialogPanel() as panel:
            panel.border_title = f"Edit the pair {self._replacing.name}" if self._replacing else "Add a pair"
            with VerticalScroll(can_focus=False):
                yield from self._sides()
                yield from self._titles()
                yield from self._limits()
                yield Static("", id="map-fault", markup=False)
                yield PairMaps(id="maps")
            yield Static("", id="result", markup=False)
            with Horizontal(classes="buttons"):
                yield button("Save and plan ^s", "save")
                yield button("Cancel esc", "cancel")

    def _sides(self) -> ComposeResult:
        draft = self._draft
        sources = list(dict.fromkeys([draft.source, *self._instances]))
        yield _line("From", Picker({name: name for name in sources}, draft.source, id="source"))
        targets = {name: name for name in self._targets(draft.source)}
        yield _line("To", Picker(targets, draft.target, id="target"))
        modes = Choice({mode: mode for mode in MODES}, draft.mode, id="mode")
        yield WideField("Mode", modes, MODES[draft.mode])
        name = Field("Name", [FieldInput("name", draft.name)], "")
        name.add_class("brief")
        yield name

    def _titles(self) -> ComposeResult:
        draft = self._draft
        rules = UndoableInput(
            draft.rules,
            id="rules",
            compact=True,
            select_on_focus=False,
            placeholder="every title",
            suggester=self._suggester,
        )
        rules.cursor_blink = False  # two lines a second over the wire for nothing
        yield WideField("Filter", rules, "")
        yield Field("Keep equal", [FieldInput("update", draft.update)], "")
        yield _line("Add", Choice(_MONITORED, draft.monitored, id="monitored"))
        for name, title, yes in (
            ("search", "Search", "yes, for what is added"),
            ("move_files", "Move files", "yes, with a root folder that is kept equal"),
        ):
            chosen = "yes" if getattr(draft, name) else "no"
            yield _line(title, Choice({"no": "no", "yes": yes}, chosen, id=name))

    def _limits(self) -> ComposeResult:
        draft = self._draft
        removals = [
            FieldInput("removals", str(draft.removals), "at most", 9),
            FieldInput("removals_percent", str(draft.removals_percent), "and percent", 5),
        ]
        yield Field("Removals", removals, "more than either: each is to be decided by itself")
        additions = [
            FieldInput("additions", str(draft.additions), "at most", 9),
            FieldInput("refresh_after", str(draft.refresh_after), "reads data older than min", 7),
        ]
        yield Field("Additions", additions, "0 is no limit; data of 0 minutes is always read again")

    def on_mount(self) -> None:
        """Begin with the source of a new pair, with the filter of another."""
        self.query_one("#rules" if self._replacing else "#source").focus()
        self._show_kept_fields()
        maps = self._offer_maps(self._draft.maps, suggest=self._replacing is None)
        self.run_worker(maps, group="maps", exclusive=True)

    def _targets(self, source: str) -> list[str]:
        """Return the instances a source can be paired with."""
        name = source.partition("@")[0]
        kind = name.partition(".")[0]
        return [other for other in self._instances if other.partition(".")[0] == kind and other != name]

    def _free_name(self, source: str, target: str) -> str:
        """Return a name for a pair that none has yet."""
        taken = {pair.name for pair in self._services.config.sync}
        name = f"{source.partition('@')[0].partition('.')[2]}-{target.partition('.')[2]}"
        numbered = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
        return next(free for free in numbered if free not in taken)

    # What is chosen and typed

    def _read(self) -> PairDraft:
        """Return the draft that the fields now stand for."""
        texts: dict[str, Any] = {name: self.query_one(f"#{name}", Input).value.strip() for name in _TEXTS}
        chosen: dict[str, Any] = {
            name: self._choice(name) for name in ("source", "target", "mode", "monitored")
        }
        switches: dict[str, Any] = {name: self._choice(name) == "yes" for name in ("search", "move_files")}
        return replace(self._draft, maps=self.query_one(PairMaps).maps, **texts, **chosen, **switches)

    def _choice(self, name: str) -> str:
        return self.query_one(f"#{name}", Choice).value

    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        """Follow another source, target or mode; validate the fields."""
        event.stop()
        choice = event.choice.id
        if choice == "mode":
            event.choice.query_ancestor(Field).show_hint(MODES[event.value])
        if choice == "source":
            self.query_one("#target", Picker).offer(self._targets(event.value))
            self._show_kept_fields()
        if choice in ("source", "target"):
            self._follow_sides()
        self._validate(choice or "maps")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        option = event.input.id or ""
        is_first = option not in self._touched and event.value == str(getattr(self._draft, option))
        if not is_first:  # an input says so itself when it is filled
            self._validate(option)

    @on(Input.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    def _follow_sides(self) -> None:
        """Offer the maps of two other instances, and a name that was not typed."""
        if "name" not in self._touched and not self._replacing:
            with self.prevent(Input.Changed):
                self.query_one("#name", Input).value = self._free_name(
                    self._choice("source"), self._choice("target")
                )
        chosen = self.query_one(PairMaps).maps
        self.run_worker(self._offer_maps(chosen, suggest=True), group="maps", exclusive=True)

    async def _offer_maps(self, chosen: Any, *, suggest: bool) -> None:
        """Show the maps of the two instances; what another pair of them maps counts as chosen before."""
        source, target = self._choice("source").partition("@")[0], self._choice("target")
        if not target:
            return
        try:
            ours = await self._services.sync.choices(source)
            theirs = await self._services.sync.choices(target)
        except ArrtuiError as error:
            self._say(str(error), wrong=True)
            return
        if suggest:
            known = self._services.sync.pair_between(source, target)
            earlier = PairDraft.of(known).maps if known else {}
            chosen = {name: {**earlier.get(name, {}), **chosen.get(name, {})} for name in {*earlier, *chosen}}
            chosen = suggested_maps(ours, theirs, chosen)
        profiles = ours.profiles[QUALITY.name]
        self._suggester.names = {"profile": profiles, "root": ours.roots, "tag": ours.tags}
        await self.query_one(PairMaps).offer(ours, theirs, chosen)
        self._preview_now()

    def _show_kept_fields(self) -> None:
        """Show which fields of the app can be kept equal."""
        app = next(
            instance.kind.app
            for instance in self._services.config.instances
            if instance.name == self._choice("source").partition("@")[0]
        )
        fields = self.query_one("#update").query_ancestor(Field)
        names = ", ".join(app.update_fields)
        if "episodes" in app.update_fields and app.unit.plural != "episodes":
            names = names.replace("episodes", f"episodes (its {app.unit.plural})")
        fields.show_hint(f"on titles both have: {names}")

    # What is wrong

    def _validate(self, option: str) -> None:
        """Validate the options as they change; count titles once nothing changes for a moment."""
        self._touched.add(option)
        self._insisted = None
        self.query_one("#save", Button).label = "Save and plan ^s"
        self._show_faults(self._read().check(self._instances)[1])
        self._preview_later.trigger()

    def _show_faults(self, problems: Iterable[ConfigProblem]) -> None:
        """Show below their fields what is wrong with options that were touched."""
        faults: dict[str, str] = {}
        for problem in problems:
            field, message = _place_of(problem)
            faults.setdefault(field, message)
        self._faults = {name: text for name, text in faults.items() if name in self._touched}
        for widget in self.query(Field):
            widget.say(self._faults)
        self.query_one("#map-fault", Static).update(self._faults.get("maps", ""))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Show in full what is wrong with the focused field, or how a filter is written."""
        field = event.widget.id or ""
        fault = self._faults.get(field, "")
        self._say(fault or (RULES_HELP if field == "rules" else ""), wrong=bool(fault))

    def _preview_now(self) -> None:
        self._preview_later.cancel()
        self.run_worker(self._preview(), group="preview", exclusive=True)

    async def _preview(self) -> None:
        """Count the titles that pass the filter, and find names that an instance does not have."""
        draft = self._read()
        filtered, _ = PairDraft("x", draft.source, draft.target, rules=draft.rules).check(self._instances)
        pair, problems = draft.check(self._instances)
        if filtered is None:
            return
        try:
            count = await self._previews.count(draft.source, filtered.filter)
            unknown = await self._unknown_names(pair) if pair else []
        except ArrtuiError as error:
            text = f"titles are counted once it is backed up: {error.why or error}"
        else:
            text = f"{count.passing:,} of {count.total:,} titles of {draft.source} pass"
            self._touched.update(("maps", "rules") if unknown else ())
            self._show_faults([*problems, *unknown])
        self.query_one("#rules").query_ancestor(Field).show_hint(text)

    async def _unknown_names(self, pair: SyncPair) -> list[ConfigProblem]:
        sentences = await self._previews.unknown_names(pair)
        parts = (sentence.partition(": ") for sentence in sentences)
        return [
            ConfigProblem(option, text) if text else ConfigProblem("map", option) for option, _, text in parts
        ]

    # What can be done

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        (self.action_save if event.button.id == "save" else self.action_close)()

    def action_save(self) -> None:
        """Save, unless something is wrong. Pressed again when only names are unknown, save anyway."""
        draft = self._read()
        pair, problems = draft.check(self._instances)
        if pair is not None:
            self.run_worker(self._save(draft, pair), group="save", exclusive=True)
            return
        self._touched.update(_place_of(problem)[0] for problem in problems)
        self._show_faults(problems)
        field, message = _place_of(problems[0])
        if field != "maps":
            self.query_one(f"#{field}").focus()
        self._say(message, wrong=True)

    async def _save(self, draft: PairDraft, pair: SyncPair) -> None:
        """Write a pair whose names are all known, or one the user insists on."""
        try:
            if draft != self._insisted and (unknown := await self._unknown_names(pair)):
                self._insisted = draft
                self._touched.update(("maps", "rules"))
                self._show_faults(unknown)
                self.query_one("#save", Button).label = "Save anyway ^s"
                self._say(_place_of(unknown[0])[1], wrong=True)
                return
        except ArrtuiError:
            pass  # nothing is stored to check it against; the plan reads both sides
        try:
            await self._services.config_file.save_pair(draft, replacing=self._replacing)
        except ArrtuiError as error:
            self._show_faults(error.problems if isinstance(error, ConfigError) else ())
            self._say(str(error), wrong=True)
        else:
            self.dismiss(draft.name)

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        result = self.query_one("#result", Static)
        result.update(sentence)
        result.set_class(wrong, "-bad")


def _line(title: str, choice: Choice) -> WideField:
    """Return a field of one line, with a second one only for a fault."""
    field = WideField(title, choice, "")
    field.add_class("brief")
    return field


def _place_of(problem: ConfigProblem) -> tuple[str, str]:
    """Return the field a problem belongs to, and the problem with the rule or map it is about."""
    option, _, rest = problem.path.partition(".")
    if option == "limits":
        return rest, problem.message
    inner = rest.rpartition(".")[2]
    message = f"{inner.replace('_', ' ')}: {problem.message}" if inner else problem.message
    return {"filter": "rules", "map": "maps"}.get(option, option), message
