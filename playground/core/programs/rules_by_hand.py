"""The update rules as they are written by hand, without torch.optim.

Each is what goes inside torch.no_grad(): from theta.grad, theta and `rate` to the next theta.
Names of settings stand for their values; a branch on a setting that never changes is taken
when the program is written. What a rule remembers is there before the loop. NAdam and ASGD
round a number to float32 at each step, because torch does. In half precision `rules_fused` says
the same in operations that round as our own rules do.
"""

from __future__ import annotations

from typing import NamedTuple

REMEMBERED = {
    "velocity": "the running sum of the gradients",
    "exp_avg": "the running mean of the gradient",
    "exp_avg_sq": "the running mean of its square",
    "largest": "the largest of those means so far",
    "total": "the sum of the squared gradients",
    "square_avg": "the running mean of the squared gradient",
    "grad_avg": "the running mean of the gradient",
    "acc_delta": "the running mean of the squared updates",
    "exp_inf": "the largest gradient so far, which fades",
    "product": "of the momentum of all steps",
    "variance": "the running mean of the squared gradient",
    "eta": "the learning rate in force",
    "average": "of theta over the last steps",
    "before": "the gradient of the step before",
    "size": "of each parameter's step",
}


class ByHand(NamedTuple):
    """What is there before the loop, and what is done at each step."""

    before: str
    update: str


_DECAY = """
gradient = theta.grad
if weight_decay:
    gradient = gradient + weight_decay * theta
"""
_MOMENTS = """
exp_avg = exp_avg + (1 - beta1) * (gradient - exp_avg)
exp_avg_sq = beta2 * exp_avg_sq + (1 - beta2) * gradient ** 2
"""
_MEMORY = "exp_avg = torch.zeros_like(theta)\nexp_avg_sq = torch.zeros_like(theta)\n"
_LARGEST = "if amsgrad:\n    largest = torch.zeros_like(theta)\n"
_ADAM = """
bias1 = 1 - beta1 ** (step + 1)
bias2 = 1 - beta2 ** (step + 1)
if amsgrad:
    largest = torch.maximum(largest, exp_avg_sq)
    divisor = largest.sqrt() / bias2 ** 0.5 + eps
else:
    divisor = exp_avg_sq.sqrt() / bias2 ** 0.5 + eps
theta -= rate / bias1 * exp_avg / divisor
"""
_SHRINK = "theta *= 1 - rate * weight_decay\n"
_EITHER = (
    "gradient = theta.grad\nif weight_decay:\n    if decoupled_weight_decay:\n"
    "        theta *= 1 - rate * weight_decay\n    else:\n"
    "        gradient = gradient + weight_decay * theta\n"
)

