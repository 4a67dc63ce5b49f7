package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.focus.FocusRule;
import io.wattledger.billing.focus.FocusVersion;
import io.wattledger.billing.ops.PricingConfig;
import io.wattledger.billing.pricing.HttpPriceList;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check of what was issued, with a server that stands for pricing. */
@QuarkusTest
@WithSuite
class CheckFocusTest {

    private static final String PRICES = "/api/v1/price-list/";

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    ReadFocus reading;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private String unknown = "";
    private int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(PRICES, exchange -> {
            String id = exchange.getRequestURI().getPath().substring(PRICES.length());
            asked.add(id);
            assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer of-the-caller");
            exchange.sendResponseHeaders(id.equals(unknown) ? 404 : status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void f23NamesThePricesThatPricingDoesNotKnow() {
        String tenant = issued();

        CheckFocus.Report sound = check(tenant);
        assertThat(sound.violations()).isEmpty();
        assertThat(sound.documents()).isEqualTo(1);
        assertThat(sound.prices()).isEqualTo(asked.size()).isEqualTo(2);
        unknown = asked.getFirst();

        assertThat(check(tenant).violations()).singleElement().satisfies(found -> {
            assertThat(found.rule()).isEqualTo(FocusRule.F23);
            assertThat(found.detail()).contains(unknown);
        });
    }

    @Test
    void saysThatItCannotTellWherePricingGivesNoAnswer() {
        String tenant = issued();
        status = 500;
        assertThatThrownBy(() -> check(tenant))
                .isInstanceOf(RatingEvidence.Unreachable.class)
                .hasMessageContaining("500");
        server.stop(0);
        assertThatThrownBy(() -> check(tenant))
                .isInstanceOf(RatingEvidence.Unreachable.class)
                .hasMessageContaining("did not answer");
    }

    private String issued() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(
                RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10").energy("10", "2.345"));
        books.run(tenant);
        return tenant;
    }

    private CheckFocus.Report check(String tenant) {
        PricingConfig config = new PricingConfig() {
            @Override
            public URI url() {
                return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(10);
            }
        };
        return new CheckFocus(scope, reading, new HttpPriceList(config))
                .check(Set.of(Books.OCTOBER), List.of(tenant), FocusVersion.V1_4, "Bearer of-the-caller");
    }
}
