"""The update rules by hand again, in the fused operations that torch.optim makes them of.

Each fused operation rounds once where the plain ones round two or three times. In half precision
that shows after a few steps, and a loss where steps bounce soon leads somewhere else. Templates
as those of `rules_by_hand`; a rule that is not here has no operation that could be fused.
"""

from __future__ import annotations

HALF = ("float16", "bfloat16")
# What torch.optim does there and our own rules do not, which work on many runs at once.
ROUNDED = {
    "sgd": "the learning rate times the gradient is not rounded by itself",
    "rprop": "etaminus and etaplus are rounded before they multiply",
    "adafactor": "the length of a step is not rounded by itself",
}
REMARK = "# Fused operations, as in torch.optim: they round once, which shows in {}"

_DECAY = """
gradient = theta.grad
if weight_decay:
    gradient = gradient.add(theta, alpha=weight_decay)
"""
_EITHER = """
gradient = theta.grad
if weight_decay:
    if decoupled_weight_decay:
        theta *= 1 - rate * weight_decay
    else:
        gradient = gradient.add(theta, alpha=weight_decay)
"""
_SHRINK = """
gradient = theta.grad
if weight_decay:
    theta *= 1 - rate * weight_decay
"""
_MOMENTS = """
exp_avg = exp_avg.lerp(gradient, 1 - beta1)
exp_avg_sq = (beta2 * exp_avg_sq).addcmul(gradient, gradient, value=1 - beta2)
"""
_ADAM = """
bias1 = 1 - beta1 ** (step + 1)
bias2 = 1 - beta2 ** (step + 1)
if amsgrad:
    largest = torch.maximum(largest, exp_avg_sq)
    divisor = largest.sqrt() / bias2 ** 0.5 + eps
else:
    divisor = exp_avg_sq.sqrt() / bias2 ** 0.5 + eps
theta.addcdiv_(exp_avg, divisor, value=-rate / bias1)
"""

FUSED: dict[str, str] = {
    "sgd": _DECAY
    + """
if momentum:
    if velocity is None:
        velocity = gradient.clone()
    elif dampening:
        velocity = (momentum * velocity).add(gradient, alpha=1 - dampening)
    else:
        velocity = momentum * velocity + gradient
    if nesterov:
        gradient = gradient.add(velocity, alpha=momentum)
    else:
        gradient = velocity
    theta.add_(gradient, alpha=-rate)
elif weight_decay:
    theta.add_(gradient, alpha=-rate)
else:
    theta -= rate * gradient
""",
    "adagrad": _DECAY
    + """
total = total.addcmul(gradient, gradient)
if lr_decay:
    theta.addcdiv_(gradient, total.sqrt() + eps, value=-rate / (1 + step * lr_decay))
else:
    theta.addcdiv_(gradient, total.sqrt() + eps, value=-rate)
""",
    "adadelta": _DECAY
    + """
square_avg = (rho * square_avg).addcmul(gradient, gradient, value=1 - rho)
delta = (acc_delta + eps).sqrt() / (square_avg + eps).sqrt() * gradient
acc_delta = (rho * acc_delta).addcmul(delta, delta, value=1 - rho)
theta.add_(delta, alpha=-rate)
""",
    "rmsprop": _DECAY
    + """
square_avg = (alpha * square_avg).addcmul(gradient, gradient, value=1 - alpha)
size = square_avg
if centered:
    grad_avg = grad_avg.lerp(gradient, 1 - alpha)
    size = square_avg.addcmul(grad_avg, grad_avg, value=-1)
if momentum:
    velocity = (momentum * velocity).addcdiv(gradient, size.sqrt() + eps)
    theta.add_(velocity, alpha=-rate)
else:
    theta.addcdiv_(gradient, size.sqrt() + eps, value=-rate)
""",
    "adam": _DECAY + _MOMENTS + _ADAM,
    "adamw": _SHRINK + _MOMENTS + _ADAM,
    "adamax": _DECAY
    + """
exp_avg = exp_avg.lerp(gradient, 1 - beta1)
exp_inf = torch.maximum(beta2 * exp_inf, gradient.abs() + eps)
theta.addcdiv_(exp_avg, exp_inf, value=-rate / (1 - beta1 ** (step + 1)))
""",
    "nadam": _EITHER
    + _MOMENTS
    + """
now = beta1 * (1 - 0.5 * 0.96 ** ((step + 1) * momentum_decay))
following = beta1 * (1 - 0.5 * 0.96 ** ((step + 2) * momentum_decay))
product = (torch.tensor(product) * torch.tensor(now)).item()
divisor = (exp_avg_sq / (1 - beta2 ** (step + 1))).sqrt() + eps
theta.addcdiv_(gradient, divisor, value=-rate * (1 - now) / (1 - product))
theta.addcdiv_(exp_avg, divisor, value=-rate * following / (1 - product * following))
""",
    "radam": _EITHER
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
    size = exp_avg_sq.sqrt() + eps
    theta -= rate * mean * ((1 - faded) ** 0.5 / size) * trust
else:
    theta -= rate * mean
""",
    "adafactor": """
gradient = theta.grad
variance = variance.lerp(gradient.square(), (step + 1) ** beta2_decay)
smallest = eps1 if eps1 else torch.finfo(theta.dtype).eps
update = variance.clamp(min=smallest * smallest).rsqrt() * gradient
root = len(theta) ** 0.5
scale = max(eps2, torch.linalg.vector_norm(theta).item() / root)
share = min(rate, (step + 1) ** -0.5) * scale
if weight_decay:
    theta *= 1 - rate * weight_decay
cut = max(1.0, torch.linalg.vector_norm(update).item() / root / d)
theta.addcmul_(update, theta.new_tensor(share / cut), value=-1)
""",
    "asgd": _DECAY
    + """
theta *= 1 - lambd * eta
theta.add_(gradient, alpha=-eta)
average += (theta - average) / max(1.0, step - t0)
eta = torch.tensor(rate / (1 + lambd * rate * (step + 1)) ** alpha).item()
""",
}
