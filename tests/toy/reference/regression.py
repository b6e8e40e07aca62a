import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .softmax import Softmax


class Regression(nn.Module):
    """Softmax regression: each of N examples, of F features, belongs to one of K classes."""

    def __init__(self, features: int, classes: int) -> None:
        """TODO 2. Make two parameters of zeros, weight (K, F) and bias (K), and a Softmax over the classes.

        Hint: nn.Parameter(tensor) makes a tensor that is trained.
        """
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(classes, features))
        self.bias = nn.Parameter(torch.zeros(classes))
        self.softmax = Softmax(dim=-1)

    def forward(self, x: Tensor) -> Tensor:
        """TODO 2. x (N, F) -> the probabilities of each class (N, K)."""
        return self.softmax(x @ self.weight.T + self.bias)

    def step(self, x: Tensor, labels: Tensor, rate: float) -> tuple[Tensor, Tensor]:
        """TODO 2. One step of gradient descent: return the new weight and the new bias, and leave the old as they are.

        The loss is the mean over the examples of -log p[label]. Its gradient by the scores (N, K) is
        (p - one_hot(labels)) / N. labels (N), each from 0 to K - 1.
        Hint: F.one_hot(labels, K).
        """
        error = (self(x) - F.one_hot(labels, len(self.bias))) / len(x)  # (N, K)
        return self.weight - rate * error.T @ x, self.bias - rate * error.sum(dim=0)
