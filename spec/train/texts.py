"""Where the text comes from: a file, the generated play, or Shakespeare by way of the network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.tell import commands
from spec.train.play import play
from spec.train.settings import CannotTrain

PLAY, SHAKESPEARE = "play", "shakespeare"
LENGTH = 300_000  # characters of the play
URL = "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt"
SHA256 = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"


@dataclass(frozen=True)
class Text:
    """What there is to learn; and the loss that nobody can beat but by luck, where it is known."""

    characters: str
    floor: float | None = None


def find(name: str) -> Text:
    """The text of that name, or else of that file. Raises CannotTrain."""
    if name == PLAY:
        drawn = play(LENGTH, seed=0)
        return Text(drawn.text, drawn.floor)
    return Text(_read(_shakespeare() if name == SHAKESPEARE else Path(name)))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CannotTrain(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CannotTrain(f"{path} is not text in UTF-8: save it as such.") from error


def _shakespeare() -> Path:
    try:
        import pooch
    except ModuleNotFoundError as error:
        raise CannotTrain(
            f"Fetching it needs pooch: {commands.python('-m', 'pip', 'install', 'pooch')}. {_by_hand()}"
        ) from error
    pooch.get_logger().setLevel("ERROR")
    try:
        cache = pooch.os_cache("nanogpt-ladder")
        return Path(pooch.retrieve(URL, known_hash=f"sha256:{SHA256}", fname="shakespeare.txt", path=cache))
    except ValueError as error:
        raise CannotTrain(f"What was fetched is another file: its SHA-256 differs. {_by_hand()}") from error
    except OSError as error:
        raise CannotTrain(f"The text could not be fetched ({type(error).__name__}). {_by_hand()}") from error


def _by_hand() -> str:
    return f"Or save the file by hand, and name it, or any text of your own:\n\n    {URL}\n    --text FILE"
