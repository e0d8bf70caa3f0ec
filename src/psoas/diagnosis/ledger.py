"""The evidence ledger: how far each finding moves one contributor, in log-odds.

Contributors co-exist, so each is judged on its own, against its own absence. A finding adds the
logarithm of its likelihood ratio; findings that share a mechanism are weighted down, so that one thing
is not counted several times; every term is normal, so that the interval is closed form.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from psoas.foundation.logit_normal import Z_90, Z_95, LogitNormal
from psoas.knowledge.conditions import fits
from psoas.knowledge.contributors import AccuracyRow, Contributor, Prior, Ratio
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One finding in the ledger of one contributor.

    The log-odds move by ``weight * ln(lr)``. ``lr`` is the published ratio after the caps and the
    shrinkage of small studies; ``lr_interval`` is its 90 % interval.
    """

    finding: str
    state: str  # "present" or "absent"
    lr: float
    lr_interval: tuple[float, float]
    weight: float
    group: str
    source: str | None
    row: str
    published: float
    standard_error: float
    status: str
    remarks: tuple[str, ...]

    @property
    def shift(self) -> float:
        """How far the row moves the log-odds."""
        return self.weight * math.log(self.lr)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Prior, rows and posterior of one contributor."""

    prior: Prior
    shipped: Prior | None  # where a clinic's own prior is used: the one it stands in front of
    posterior: LogitNormal
    rows: tuple[LedgerRow, ...]
    not_examined: tuple[str, ...]
    without_ratio: tuple[str, ...]  # examined, but no ratio was published for this result


def ledger(
    contributor: Contributor,
    facts: CaseFacts,
    knowledge: Knowledge,
    *,
    rows: Sequence[AccuracyRow] | None = None,
) -> Ledger:
    """Work out the ledger of a contributor.

    Parameters
    ----------
    contributor : Contributor
        One of kind ``probability``.
    facts : CaseFacts
        The patient.
    knowledge : Knowledge
        Rows, caps and weights.
    rows : Sequence[AccuracyRow], optional
        Rows to score with instead of the contributor's own, to see what another study would change.

    Notes
    -----
    ``logit(posterior) = logit(prior) + sum(weight * ln lr)``; variance: that of the prior plus
    ``sum(weight**2 * standard_error**2)``.

    Knowledge: ``accuracy/*.csv``, ``contributors/*``, ``parameters/lr-*``
    """
    local = prior_for(contributor.local_priors, facts)
    shipped = prior_for(contributor.priors, facts) or contributor.priors[-1]
    prior = local or shipped
    known: list[tuple[AccuracyRow, bool]] = []
    not_examined: list[str] = []
    without_ratio: list[str] = []
    for row in knowledge.scoring_rows[contributor.id] if rows is None else rows:
        if not row.is_for(facts):
            continue
        state = facts.holds(row.finding)
        if state is None:
            not_examined.append(row.finding)
        elif (row.positive if state else row.negative) is None:
            without_ratio.append(row.finding)
        else:
            known.append((row, state))
    entries = [ledger_row(row, knowledge, state=state) for row, state in known]
    clusters = frozenset(row.id for row, _ in known if row.type == "cluster")
    weighted = _weighted(entries, clusters, knowledge)
    belief = LogitNormal.from_range(probability=prior.probability, low=prior.low, high=prior.high)
    for entry in weighted:
        belief = belief.shifted(by=entry.shift, variance=(entry.weight * entry.standard_error) ** 2)
    return Ledger(
        prior=prior,
        shipped=None if local is None else shipped,
        posterior=belief,
        rows=tuple(weighted),
        not_examined=tuple(not_examined),
        without_ratio=tuple(without_ratio),
    )


def with_shipped_prior(found: Ledger) -> LogitNormal:
    """Return the posterior that the shipped prior would give, where a clinic's own stands in front of it."""
    if found.shipped is None:
        return found.posterior
    own, shipped = (
        LogitNormal.from_range(probability=one.probability, low=one.low, high=one.high)
        for one in (found.prior, found.shipped)
    )
    return found.posterior.shifted(by=shipped.mean - own.mean, variance=shipped.variance - own.variance)


def prior_for(priors: Sequence[Prior], facts: CaseFacts) -> Prior | None:
    """Return the first prior that is known to fit the patient."""
    return next((prior for prior in priors if fits(prior.when, facts)), None)


def ledger_row(row: AccuracyRow, knowledge: Knowledge, *, state: bool) -> LedgerRow:
    """Return the line a result writes, with its ratio capped and shrunk, before it is weighted."""
    ratio = row.positive if state else row.negative
    assert ratio is not None
    remarks: list[str] = []
    scope = "cluster" if row.type == "cluster" else "finding"
    lowest = knowledge.parameter(f"lr-{scope}-lowest")
    highest = knowledge.parameter(f"lr-{scope}-highest")
    used = min(max(ratio.value, lowest), highest)
    if used != ratio.value:
        remarks.append(f"capped at {used:g}")
    if row.participants is not None and row.participants < knowledge.parameter("lr-small-study"):
        used = math.exp(knowledge.parameter("lr-small-study-shrinkage") * math.log(used))
        remarks.append(f"shrunk: {row.participants} people studied")
    if row.spectrum in ("surgical", "injection", "case-control"):
        remarks.append(f"{row.spectrum} patients: may be off in first contact")
    error = standard_error(ratio, knowledge)
    half = Z_90 * error
    return LedgerRow(
        finding=row.finding,
        state="present" if state else "absent",
        lr=used,
        lr_interval=(used * math.exp(-half), used * math.exp(half)),
        weight=1.0,
        group=row.group,
        source=row.source,
        row=row.id,
        published=ratio.value,
        standard_error=error,
        status=row.status,
        remarks=tuple(remarks),
    )


def standard_error(ratio: Ratio, knowledge: Knowledge) -> float:
    """Return the standard error of ln LR from its 95 % interval, or the one assumed without an interval.

    Knowledge: ``parameters/lr-standard-error``
    """
    if ratio.low and ratio.high:
        return math.log(ratio.high / ratio.low) / (2 * Z_95)
    return knowledge.parameter("lr-standard-error")


def place_in_group(row: LedgerRow, *, is_cluster: bool) -> tuple[bool, float, str]:
    """Return the key that orders a dependence group: a cluster first, then by strength."""
    return not is_cluster, -abs(math.log(row.lr)), row.finding


def _weighted(rows: Sequence[LedgerRow], clusters: frozenset[str], knowledge: Knowledge) -> list[LedgerRow]:
    """Weight the rows of each dependence group: 1, 1/2, 1/4 ... by strength.

    A cluster stands first and takes the place of its members, the findings it was put together from; what
    else belongs to the group follows with its smaller weight. Of two clusters that share a member, the
    stronger counts. The sum of a group is limited like one strong finding, or like a cluster where it
    holds one: findings of one mechanism together tell no more than the published wholes.
    """
    groups: dict[str, list[LedgerRow]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    halving = knowledge.parameter("lr-dependence-factor")
    weighted: list[LedgerRow] = []
    for members in groups.values():
        members.sort(key=lambda row: place_in_group(row, is_cluster=row.row in clusters))
        taken: set[str] = set()
        rank = 0
        group: list[LedgerRow] = []
        for row in members:
            parts = knowledge.parts_of(row.finding)
            if parts & taken:
                group.append(replace(row, weight=0.0, remarks=(*row.remarks, "counted in the cluster")))
                continue
            if row.row in clusters:
                taken |= parts
            shares = () if rank == 0 else ("shares its mechanism with a stronger finding",)
            group.append(replace(row, weight=halving**rank, remarks=row.remarks + shares))
            rank += 1
        scale = group_scale(sum(row.shift for row in group), has_cluster=bool(taken), knowledge=knowledge)
        weighted += group if scale == 1 else [_scaled(row, scale) for row in group]
    return weighted


def group_scale(total: float, *, has_cluster: bool, knowledge: Knowledge) -> float:
    """Return the factor that brings the summed ln LR of a dependence group within its limit; 1 inside it."""
    limit = group_limit(has_cluster=has_cluster, knowledge=knowledge)
    return limit / abs(total) if abs(total) > limit else 1.0


def group_limit(*, has_cluster: bool, knowledge: Knowledge) -> float:
    """Return how far a dependence group can move the log-odds.

    Knowledge: ``parameters/lr-group-highest``, ``parameters/lr-cluster-highest``
    """
    highest = (
        knowledge.parameter("lr-cluster-highest")
        if has_cluster
        else knowledge.parameter("lr-group-highest", before=math.inf)
    )
    return math.log(highest)


def _scaled(row: LedgerRow, scale: float) -> LedgerRow:
    return replace(row, weight=row.weight * scale, remarks=(*row.remarks, "the group is at its limit"))
