"""Every error arrtui raises: a sentence that says what failed, where, why and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(eq=False)
class ArrtuiError(Exception):
    """The root of all our errors.

    ``str(error)`` is one sentence for the user. ``detail`` is the long text shown on demand; it is free of
    secrets and of the apps' stack traces.
    """

    what: str
    """What was being done, e.g. ``listing movies``."""
    why: str = ""
    """The reason in the user's words."""
    advice: str = ""
    """What to do next."""
    instance: str = ""
    """The instance concerned, e.g. ``radarr.main``; empty when none is."""
    detail: str = ""
    """Everything else that helps, one key away."""

    code: ClassVar[str] = "error"
    passing: ClassVar[bool] = False
    """True when the same request may well succeed later: such a job is retried."""

    def __str__(self) -> str:
        """Return ``instance: what: why. advice`` with the empty parts left out."""
        head = ": ".join(part for part in (self.instance, self.what, self.why) if part)
        return f"{head.rstrip('.')}. {self.advice}" if self.advice else head


# --- configuration and command line ----------------------------------------------------------------------


@dataclass(frozen=True)
class ConfigProblem:
    """One thing wrong with the configuration."""

    path: str
    """Where in the file, e.g. ``radarr.main.url``."""
    message: str
    """What is wrong and what is allowed."""

    def __str__(self) -> str:
        """Return ``path: message``."""
        return f"{self.path}: {self.message}" if self.path else self.message


@dataclass(eq=False)
class ConfigError(ArrtuiError):
    """The configuration cannot be used; ``problems`` holds every fault found, not just the first."""

    problems: tuple[ConfigProblem, ...] = ()
    code: ClassVar[str] = "config"


@dataclass(eq=False)
class UsageError(ArrtuiError):
    """The command line asks for something that does not exist."""

    code: ClassVar[str] = "usage"


# --- notifications ---------------------------------------------------------------------------------------


@dataclass(eq=False)
class ChannelUnusableError(ArrtuiError):
    """A channel of notifications has an address with which nothing can be sent."""

    code: ClassVar[str] = "channel"


@dataclass(eq=False)
class ChannelFailedError(ArrtuiError):
    """The service behind a channel did not take a message."""

    code: ClassVar[str] = "channel-failed"
    passing: ClassVar[bool] = True
    retry_after: float | None = None
    """Seconds after which it is worth another try."""


# --- talking to an app -----------------------------------------------------------------------------------


@dataclass(eq=False)
class ArrError(ArrtuiError):
    """An instance could not be used as asked."""

    status: int | None = None
    """The HTTP status, where one was received."""
    code: ClassVar[str] = "app"


@dataclass(eq=False)
class WrongKeyError(ArrError):
    """401: the API key is missing or wrong."""

    code: ClassVar[str] = "wrong-key"


@dataclass(eq=False)
class LoginNeededError(ArrError):
    """401 or a way to the login page: a part of the web interface, where the API key does not count."""

    code: ClassVar[str] = "login-needed"


@dataclass(eq=False)
class WrongUrlBaseError(ArrError):
    """307, or a page instead of JSON: the URL base in the configuration is not the app's."""

    url_base: str = ""
    """The base the app itself told us, when it did."""
    code: ClassVar[str] = "wrong-url-base"


@dataclass(eq=False)
class NotJsonError(ArrError):
    """200 with something that is not JSON: another service, a login page or a proxy answered."""

    code: ClassVar[str] = "not-json"


@dataclass(eq=False)
class WrongAppError(ArrError):
    """A Sonarr answers where a Radarr was configured, or the reverse, or neither."""

    code: ClassVar[str] = "wrong-app"


@dataclass(eq=False)
class VersionTooOldError(ArrError):
    """The app is older than what arrtui can work with safely."""

    code: ClassVar[str] = "version"


@dataclass(eq=False)
class StartingUpError(ArrError):
    """503 ``errorMessage``: the app is still starting."""

    code: ClassVar[str] = "starting"
    passing: ClassVar[bool] = True


@dataclass(eq=False)
class RateLimitedError(ArrError):
    """429: a proxy in front of the app asks us to slow down."""

    retry_after: float | None = None
    """Seconds to wait, where the answer said so."""
    code: ClassVar[str] = "rate-limited"
    passing: ClassVar[bool] = True


@dataclass(eq=False)
class GatewayError(ArrError):
    """502, 503 or 504: the app, or a proxy in front of it, is not able to answer now."""

    retry_after: float | None = None
    """Seconds to wait, where the answer said so."""
    code: ClassVar[str] = "gateway"
    passing: ClassVar[bool] = True


@dataclass(eq=False)
class ServerFaultError(ArrError):
    """500: the app failed. Its message is kept, its stack trace is not."""

    code: ClassVar[str] = "server-fault"


@dataclass(eq=False)
class BadRequestError(ArrError):
    """400 without field messages: the request itself was wrong."""

    code: ClassVar[str] = "bad-request"


@dataclass(eq=False)
class ValidationFailedError(ArrError):
    """400 with the app's list of field messages (FluentValidation)."""

    failures: tuple[tuple[str, str], ...] = field(default=())
    """``(property name, message)`` pairs, warnings left out."""
    code: ClassVar[str] = "validation"


@dataclass(eq=False)
class NotFoundError(ArrError):
    """404: no such thing on the instance."""

    message: str = ""
    """The app's own words for what is missing; empty where it knows no such path."""
    code: ClassVar[str] = "not-found"


