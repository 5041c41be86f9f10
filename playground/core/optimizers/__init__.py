"""Every optimizer, one file a family; each registers itself when it is imported."""

from __future__ import annotations

# The order of these imports is the order in which optimizers are offered.
# isort: off
from playground.core.optimizers import sgd as sgd
from playground.core.optimizers import adagrad as adagrad
from playground.core.optimizers import adam as adam
from playground.core.optimizers import nadam as nadam
from playground.core.optimizers import adafactor as adafactor
from playground.core.optimizers import asgd as asgd
from playground.core.optimizers import rprop as rprop
from playground.core.optimizers import lbfgs as lbfgs

# isort: on
from playground.core.optimizers.base import OPTIMIZERS as OPTIMIZERS
from playground.core.optimizers.base import Memory as Memory
from playground.core.optimizers.base import Optimizer as Optimizer
from playground.core.optimizers.base import Rate as Rate
from playground.core.optimizers.typed import find_optimizer as find_optimizer
from playground.core.optimizers.typed import is_typed as is_typed
from playground.core.optimizers.unavailable import UNAVAILABLE as UNAVAILABLE