RULES: dict[str, ByHand] = {
    "sgd": ByHand(
        "if momentum:\n    velocity = None\n",
        _DECAY
        + """
if momentum:
    if velocity is None:
        velocity = gradient.clone()
    elif dampening:
        velocity = momentum * velocity + (1 - dampening) * gradient
    else:
        velocity = momentum * velocity + gradient
    if nesterov:
        gradient = gradient + momentum * velocity
    else:
        gradient = velocity
theta -= rate * gradient
""",
    ),
    "adagrad": ByHand(
        "total = torch.zeros_like(theta) + initial_accumulator_value\n",
        _DECAY
        + """
total = total + gradient ** 2
if lr_decay:
    theta -= rate / (1 + step * lr_decay) * gradient / (total.sqrt() + eps)
else:
    theta -= rate * gradient / (total.sqrt() + eps)
""",
    ),
    "adadelta": ByHand(
        "square_avg = torch.zeros_like(theta)\nacc_delta = torch.zeros_like(theta)\n",
        _DECAY
        + """
square_avg = rho * square_avg + (1 - rho) * gradient ** 2
delta = (acc_delta + eps).sqrt() / (square_avg + eps).sqrt() * gradient
acc_delta = rho * acc_delta + (1 - rho) * delta ** 2
theta -= rate * delta
""",
    ),
    "rmsprop": ByHand(
        "square_avg = torch.zeros_like(theta)\n"
        "if centered:\n    grad_avg = torch.zeros_like(theta)\n"
        "if momentum:\n    velocity = torch.zeros_like(theta)\n",
        _DECAY
        + """
square_avg = alpha * square_avg + (1 - alpha) * gradient ** 2
size = square_avg
if centered:
    grad_avg = grad_avg + (1 - alpha) * (gradient - grad_avg)
    size = square_avg - grad_avg ** 2
if momentum:
    velocity = momentum * velocity + gradient / (size.sqrt() + eps)
    theta -= rate * velocity
else:
    theta -= rate * gradient / (size.sqrt() + eps)
""",
    ),
    "adam": ByHand(_MEMORY + _LARGEST, _DECAY + _MOMENTS + _ADAM),
    "adamw": ByHand(
        _MEMORY + _LARGEST,
        f"gradient = theta.grad\nif weight_decay:\n    {_SHRINK}" + _MOMENTS + _ADAM,
    ),
    "adamax": ByHand(
        "exp_avg = torch.zeros_like(theta)\nexp_inf = torch.zeros_like(theta)\n",
        _DECAY
        + """
exp_avg = exp_avg + (1 - beta1) * (gradient - exp_avg)
exp_inf = torch.maximum(beta2 * exp_inf, gradient.abs() + eps)
theta -= rate / (1 - beta1 ** (step + 1)) * exp_avg / exp_inf
""",
    ),
    "nadam": ByHand(
        _MEMORY + "product = 1.0\n",
        _EITHER
        + _MOMENTS
        + """
now = beta1 * (1 - 0.5 * 0.96 ** ((step + 1) * momentum_decay))
following = beta1 * (1 - 0.5 * 0.96 ** ((step + 2) * momentum_decay))
product = (torch.tensor(product) * torch.tensor(now)).item()
divisor = (exp_avg_sq / (1 - beta2 ** (step + 1))).sqrt() + eps
theta -= rate * (1 - now) / (1 - product) * gradient / divisor
theta -= rate * following / (1 - product * following) * exp_avg / divisor
""",
    ),
    "radam": ByHand(
        _MEMORY,
        _EITHER
        + _MOMENTS
        + """
mean = exp_avg / (1 - beta1 ** (step + 1))
longest = 2 / (1 - beta2) - 1
faded = beta2 ** (step + 1)
length = longest - 2 * (step + 1) * faded / (1 - faded)
if length > 5:
    upper = (length - 4) * (length - 2) * longest
    lower = (longest - 4) * (longest - 2) * length
    trust = (upper / lower) ** 0.5
    size = (exp_avg_sq.sqrt() + eps) / (1 - faded) ** 0.5
    theta -= rate * mean * trust / size
else:
    theta -= rate * mean
""",
    ),
    "adafactor": ByHand(
        "variance = torch.zeros_like(theta)\n",
        """
gradient = theta.grad
keep = 1 - (step + 1) ** beta2_decay
variance = keep * variance + (1 - keep) * gradient ** 2
smallest = eps1 if eps1 else torch.finfo(theta.dtype).eps
update = gradient / variance.clamp(min=smallest * smallest).sqrt()
scale = max(eps2, theta.square().mean().sqrt().item())
share = min(rate, (step + 1) ** -0.5) * scale
if weight_decay:
    theta *= 1 - rate * weight_decay
cut = max(1.0, update.square().mean().sqrt().item() / d)
theta -= share / cut * update
""",
    ),
    "asgd": ByHand(
        "eta = torch.tensor(learning_rate_at_first).item()\naverage = theta.detach().clone()\n",
        _DECAY
        + """
theta *= 1 - lambd * eta
theta -= eta * gradient
average += (theta - average) / max(1.0, step - t0)
eta = torch.tensor(rate / (1 + lambd * rate * (step + 1)) ** alpha).item()
""",
    ),
    "rprop": ByHand(
        "before = torch.zeros_like(theta)\n"
        "size = torch.ones_like(theta) * learning_rate_at_first\n",
        """
gradient = theta.grad.clone()
turned = gradient * before < 0
size = torch.where(gradient * before > 0, etaplus * size, size)
size = torch.where(turned, etaminus * size, size).clamp(step_size_min, step_size_max)
gradient[turned] = 0
before = gradient
theta -= gradient.sign() * size
""",
    ),
}
