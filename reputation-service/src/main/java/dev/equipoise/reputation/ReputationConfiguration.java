package dev.equipoise.reputation;

import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.core.registration.Roster;
import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.core.reputation.FactWeights;
import dev.equipoise.core.reputation.Ownership;
import dev.equipoise.core.reputation.ReportInbox;
import dev.equipoise.core.reputation.Standings;
import dev.equipoise.core.reputation.Trust;
import dev.equipoise.http.SignedHttpConfiguration;
import dev.equipoise.http.limit.LimitTerms;
import dev.equipoise.http.operator.OperatorToken;
import dev.equipoise.reputation.book.FactBook;
import dev.equipoise.reputation.export.FactExport;
import dev.equipoise.reputation.owner.OwnerLoop;
import dev.equipoise.reputation.owner.OwnerThread;
import dev.equipoise.reputation.standings.SharedStandings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The one place where the service meets the real clock. */
@Configuration(proxyBeanMethods = false)
@Import(SignedHttpConfiguration.class)
class ReputationConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    LimitTerms limitTerms(ReputationProperties properties) {
        return properties.limit();
    }

    @Bean
    OperatorToken operatorToken(ReputationProperties properties) {
        return OperatorToken.in("equipoise.reputation.operator-token-file", properties.operatorTokenFile());
    }

    @Bean
    Model model(ReputationProperties properties) {
        return Model.of(properties);
    }

    @Bean
    FactWeights factWeights(Model model) {
        return model.owner().weights();
    }

    @Bean
    MessageVerifier messageVerifier(InstantSource clock) {
        return new MessageVerifier(clock);
    }

    @Bean
    FactBook factBook(FactLog log, Model model) {
        return new FactBook(log, model.score(), new Trust(model.trust(), model.score()));
    }

    @Bean
    SharedStandings sharedStandings(Standings standings, InstantSource clock) {
        return new SharedStandings(standings, clock);
    }

    @Bean
    OwnerLoop ownerLoop(
            ChangeLog changes,
            Roster roster,
            FactLog facts,
            ReportInbox inbox,
            Standings standings,
            Ownership ownership,
            FactBook book,
            Model model,
            ReputationProperties properties,
            InstantSource clock,
            MeterRegistry meters) {
        OwnerLoop loop = new OwnerLoop(
                new OwnerLoop.Ports(changes, roster, facts, inbox, standings, ownership),
                book,
                model.owner(),
                UUID.randomUUID().toString(),
                properties.export() == null
                        ? null
                        : new FactExport(properties.export(), properties.exportRetention(), clock),
                clock);
        Gauge.builder("equipoise.reputation.owner", loop, owner -> owner.isOwner() ? 1 : 0)
                .description("1 in the replica that owns the log of facts")
                .register(meters);
        Gauge.builder("equipoise.reputation.workers", book, FactBook::size)
                .description("workers something is known of")
                .register(meters);
        return loop;
    }

    @Bean
    OwnerThread ownerThread(OwnerLoop loop) {
        return new OwnerThread(loop);
    }
}
