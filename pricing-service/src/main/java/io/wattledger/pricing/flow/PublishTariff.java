package io.wattledger.pricing.flow;

import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.catalog.CatalogForm.VersionForm;
import io.wattledger.pricing.catalog.DraftReader;
import io.wattledger.pricing.catalog.TariffDraftForm;
import io.wattledger.pricing.tariff.PublishingStep;
import io.wattledger.pricing.tariff.PublishingStep.Action;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffDraft;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a tariff version with four eyes: one person drafts it, a second one reads what it changes and approves just
 * that. Nothing holds before.
 */
@ApplicationScoped
public class PublishTariff {

    private final TenantScope scope;
    private final CatalogBook book;
    private final TariffDrafts drafts;
    private final PutTariffInForce putInForce;
    private final Clock clock;

    PublishTariff(TenantScope scope, CatalogBook book, TariffDrafts drafts, PutTariffInForce putInForce, Clock clock) {
        this.scope = scope;
        this.book = book;
        this.drafts = drafts;
        this.putInForce = putInForce;
        this.clock = clock;
    }

    /**
     * Keeps a proposed version.
     *
     * @param author who proposes it
     * @throws Refusal when it breaks a rule or would change a version in use
     */
    public DraftReview draft(TariffDraftForm form, String author) {
        return scope.inTransaction(tenantsOf(form.tariff()), connection -> {
            book.lock();
            Catalog stored = book.load();
            Tariff tariff = tariffOf(form, stored);
            TariffDraft draft = new TariffDraft(
                    UUID.randomUUID().toString(),
                    tariff.id(),
                    tariff.name(),
                    tariff.currency(),
                    tariff.on(form.version().validFrom()).orElseThrow(),
                    author,
                    // As exact as the database keeps it, so that the tag stays the same.
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
            drafts.add(draft);
            note(draft, Action.DRAFTED, author);
            return DraftReview.of(draft, stored);
        });
    }

    /** The drafts, the oldest first, each beside what holds. */
    public List<DraftReview> all() {
        return scope.asOperator(connection -> {
            Catalog stored = book.load();
            return drafts.all().stream()
                    .map(draft -> DraftReview.of(draft, stored))
                    .toList();
        });
    }

    /** A draft beside what holds. */
    public DraftReview review(String id) {
        return scope.asOperator(connection -> DraftReview.of(existing(id), book.load()));
    }

    /**
     * Puts a draft in force.
     *
     * @param tag of the review that the person has read; absent where the request names none
     * @param person who approves; must not be the author
     * @return the tariff as it is now
     */
    public Tariff approve(String id, @Nullable String tag, String person) {
        String about = scope.asOperator(connection -> existing(id).tariff());
        return scope.inTransaction(tenantsOf(about), connection -> {
            book.lock();
            Catalog stored = book.load();
            TariffDraft draft = existing(id);
            if (draft.author().equals(person)) {
                throw new Refusal(
                        PricingProblem.DRAFT_OF_ONE_PERSON,
                        person + " wrote draft " + id + " and cannot approve it too; somebody else must");
            }
            if (tag == null) {
                throw new Refusal(
                        PricingProblem.DRAFT_NOT_READ,
                        "If-Match is missing; read GET /tariff-drafts/" + id + "/diff and send its ETag");
            }
            if (!DraftReview.of(draft, stored).tag().equals(tag)) {
                throw new Refusal(
                        PricingProblem.DRAFT_CHANGED,
                        "what draft " + id + " is compared with has changed since it was read; read GET /tariff-drafts/"
                                + id + "/diff again");
            }
            Tariff tariff = tariffOf(formOf(draft), stored);
            putInForce.put(connection, stored.tariffs().get(tariff.id()), tariff);
            drafts.remove(id);
            note(draft, Action.APPROVED, person);
            return tariff;
        });
    }

    /** Withdraws a draft; anybody who may draft may do it. */
    public void withdraw(String id, String person) {
        scope.inTransactionDo(List.of(TenantScope.NO_TENANT), connection -> {
            TariffDraft draft = existing(id);
            drafts.remove(id);
            note(draft, Action.WITHDRAWN, person);
        });
    }

    /** Those with whom something is negotiated about the tariff, since it is checked with that too. */
    private Set<String> tenantsOf(String tariff) {
        Set<String> tenants = new TreeSet<>(Set.of(TenantScope.NO_TENANT));
        tenants.addAll(scope.asOperator(connection -> book.negotiatingAbout(List.of(tariff))));
        return tenants;
    }

    private TariffDraft existing(String id) {
        return drafts.find(id)
                .orElseThrow(() -> new Refusal(
                        CommonProblem.NOT_FOUND, "there is no draft " + id + "; it may be approved or withdrawn"));
    }

    private Tariff tariffOf(TariffDraftForm form, Catalog stored) {
        DraftReader.Result read = DraftReader.read(form, stored);
        CatalogRefusal.refuse(read.faults(), "the draft");
        Tariff tariff = read.tariff().orElseThrow();
        Catalog wanted = Catalog.ofTariff(tariff);
        TariffSeal.broken(stored, wanted, book.usedVersions()).stream()
                .findFirst()
                .ifPresent(version -> {
                    throw new Refusal(PricingProblem.TARIFF_VERSION_SEALED, TariffSeal.words(version), List.of());
                });
        return tariff;
    }

    private static TariffDraftForm formOf(TariffDraft draft) {
        return new TariffDraftForm(
                draft.tariff(),
                draft.name(),
                draft.currency(),
                new VersionForm(
                        draft.version().validFrom(), null, draft.version().components()));
    }

    private void note(TariffDraft draft, Action action, String person) {
        drafts.note(new PublishingStep(draft.tariff(), draft.version(), action, person, clock.instant(), draft.id()));
    }
}
