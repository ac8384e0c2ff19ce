package dev.equipoise.starter;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a wrong configuration into two sentences instead of a stack trace. */
final class WorkerMisconfiguredAnalyzer extends AbstractFailureAnalyzer<WorkerMisconfiguredException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WorkerMisconfiguredException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
    }
}
