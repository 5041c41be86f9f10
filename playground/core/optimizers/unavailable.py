"""The optimizers of torch.optim that cannot be offered, and why."""

from __future__ import annotations

UNAVAILABLE: dict[str, str] = {
    "sparse_adam": "SparseAdam accepts only sparse gradients, and the gradient with respect to "
    "theta is dense; on a dense gradient its steps would be those of adam.",
    "muon": "Muon orthogonalises the update of a weight matrix, so it accepts only parameters "
    "with two dimensions, and theta is a vector.",
}
