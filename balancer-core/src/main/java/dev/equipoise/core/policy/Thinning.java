package dev.equipoise.core.policy;

/** How a worker gets less than its share by a policy: what a guard that lowers weights must do besides. */
public enum Thinning {
    /** Its weight is lowered, and the policy does the rest. */
    BY_WEIGHT,
    /** The policy knows no weights: some picks of the worker are made again, by chance. */
    BY_CHANCE,
    /** The policy knows no weights but keys: some keys of the worker go elsewhere, always the same ones. */
    BY_KEY
}