@dataclass(eq=False)
class ConflictError(ArrError):
    """409: the app refuses because of its present state, e.g. a tag in use."""

    code: ClassVar[str] = "conflict"


@dataclass(eq=False)
class TlsError(ArrError):
    """The TLS certificate could not be verified, or the port does not speak TLS."""

    code: ClassVar[str] = "tls"


@dataclass(eq=False)
class NameNotFoundError(ArrError):
    """The host name does not resolve."""

    code: ClassVar[str] = "dns"
    passing: ClassVar[bool] = True


@dataclass(eq=False)
class UnreachableError(ArrError):
    """The connection was refused, reset or had no route."""

    code: ClassVar[str] = "unreachable"
    passing: ClassVar[bool] = True


@dataclass(eq=False)
class TimedOutError(ArrError):
    """No answer, or no further bytes of one, within the timeout."""

    code: ClassVar[str] = "timeout"
    passing: ClassVar[bool] = True


@dataclass(eq=False)
class TruncatedError(ArrError):
    """The answer broke off: the connection closed early, or the JSON is cut."""

    code: ClassVar[str] = "truncated"
    passing: ClassVar[bool] = True


@dataclass(eq=False)
class CircuitOpenError(ArrError):
    """The breaker is open after repeated failures; the instance is left alone for a while."""

    retry_after: float | None = None
    """Seconds until the next probe is allowed."""
    code: ClassVar[str] = "circuit-open"
    passing: ClassVar[bool] = True


# --- stored data -----------------------------------------------------------------------------------------


@dataclass(eq=False)
class GuardError(ArrtuiError):
    """A safety guard stopped the work before anything was changed."""

    code: ClassVar[str] = "guard"


@dataclass(eq=False)
class ImplausibleAnswerError(GuardError):
    """The instance answered with so much less than is stored that believing it could lose data."""

    is_of_settings: bool = False
    """Whether settings are missing, not titles or what belongs to them."""
    code: ClassVar[str] = "implausible"


@dataclass(eq=False)
class PartialAnswerError(GuardError):
    """The instance answered with less than it says it has: the answer is not complete."""

    code: ClassVar[str] = "partial"


@dataclass(eq=False)
class ClockError(GuardError):
    """Our clock and the instance's, or the times that are stored, contradict each other."""

    code: ClassVar[str] = "clock"


@dataclass(eq=False)
class ReadOnlyError(GuardError):
    """Something would write to an app while the read-only mode forbids it."""

    code: ClassVar[str] = "read-only"

    @classmethod
    def refusing(cls, what: str, instance: str = "") -> ReadOnlyError:
        """Return the error that refuses what would write, and says how to leave the mode."""
        return cls(
            what=what,
            why="arrtui is in read-only mode and writes to no app",
            advice="To leave the mode, start without --read-only and with read_only = false under [ui].",
            instance=instance,
        )


@dataclass(eq=False)
class StorageError(ArrtuiError):
    """The database cannot be opened, read or written."""

    code: ClassVar[str] = "storage"


@dataclass(eq=False)
class DatabaseTooNewError(StorageError):
    """A newer arrtui has written this database."""

    code: ClassVar[str] = "database-too-new"


@dataclass(eq=False)
class NoSuchSnapshotError(ArrtuiError):
    """The asked-for snapshot does not exist, or nothing was backed up by then."""

    code: ClassVar[str] = "no-snapshot"

    @classmethod
    def nothing_stored(cls, what: str, instance: str) -> NoSuchSnapshotError:
        """Return the error of an instance that was never backed up; ``what`` needs its data."""
        return cls(
            what=what,
            why="nothing of it is stored yet",
            advice=f"Run: arrtui --run backup {instance}",
            instance=instance,
        )


@dataclass(eq=False)
class JobLostError(ArrtuiError):
    """Another worker took the job over because its lease ran out here."""

    code: ClassVar[str] = "job-lost"


@dataclass(eq=False)
class OvertakenError(JobLostError):
    """Another process has stored a snapshot of the same instance while this one was taken."""

    code: ClassVar[str] = "overtaken"


@dataclass(eq=False)
class ScheduledTaskError(ArrtuiError):
    """A task that ran on a schedule did not do all it was to do; ``detail`` is what it printed last."""

    code: ClassVar[str] = "scheduled-task"


# --- plans -----------------------------------------------------------------------------------------------


@dataclass(eq=False)
class PairError(ArrtuiError):
    """A pair names something that one of its instances does not have; ``detail`` lists every fault."""

    code: ClassVar[str] = "pair"


@dataclass(eq=False)
class CannotWriteError(ArrtuiError):
    """The app has no way to write this, or not without something that is missing."""

    code: ClassVar[str] = "cannot-write"


@dataclass(eq=False)
class PlanLockedError(GuardError):
    """A plan exceeds a limit, so that each removal must be approved by itself, or an alarm holds it back."""

    code: ClassVar[str] = "locked"


@dataclass(eq=False)
class NoSuchPlanError(ArrtuiError):
    """The asked-for plan, or entry of a plan, does not exist."""

    code: ClassVar[str] = "no-plan"


@dataclass(eq=False)
class DecisionRefusedError(ArrtuiError):
    """An entry can no longer be decided or edited, because of what became of it or of its plan."""

    code: ClassVar[str] = "decision-refused"
