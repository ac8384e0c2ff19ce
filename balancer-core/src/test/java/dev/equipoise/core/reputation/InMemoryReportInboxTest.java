package dev.equipoise.core.reputation;

class InMemoryReportInboxTest extends ReportInboxContractTest {

    @Override
    protected ReportInbox emptyInbox() {
        return new InMemoryReportInbox(MOST);
    }
}
