"""How properties look for counterexamples: by the same examples each time, without a clock.

No test, nor any command that a test starts, touches the home of whoever runs the tests. What a run
survives although nobody foresaw it (a slip of ours in a sink, a page, the radio) fails its test.
"""

import asyncio
import gc
import logging
import os
import signal
from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings

# idle threads of linear algebra wait by spinning, and take the processor from the other workers
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# a shell that starts tests in the background has them ignore Ctrl-C, and so would their programs
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# ours, and the server of the page, which logs what our application raises
LOGGERS = ("monitor", "uvicorn")

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)

# programs of another machine, and no modules: what they are started with is not here
collect_ignore_glob = ["bluez/inside/*"]

# a busy machine must fail nothing, and a green commit must stay green
settings.register_profile(
    "house", deadline=None, derandomize=True, max_examples=50, suppress_health_check=SLOW
)
# scripts/soak looks further, and elsewhere each time
settings.register_profile("soak", deadline=None, max_examples=500, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


@pytest.fixture(scope="session", autouse=True)
def _a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ.get("FOOTLOOSE_HOME")
    os.environ["FOOTLOOSE_HOME"] = str(tmp_path_factory.mktemp("home"))
    yield
    if before is None:
        del os.environ["FOOTLOOSE_HOME"]
    else:
        os.environ["FOOTLOOSE_HOME"] = before


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Do not look for garbage among the million objects of the tests: they stay to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


class _Unforeseen(logging.Handler):
    """Keeps what was logged with a traceback: the run goes on, and nobody would see it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error that has a traceback; a request that the end of a hub cuts off is none."""
        kind, *_ = record.exc_info or (None,)
        if kind is not None and not issubclass(kind, asyncio.CancelledError):
            self.said.append(f"{record.name}: {logging.Formatter().format(record)}")


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of tests that cause what nobody foresaw."""
    config.addinivalue_line("markers", "unforeseen: an error of ours is logged, and nothing ends")


@pytest.fixture(autouse=True)
def _nothing_unforeseen(request: pytest.FixtureRequest) -> Iterator[None]:
    ear = _Unforeseen()
    for name in LOGGERS:
        logging.getLogger(name).addHandler(ear)
    yield
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(ear)
    if request.node.get_closest_marker("unforeseen") is None:
        assert ear.said == [], "\n".join(ear.said)
    else:
        assert ear.said, "marked as unforeseen, and nothing was logged"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever changes behaviour on purpose rewrite what it was."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/sessions")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the golden texts are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))
