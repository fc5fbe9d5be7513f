"""Custom formats, matched as the apps match them. Pure: no clock, no I/O."""

from arrtui.core.matching.facts import MatchFacts as MatchFacts
from arrtui.core.matching.formats import CompiledFormat as CompiledFormat
from arrtui.core.matching.formats import Evaluation as Evaluation
from arrtui.core.matching.formats import compile_format as compile_format
from arrtui.core.matching.formats import evaluate as evaluate
