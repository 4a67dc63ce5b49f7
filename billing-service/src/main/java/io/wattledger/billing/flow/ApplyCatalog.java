package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.AccountRules;
import io.wattledger.billing.account.Flaw;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.account.LegalEntityRules;
import io.wattledger.billing.account.Resold;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.flow.AccountBook.Recorded;
import io.wattledger.billing.flow.AccountBook.Recording;
import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.flow.PublishedBook.Change;
import io.wattledger.billing.flow.PublishedBook.SiteEmission;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes legal entities and accounts of a catalog: all of them or none. What is as it was stays; what differs gets a new
 * revision, which only later invoices see. Entries that the catalog does not name are left alone.
 */
@ApplicationScoped
public class ApplyCatalog {

    private final TenantScope scope;
    private final AccountBook book;
    private final PublishedBook published;
    private final ResaleBook resales;
    private final CheckResales checkResales;
    private final CheckSettled checkSettled;
    private final InvoiceBook invoices;
    private final Outbox outbox;
    private final Clock clock;

    ApplyCatalog(
            TenantScope scope,
            AccountBook book,
            PublishedBook published,
            ResaleBook resales,
            CheckResales checkResales,
            InvoiceBook invoices,
            Outbox outbox,
            Clock clock) {
        this.scope = scope;
        this.book = book;
        this.published = published;
        this.resales = resales;
        this.checkResales = checkResales;
        this.checkSettled = new CheckSettled(book, invoices);
        this.invoices = invoices;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * The part of a catalog that billing keeps.
     *
     * @param legalEntities in the order of the catalog
     * @param accounts in the order of the catalog
     * @param taxExchangeRates by which VAT is stated in the currency it is accounted for in
     * @param emissionFactors what the energy of sites stands for
     */
    public record Catalog(
            List<LegalEntity> legalEntities,
            List<Account> accounts,
            List<ExchangeRate> taxExchangeRates,
            List<SiteEmission> emissionFactors) {

        /** Legal entities and accounts alone. */
        public Catalog(List<LegalEntity> legalEntities, List<Account> accounts) {
            this(legalEntities, accounts, List.of(), List.of());
        }

        /** Copies the lists. */
        public Catalog {
            legalEntities = List.copyOf(legalEntities);
            accounts = List.copyOf(accounts);
            taxExchangeRates = List.copyOf(taxExchangeRates);
            emissionFactors = List.copyOf(emissionFactors);
        }
    }

    /**
     * Validates everything, then stores it unless it is a dry run.
     *
     * @param by who asks for it, for the records
     */
    public CatalogOutcome apply(Catalog catalog, String by, boolean dryRun) {
        Set<String> tenants = new LinkedHashSet<>();
        catalog.accounts().forEach(account -> tenants.add(account.tenant()));
        return scope.inTransaction(tenants, connection -> {
            book.lock();
            Map<String, Revised<LegalEntity>> known = new TreeMap<>();
            book.legalEntities().forEach(entity -> known.put(entity.value().id(), entity));
            List<Flaw> flaws = flaws(catalog, known, numbered(connection, known.keySet()));
            flaws.addAll(checkResales.flaws(catalog.accounts()));
            flaws.addAll(checkSettled.flaws(connection, catalog.accounts()));
            return flaws.isEmpty()
                    ? store(connection, catalog, known, dryRun ? null : by)
                    : new CatalogOutcome.Refused(flaws);
        });
    }

    private static List<Flaw> flaws(
            Catalog catalog, Map<String, Revised<LegalEntity>> known, List<LegalEntity> numbered) {
        Map<String, LegalEntity> entities = new LinkedHashMap<>();
        known.forEach((id, revised) -> entities.put(id, revised.value()));
        List<Flaw> flaws = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (LegalEntity entity : catalog.legalEntities()) {
            entities.put(entity.id(), entity);
        }
        for (int i = 0; i < catalog.legalEntities().size(); i++) {
            LegalEntity entity = catalog.legalEntities().get(i);
            String pointer = "/legalEntities/" + i;
            Revised<LegalEntity> before = known.get(entity.id());
            boolean goesOn = before != null && before.value().invoiceSeries().equals(entity.invoiceSeries());
            List<LegalEntity> others = new ArrayList<>(entities.values());
            others.addAll(goesOn ? List.of() : numbered);
            Stream.concat(
                            LegalEntityRules.flaws(entity).stream(),
                            LegalEntityRules.sharedPrefix(entity, others).stream()
                                    .distinct())
                    .forEach(flaw -> flaws.add(flaw.under(pointer)));
            if (!seen.add("entity " + entity.id())) {
                flaws.add(new Flaw(pointer + "/id", "'" + entity.id() + "' stands twice"));
            }
        }
        for (int i = 0; i < catalog.accounts().size(); i++) {
            Account account = catalog.accounts().get(i);
            String pointer = "/accounts/" + i;
            AccountRules.flaws(account, entities).forEach(flaw -> flaws.add(flaw.under(pointer)));
            if (!seen.add("tenant " + account.tenant())) {
                flaws.add(new Flaw(pointer + "/tenant", "'" + account.tenant() + "' stands twice"));
            }
        }
        flaws.addAll(published(catalog));
        return flaws;
    }

    /** Legal entities as they were when they gave numbers, also under prefixes that they have given up since: these stay given. */
    private List<LegalEntity> numbered(Connection connection, Collection<String> entities) throws SQLException {
        List<LegalEntity> numbered = new ArrayList<>();
        for (String id : entities) {
            for (Recorded<LegalEntity> one : book.entityHistory(id)) {
                if (invoices.peekSeries(connection, one.value()) > 1) {
                    numbered.add(one.value());
                }
            }
        }
        return numbered;
    }

    /** A catalog says one thing of a day; what one says later than another replaces it. */
    private static List<Flaw> published(Catalog catalog) {
        List<Flaw> flaws = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < catalog.taxExchangeRates().size(); i++) {
            ExchangeRate rate = catalog.taxExchangeRates().get(i);
            if (!seen.add(List.of(rate.base(), rate.quote(), rate.date()))) {
                flaws.add(new Flaw(
                        "/taxExchangeRates/" + i,
                        "the rate from " + rate.base() + " to " + rate.quote() + " of " + rate.date()
                                + " stands twice; leave one of them out"));
            }
        }
        for (int i = 0; i < catalog.emissionFactors().size(); i++) {
            SiteEmission emission = catalog.emissionFactors().get(i);
            if (!seen.add(List.of(emission.site(), emission.factor().validFrom()))) {
                flaws.add(new Flaw(
                        "/emissionFactors/" + i,
                        "the factor of site '" + emission.site() + "' from "
                                + emission.factor().validFrom() + " stands twice; leave one of them out"));
            }
        }
        return flaws;
    }

