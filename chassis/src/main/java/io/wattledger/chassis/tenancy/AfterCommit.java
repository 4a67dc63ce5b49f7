package io.wattledger.chassis.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Does what may only be done when a transaction of {@link TenantScope} is committed, as remembering what it wrote. */
@ApplicationScoped
public class AfterCommit {

    private final TransactionSynchronizationRegistry registry;

    AfterCommit(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /**
     * Has {@code step} run once the transaction around the caller is committed, and not if it is rolled back. It must not fail
     * and sees no transaction.
     *
     * @throws IllegalStateException outside of a transaction
     */
    public void run(Runnable step) {
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    step.run();
                }
            }
        });
    }
}
