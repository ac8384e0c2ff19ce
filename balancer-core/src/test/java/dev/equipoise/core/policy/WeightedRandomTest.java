package dev.equipoise.core.policy;

class WeightedRandomTest extends LoadBalancingPolicyContractTest {

    @Override
    String policyName() {
        return "weighted-random";
    }

    @Override
    double tolerance() {
        // 30,000 draws: 3 standard deviations of a tenth are 5 %.
        return 0.06;
    }

    @Override
    boolean weighsLoad() {
        return false;
    }
}
