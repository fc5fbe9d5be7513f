"""The ``arrtui`` command: the terminal app, or one task without it."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

import click

from arrtui import __version__
from arrtui.cli.status import ExitStatus

TASKS = (
    *("check", "backup", "snapshots", "diff", "export"),
    *("plan", "sync", "undo", "restore", "plans", "scores", "jobs"),
)

HELP = """\
The control room for several Radarr and Sonarr instances.

\b
arrtui                         the terminal app
arrtui --demo                  the same over a simulated estate; touches nothing of yours
arrtui --run TASK [ARGS]       no terminal app: do it, print it, exit

\b
Tasks:
  check [INSTANCE…]            ask every instance how it is;
                               --database verifies the stored snapshots instead
  backup [INSTANCE…]           take a snapshot; --full asks for everything again,
                               --accept-shrink believes an answer that lost a lot
  snapshots [INSTANCE…]        list what has been taken
  diff INSTANCE A B            what changed between two snapshots
  export INSTANCE FILE         a snapshot as JSON lines; .gz is compressed, - is
                               standard output; --at WHEN takes an older one
  plan PAIR                    what differs between the sides of [sync.PAIR]
  sync PAIR                    the same; --apply writes additions and updates,
                               --allow-removals removals too, within the limits
  undo PLAN                    what would take back an applied plan; --apply does
  restore INSTANCE --at WHEN   what would bring an instance back to a snapshot;
                               --apply does. Nothing is ever removed by it.
  plans [PAIR]                 the plans made so far and what became of them
  scores [INSTANCE…]           how well each library does by its custom formats;
                               --report csv|json|html --out DIR writes it in full
  jobs                         what runs, waits or failed; --retry ID, --cancel ID

\b
A, B and WHEN: a snapshot number (12), latest, latest~1, today, yesterday,
a date (2026-11-01) or a time (2026-11-01T18:30), which mean the newest
snapshot at or before it.

\b
Exit status:
  0  all done                          3  nothing could be done
  1  finished, something failed        4  a safety guard stopped it
  2  usage or configuration          130  interrupted
"""


@click.command(help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", "config_file", metavar="FILE", help="The configuration (or ARRTUI_CONFIG).")
@click.option(
    "--set", "settings", metavar="KEY=VALUE", multiple=True, help="Override an option: ui.ascii=true."
)
@click.option("--demo", is_flag=True, help="Work on a simulated estate that is removed at exit.")
@click.option("--run", "task", type=click.Choice(TASKS), metavar="TASK", help="Do one task and exit.")
@click.option("--json", "json", is_flag=True, help="One JSON object a line, the last one the result.")
@click.option("--full", is_flag=True, help="backup: ask for everything again, changed or not.")
@click.option("--accept-shrink", is_flag=True, help="backup: believe an answer that lost a lot.")
@click.option("--database", is_flag=True, help="check: rebuild stored snapshots, verify their digests.")
@click.option("--at", metavar="WHEN", help="export, restore: which snapshot (export: latest).")
@click.option("--apply", is_flag=True, help="sync, undo, restore: write what the plan says.")
@click.option("--allow-removals", is_flag=True, help="sync --apply: removals too, within the limits.")
@click.option("--report", type=click.Choice(("csv", "json", "html")), help="scores: write a report.")
@click.option("--out", metavar="DIR", help="scores --report: where to (default: here).")
@click.option("--retry", metavar="ID", type=int, help="jobs: run a failed or cancelled job again.")
@click.option("--cancel", metavar="ID", type=int, help="jobs: cancel a job.")
@click.version_option(__version__, "-V", "--version", prog_name="arrtui")
@click.argument("args", nargs=-1)
def command(**given: Any) -> ExitStatus:
    """Run what was asked for."""
    from arrtui.cli.request import perform, read_request

    return perform(read_request(**given))


def main() -> None:
    """Run the command and exit with its status."""
    # What is imported and built at the start stays, so that looking for garbage in it is wasted: it begins
    # when the app is on screen, or the task under way.
    gc.disable()
    # pydantic would look through every installed package for plugins of its own: slow, and never ours.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        status = command(standalone_mode=False)
    except click.exceptions.Exit as done:
        status = done.exit_code
    except click.ClickException as fault:
        fault.show()
        status = ExitStatus.USAGE
    except (click.Abort, KeyboardInterrupt):
        status = ExitStatus.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; what is left in the buffer must not fail at exit again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = ExitStatus.INTERRUPTED
    sys.exit(int(status or 0))


if __name__ == "__main__":
    main()
