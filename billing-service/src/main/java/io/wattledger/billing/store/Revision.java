package io.wattledger.billing.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;

/**
 * The key of a revision.
 *
 * @param id whose revision; the column differs from table to table
 * @param revision counts up from 1
 */
@Embeddable
record Revision(
        @Column(name = "id") String id,
        @Column(name = "revision") long revision) implements Serializable {}
