package io.wattledger.contracts.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageKeyTest {

    @Test
    void isOrderedByTenantThenProjectThenSiteThenSku() {
        List<UsageKey> ordered = List.of(
                new UsageKey("a", "p", "s", "x"),
                new UsageKey("a", "p", "s", "y"),
                new UsageKey("a", "p", "t", "a"),
                new UsageKey("a", "q", "a", "a"),
                new UsageKey("b", "a", "a", "a"));

        assertThat(ordered.reversed().stream().sorted()).containsExactlyElementsOf(ordered);
    }

    @ParameterizedTest
    @CsvSource({"' ',p,s,x,tenant", "a,'',s,x,project", "a,p,' ',x,site", "a,p,s,'\t',sku"})
    void refusesABlankPartByItsName(String tenant, String project, String site, String sku, String blank) {
        assertThatThrownBy(() -> new UsageKey(tenant, project, site, sku))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(blank + " is blank");
    }
}
