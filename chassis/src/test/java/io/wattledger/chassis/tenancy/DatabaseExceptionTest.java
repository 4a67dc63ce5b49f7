package io.wattledger.chassis.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.chassis.tenancy.DatabaseException.NoConnection;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseExceptionTest {

    @ParameterizedTest
    @CsvSource({
        // connections
        "08000, true",
        "08006, true",
        // transactions in each other's way
        "40001, true",
        "40P01, true",
        "55P03, true",
        // room, disks
        "53100, true",
        "53300, true",
        "58000, true",
        "58030, true",
        // ended by the server: told to, crashed, starting, idle for too long
        "57P01, true",
        "57P02, true",
        "57P03, true",
        "57P05, true",
        "25P03, true",
        // what was to be done is at fault
        "57014, false",
        "22003, false",
        "23505, false",
        "25006, false",
        "25P02, false",
        "42501, false",
        "55000, false",
        "P0001, false",
        ", false"
    })
    void somePassAndOthersComeAgain(String state, boolean passes) {
        SQLException said = new SQLException("said the driver", state);

        assertThat(DatabaseException.mayPass(new DatabaseException(said))).isEqualTo(passes);
        assertThat(DatabaseException.mayPass(new IllegalStateException("mapped", new IOException(said))))
                .isEqualTo(passes);
        BatchUpdateException batch = new BatchUpdateException("a batch", "23505", new int[0]);
        batch.setNextException(said);
        assertThat(DatabaseException.mayPass(new DatabaseException(batch))).isEqualTo(passes);
        RuntimeException rolledBack = new IllegalStateException("the commit failed");
        rolledBack.addSuppressed(said);
        assertThat(DatabaseException.mayPass(rolledBack)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource({
        "53100, true",
        "53200, true",
        "53300, true",
        "57P03, true",
        // may be what was to be done, however often it comes
        "25P03, false",
        "40P01, false",
        "53400, false",
        "55P03, false",
        "57P01, false",
        "58P01, false",
        "22003, false",
        ", false"
    })
    void someSayNothingOfWhatWasToBeDone(String state, boolean isOfAnything) {
        SQLException said = new SQLException("said the driver", state);

        assertThat(DatabaseException.isOfAnything(new IllegalStateException("mapped", new DatabaseException(said))))
                .isEqualTo(isOfAnything);
        assertThat(DatabaseException.isOfAnything(new NoConnection(said))).isTrue();
    }

    @Test
    void whereThereIsNoConnectionItMayPassWhateverThePoolSays() {
        assertThat(DatabaseException.mayPass(new NoConnection(new SQLException("Sorry, acquisition timeout!"))))
                .isTrue();
    }

    @Test
    void whereSomebodyElseWasInTheWayItMayPass() {
        assertThat(DatabaseException.mayPass(new Contended("the same rows"))).isTrue();
    }

    @Test
    void whatIsNoFaultOfTheDatabaseComesAgainAlsoWhereItIsItsOwnCause() {
        Throwable first = new IllegalStateException("one");
        Throwable second = new IllegalStateException("two", first);
        first.initCause(second);

        assertThat(DatabaseException.mayPass(first)).isFalse();
        assertThat(DatabaseException.mayPass(new StackOverflowError())).isFalse();
    }
}
