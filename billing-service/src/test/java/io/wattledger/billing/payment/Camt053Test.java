package io.wattledger.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Camt053Test {

    private static final String IBAN = "NO9386011117947";

    @ParameterizedTest
    @ValueSource(strings = {"02", "08"})
    void readsBothVersionsAlike(String version) {
        byte[] xml = AStatement.of(version, IBAN, "NOK")
                .paid("12.50", "B-1", AStatement.structured("0000427"))
                .sent("3.00")
                .announced("99.00")
                .batch("30.00", "B-2", "10.00", AStatement.words("NO26-1"), "20.00", AStatement.words("NO26-2"))
                .reversed("12.50", "R-B-1", AStatement.structured("0000427"))
                .xml();

        BankStatement statement = Camt053.read(xml).getFirst();

        assertThat(statement.iban()).isEqualTo(IBAN);
        assertThat(statement.closing()).isEqualTo(new BigDecimal("1027.00"));
        assertThat(statement.transactions())
                .extracting(one -> one.booking().amount())
                .containsExactly(
                        new BigDecimal("12.50"),
                        new BigDecimal("-3.00"),
                        new BigDecimal("10.00"),
                        new BigDecimal("20.00"),
                        new BigDecimal("-12.50"));
        BankTransaction first = statement.transactions().getFirst();
        assertThat(first.booking().bookedOn()).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThat(first.payer().name()).isEqualTo("Havvik kommune");
        assertThat(first.endToEnd()).isEqualTo("E2E-B-1");
        assertThat(first.remittance().structured())
                .extracting(BankTransaction.Named::reference)
                .containsExactly("0000427");
        assertThat(statement.transactions().getLast().booking().isReversal()).isTrue();
    }

    @Test
    void knowsATransactionAgainInAnotherFileAndCountsWhatLooksAlikeInOne() {
        AStatement one =
                AStatement.of("02", IBAN, "NOK").paid("5.00", "B-1", "").paid("5.00", "B-1", "");
        AStatement other = AStatement.of("08", IBAN, "NOK")
                .named("STMT-2")
                .paid("5.00", "B-1", "")
                .paid("5.00", "B-1", "");

        List<String> ids = ids(one);

        assertThat(ids).doesNotHaveDuplicates().isEqualTo(ids(other));
    }

    @Test
    void tellsPaymentsWithoutReferenceApartByTheirStatement() {
        AStatement one = AStatement.of("02", IBAN, "NOK").batch("5.00", "", "5.00", "");
        AStatement other = AStatement.of("02", IBAN, "NOK").named("STMT-2").batch("5.00", "", "5.00", "");

        assertThat(ids(one)).doesNotContainAnyElementsOf(ids(other));
    }

    /** A bank that says how many payments it booked as one, and lists none or not all of them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <Btch><NbOfTxs>3</NbOfTxs></Btch>                             | false
            <Btch><NbOfTxs>1</NbOfTxs></Btch>                             | true
            <Btch><NbOfTxs>2</NbOfTxs></Btch><TxDtls><RmtInf/></TxDtls>   | false
            <Btch><NbOfTxs>1</NbOfTxs></Btch><TxDtls><RmtInf/></TxDtls>   | true
            <TxDtls><RmtInf/></TxDtls>                                    | true
            """)
    void knowsThatABatchIsNotItemised(String details, boolean isItemised) {
        byte[] xml = AStatement.of("02", IBAN, "NOK").booked("300.00", details).xml();

        assertThat(Camt053.read(xml).getFirst().transactions())
                .extracting(transaction -> transaction.booking().isItemised())
                .containsExactly(isItemised);
    }

    @ParameterizedTest
    @CsvSource({
        "1000.00, 0.01, /Stmt/1/Bal",
        "1012.49, 12.50, /Stmt/1/Bal",
        "-1012.50, 12.50, /Stmt/1/Bal",
        "1012.50, 12.505, /Stmt/1/Ntry/1/Amt/1"
    })
    void refusesWhatDoesNotAddUp(String closing, String paid, String place) {
        byte[] xml = AStatement.of("08", IBAN, "NOK")
                .paid(paid, "B-1", "")
                .closing(closing)
                .xml();

        assertThatThrownBy(() -> Camt053.read(xml))
                .isInstanceOfSatisfying(
                        StatementRefused.class, e -> assertThat(e.place()).isEqualTo(place));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            camt.053.001.02         | camt.053.001.03   | /Document
            camt.053.001.02         | camt.052.001.02   | /Document
            <IBAN>NO9386011117947</IBAN> |               | /Stmt/1/Acct/Id/IBAN
            Ccy="NOK">12.50         | Ccy="EUR">12.50   | /Stmt/1/Ntry/1/Amt/1
            <Ccy>NOK</Ccy>          | <Ccy>XXQ</Ccy>    | /Stmt/1/Bal/1
            >12.50<                 | >12,50<           | /Stmt/1/Ntry/1/Amt/1
            >12.50<                 | >-12.50<          | /Stmt/1/Ntry/1/Amt/1
            >12.50<                 | >1E2<             | /Stmt/1/Ntry/1/Amt/1
            <Sts>BOOK</Sts>         | <Sts>MAYBE</Sts>  | /Stmt/1/Ntry/1/Sts
            <Cd>CLBD</Cd>           | <Cd>CLAV</Cd>     | /Stmt/1/Bal
            <BookgDt><Dt>2026-11-20 | <BookgDt><Dt>2026-11-31 | /Stmt/1/Ntry/1/BookgDt
            <Stmt>                  | <Stmt2>           | line 2
            """)
    void saysWhereAFileIsWrong(String right, String wrong, String place) {
        String xml = new String(
                AStatement.of("02", IBAN, "NOK").paid("12.50", "B-1", "").xml(), StandardCharsets.UTF_8);
        assertThat(xml).contains(right);
        byte[] broken = xml.replaceFirst(Pattern.quote(right), wrong == null ? "" : wrong)
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Camt053.read(broken))
                .isInstanceOfSatisfying(
                        StatementRefused.class, e -> assertThat(e.place()).startsWith(place));
    }

    @ParameterizedTest
    @CsvSource({"86011117947, NO9386011117947", "8601 11 17947, NO9386011117947", "8601.11.17947, NO9386011117947"})
    void knowsANorwegianAccountByItsOwnNumber(String account, String iban) {
        assertThat(Camt053.read(otherwise(account)).getFirst().iban()).isEqualTo(iban);
    }

    @ParameterizedTest
    @ValueSource(strings = {"86011117948", "8601111794", "DE-4711"})
    void refusesAnAccountThatItCannotProve(String account) {
        assertThatThrownBy(() -> Camt053.read(otherwise(account)))
                .isInstanceOfSatisfying(
                        StatementRefused.class, e -> assertThat(e.place()).isEqualTo("/Stmt/1/Acct/Id/Othr/Id"));
    }

    private static byte[] otherwise(String account) {
        return new String(
                        AStatement.of("02", IBAN, "NOK")
                                .paid("12.50", "B-1", "")
                                .xml(),
                        StandardCharsets.UTF_8)
                .replace("<IBAN>" + IBAN + "</IBAN>", "<Othr><Id>" + account + "</Id></Othr>")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsNothingOutsideTheFile() {
        String xml = new String(AStatement.of("02", IBAN, "NOK").xml(), StandardCharsets.UTF_8)
                .replace("<Document", "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><Document");

        assertThatThrownBy(() -> Camt053.read(xml.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(StatementRefused.class)
                .hasMessageContaining("DOCTYPE");
    }

    private static List<String> ids(AStatement statement) {
        return Camt053.read(statement.xml()).getFirst().transactions().stream()
                .map(BankTransaction::id)
                .toList();
    }
}