    /** Stores it in the name of somebody; of nobody, it says what it would do. */
    private CatalogOutcome store(
            Connection connection, Catalog catalog, Map<String, Revised<LegalEntity>> known, @Nullable String by)
            throws SQLException {
        Recording recording = by == null ? null : new Recording(by, clock.instant());
        boolean dryRun = recording == null;
        int[] counts = new int[Change.values().length];
        for (LegalEntity entity : catalog.legalEntities()) {
            Revised<LegalEntity> before = known.get(entity.id());
            Change change = change(before, entity);
            counts[change.ordinal()]++;
            if (change != Change.NONE && recording != null) {
                book.add(new Revised<>(before == null ? 1 : before.revision() + 1, entity), recording);
            }
        }
        for (Account account : catalog.accounts()) {
            Revised<Account> before = book.account(account.tenant()).orElse(null);
            Change change = change(before, account);
            counts[change.ordinal()]++;
            if (change != Change.NONE && recording != null) {
                Revised<Account> after = new Revised<>(before == null ? 1 : before.revision() + 1, account);
                book.addAccount(after, recording);
                resales.replace(connection, account.tenant(), Resold.of(account));
                outbox.state(connection, List.of(message(after)));
            }
        }
        for (ExchangeRate rate : catalog.taxExchangeRates()) {
            counts[published.record(connection, rate, dryRun).ordinal()]++;
        }
        for (SiteEmission emission : catalog.emissionFactors()) {
            counts[published.record(connection, emission, dryRun).ordinal()]++;
        }
        return new CatalogOutcome.Applied(
                counts[Change.CREATED.ordinal()], counts[Change.CHANGED.ordinal()], counts[Change.NONE.ordinal()]);
    }

    private static OutgoingMessage message(Revised<Account> account) {
        String tenant = account.value().tenant();
        AccountFacts facts = new AccountFacts(
                tenant,
                account.revision(),
                account.value().contracts().stream().map(ApplyCatalog::facts).toList());
        return OutgoingMessage.of(tenant, Topics.ACCOUNTS, tenant, tenant, WireJson.write(facts));
    }

    private static ContractFacts facts(Contract contract) {
        ZoneId zone = contract.billing().timeZone();
        return new ContractFacts(
                contract.id(),
                contract.term().start(zone),
                contract.term().end(zone),
                contract.tariff(),
                zone.getId(),
                contract.currency().getCurrencyCode());
    }

    private static <T> Change change(@Nullable Revised<T> before, T after) {
        if (before == null) {
            return Change.CREATED;
        }
        return before.value().equals(after) ? Change.NONE : Change.CHANGED;
    }
}
