"""Pictures are compared by what is to be seen."""

from tests.tui.pictures import settled


def rect(x: float, width: float, fill: str = "#111111", y: float = 1.5) -> str:
    return (
        f'<rect fill="{fill}" x="{x}" y="{y}" width="{width}" height="24.65" shape-rendering="crispEdges"/>'
    )


def test_how_a_line_was_cut_makes_no_difference():
    whole = f"<svg terminal-1>{rect(0, 36.6)}{rect(36.6, 12.2, '#222222')}<text/>{rect(48.8, 12.2)}</svg>"
    pieces = (
        f"<svg terminal-2>{rect(0, 12.2)}{rect(12.2, 24.4)}{rect(36.6, 12.2, '#222222')}<text/>"
        f"{rect(48.8, 12.2)}</svg>"
    )
    assert settled(whole) == settled(pieces)


def test_what_looks_different_stays_different():
    line = rect(0, 12.2)
    others = [rect(0, 24.4), rect(0, 12.2, "#222222"), rect(0, 12.2, y=26.0), rect(12.2, 12.2)]
    assert all(settled(line) != settled(other) for other in others)
    assert settled(line + rect(12.2, 12.2, y=26.0)).count("<rect") == 2
    assert settled(line + rect(24.4, 12.2)).count("<rect") == 2
