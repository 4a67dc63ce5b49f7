package io.wattledger.billing.payment;

import io.wattledger.billing.account.CheckDigits;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads bank-to-customer statements of ISO 20022, camt.053.001.02 and camt.053.001.08. Entries that are only announced
 * (status PDNG, INFO or FUTR) are not read: the bank states them again when it books them.
 */
public final class Camt053 {

    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";
    private static final Set<String> VERSIONS = Set.of("02", "08");
    private static final Set<String> ANNOUNCED = Set.of("PDNG", "INFO", "FUTR");

    private Camt053() {}

    /**
     * All statements of a file.
     *
     * @throws StatementRefused when it is no such file, or a statement does not add up
     */
    public static List<BankStatement> read(byte[] xml) {
        XmlPart document = XmlPart.root(xml);
        String namespace = String.valueOf(document.element().getNamespaceURI());
        if (!namespace.startsWith(NAMESPACE) || !VERSIONS.contains(namespace.substring(NAMESPACE.length()))) {
            throw new StatementRefused(
                    "/Document", "is in the namespace '" + namespace + "'; read are " + NAMESPACE + "02 and 08");
        }
        XmlPart message = document.at("BkToCstmrStmt");
        List<XmlPart> parts = message == null ? List.of() : new XmlPart(message.element(), "").all("Stmt");
        if (parts.isEmpty()) {
            throw new StatementRefused("/BkToCstmrStmt/Stmt", "is missing: the file holds no statement");
        }
        return parts.stream().map(Camt053::statement).toList();
    }

    private static BankStatement statement(XmlPart part) {
        String iban = account(part);
        List<XmlPart> balances = part.all("Bal");
        XmlPart opening = balance(part, balances, List.of("OPBD", "PRCD", "ITBD"));
        XmlPart closing = balance(part, balances.reversed(), List.of("CLBD", "ITBD"));
        String stated = part.text("Acct", "Ccy");
        Currency currency = currency(opening, stated == null ? currencyOf(opening) : stated);
        String id = part.needed("Id");
        TransactionIds ids = new TransactionIds(iban, id, new HashSet<>());
        List<BankStatement.Entry> entries = new ArrayList<>();
        for (XmlPart entry : part.all("Ntry")) {
            if (isBooked(entry)) {
                entries.add(entry(entry, currency, ids));
            }
        }
        BankStatement statement =
                new BankStatement(id, iban, currency, signed(opening, currency), signed(closing, currency), entries);
        statement.balanced(part.place());
        return statement;
    }

    /** The account's IBAN. Norwegian banks may name an account by its own eleven digits, of which there is one IBAN. */
    private static String account(XmlPart part) {
        String other = part.text("Acct", "Id", "IBAN") == null ? part.text("Acct", "Id", "Othr", "Id") : null;
        if (other == null) {
            return part.needed("Acct", "Id", "IBAN").replace(" ", "");
        }
        return CheckDigits.norwegianIban(other.replaceAll("[ .]", ""))
                .orElseThrow(() -> new StatementRefused(
                        part.place() + "/Acct/Id/Othr/Id",
                        "'" + other
                                + "' is no Norwegian account number (11 digits, the last by modulus 11), and the bank"
                                + " states no IBAN"));
    }

    private static XmlPart balance(XmlPart statement, List<XmlPart> balances, List<String> codes) {
        return codes.stream()
                .flatMap(code -> balances.stream()
                        .filter(balance -> code.equals(balance.text("Tp", "CdOrPrtry", "Cd")))
                        .limit(1))
                .findFirst()
                .orElseThrow(() -> new StatementRefused(
                        statement.place() + "/Bal", "has none of the codes " + codes + ": a balance is missing"));
    }

    private static boolean isBooked(XmlPart entry) {
        String code = entry.text("Sts", "Cd");
        String status = code == null ? entry.needed("Sts") : code;
        if (!status.equals("BOOK") && !ANNOUNCED.contains(status)) {
            throw new StatementRefused(entry.place() + "/Sts", "'" + status + "' is not BOOK, PDNG, INFO or FUTR");
        }
        return status.equals("BOOK");
    }

    private static BankStatement.Entry entry(XmlPart entry, Currency currency, TransactionIds ids) {
        BigDecimal amount = signed(entry, currency);
        LocalDate bookedOn = day(entry);
        boolean isReversal = Boolean.parseBoolean(entry.text("RvslInd")) || "1".equals(entry.text("RvslInd"));
        List<XmlPart> details = entry.all("NtryDtls").stream()
                .flatMap(one -> one.all("TxDtls").stream())
                .toList();
        List<@Nullable BigDecimal> amounts = details.stream()
                .map(detail -> details.size() == 1 ? amount : amountOf(detail, currency, amount.signum()))
                .toList();
        long told = told(entry, details.size());
        boolean isItemised = !details.isEmpty()
                && details.size() == told
                && amounts.stream().allMatch(one -> one != null)
                && sum(amounts).compareTo(amount) == 0;
        List<BankTransaction> transactions = new ArrayList<>();
        if (isItemised) {
            for (int i = 0; i < details.size(); i++) {
                XmlPart detail = details.get(i);
                BigDecimal part = amounts.get(i);
                boolean isReturn = isReversal || detail.at("RtrInf") != null;
                transactions.add(transaction(
                        entry,
                        List.of(detail),
                        new BankTransaction.Booking(part == null ? amount : part, currency, bookedOn, isReturn, true),
                        ids));
            }
        } else {
            boolean isOne = told <= 1;
            transactions.add(transaction(
                    entry, details, new BankTransaction.Booking(amount, currency, bookedOn, isReversal, isOne), ids));
        }
        return new BankStatement.Entry(amount, transactions);
    }

    /** How many transactions the entry has: as many as the bank says, or else as many as it lists. */
    private static long told(XmlPart entry, int listed) {
        List<String> counts = entry.all("NtryDtls").stream()
                .flatMap(one -> Stream.ofNullable(one.text("Btch", "NbOfTxs")))
                .toList();
        if (counts.isEmpty()) {
            return listed;
        }
        long told = 0;
        for (String count : counts) {
            if (!count.matches("[0-9]{1,15}")) {
                throw new StatementRefused(entry.place() + "/NtryDtls/Btch/NbOfTxs", "'" + count + "' is no number");
            }
            told += Long.parseLong(count);
        }
        return Math.max(told, listed);
    }

    private static BigDecimal sum(List<@Nullable BigDecimal> amounts) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal amount : amounts) {
            sum = amount == null ? sum : sum.add(amount);
        }
        return sum;
    }

    /** The amount of one of several transactions: its own, or what the bank says of it, where in the account's currency. */
    private static @Nullable BigDecimal amountOf(XmlPart detail, Currency currency, int sign) {
        XmlPart own = detail.at("Amt");
        XmlPart part = own == null ? detail.at("AmtDtls", "TxAmt", "Amt") : own;
        if (part == null || !currency.getCurrencyCode().equals(part.element().getAttribute("Ccy"))) {
            return null;
        }
        BigDecimal amount = decimal(part, currency);
        String direction = detail.text("CdtDbtInd");
        boolean isNegative = direction == null ? sign < 0 : direction.equals("DBIT");
        return isNegative ? amount.negate() : amount;
    }

    private static BankTransaction transaction(
            XmlPart entry, List<XmlPart> details, BankTransaction.Booking booking, TransactionIds ids) {
        XmlPart only = details.size() == 1 ? details.getFirst() : entry;
        String own = only.text("Refs", "AcctSvcrRef");
        String bankReference = own == null ? entry.text("AcctSvcrRef") : own;
        String endToEnd = only.text("Refs", "EndToEndId");
        boolean isIncoming = booking.amount().signum() > 0 != booking.isReversal();
        BankTransaction transaction = new BankTransaction(
                "",
                booking,
                bankReference,
                "NOTPROVIDED".equals(endToEnd) ? null : endToEnd,
                payer(only, isIncoming ? "Dbtr" : "Cdtr"),
                remittance(details));
        return ids.identified(transaction);
    }

    private static BankTransaction.Payer payer(XmlPart detail, String side) {
        String name = detail.text("RltdPties", side, "Pty", "Nm");
        return new BankTransaction.Payer(
                name == null ? detail.text("RltdPties", side, "Nm") : name,
                detail.text("RltdPties", side + "Acct", "Id", "IBAN"));
    }

    private static BankTransaction.Remittance remittance(List<XmlPart> details) {
        List<BankTransaction.Named> structured = new ArrayList<>();
        List<String> text = new ArrayList<>();
        for (XmlPart detail : details) {
            for (XmlPart information : detail.all("RmtInf")) {
                information.all("Ustrd").forEach(line -> text.add(line.text()));
                information.all("Strd").forEach(one -> structured.addAll(named(one)));
                information.all("Strd").stream()
                        .flatMap(one -> one.all("AddtlRmtInf").stream())
                        .forEach(line -> text.add(line.text()));
            }
        }
        return new BankTransaction.Remittance(structured, text);
    }

    private static List<BankTransaction.Named> named(XmlPart structured) {
        String reference = structured.text("CdtrRefInf", "Ref");
        XmlPart remitted = structured.at("RfrdDocAmt", "RmtdAmt");
        BigDecimal amount = remitted == null
                ? null
                : decimal(remitted, currency(remitted, remitted.element().getAttribute("Ccy")));
        if (reference != null) {
            return List.of(new BankTransaction.Named(reference, amount));
        }
        List<String> numbers = structured.all("RfrdDocInf").stream()
                .flatMap(document -> Stream.ofNullable(document.text("Nb")))
                .toList();
        return numbers.stream()
                .map(number -> new BankTransaction.Named(number, numbers.size() == 1 ? amount : null))
                .toList();
    }

    private static LocalDate day(XmlPart entry) {
        String date = Stream.of(entry.text("BookgDt", "Dt"), entry.text("BookgDt", "DtTm"), entry.text("ValDt", "Dt"))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElseThrow(() -> new StatementRefused(entry.place() + "/BookgDt", "is missing"));
        try {
            return LocalDate.parse(date.length() > 10 ? date.substring(0, 10) : date);
        } catch (DateTimeException e) {
            throw new StatementRefused(entry.place() + "/BookgDt", "'" + date + "' is no date such as 2026-11-20");
        }
    }

    /** {@code Amt} of a balance or an entry in the account's currency, below zero for DBIT. */
    private static BigDecimal signed(XmlPart part, Currency currency) {
        XmlPart amount = part.at("Amt");
        if (amount == null) {
            throw new StatementRefused(part.place() + "/Amt", "is missing");
        }
        String code = amount.element().getAttribute("Ccy");
        if (!code.equals(currency.getCurrencyCode())) {
            throw new StatementRefused(
                    amount.place(), "is in '" + code + "'; the account is kept in " + currency.getCurrencyCode());
        }
        String direction = part.needed("CdtDbtInd");
        return switch (direction) {
            case "CRDT" -> decimal(amount, currency);
            case "DBIT" -> decimal(amount, currency).negate();
            default ->
                throw new StatementRefused(part.place() + "/CdtDbtInd", "'" + direction + "' is not CRDT or DBIT");
        };
    }

    private static BigDecimal decimal(XmlPart part, Currency currency) {
        String text = part.text();
        int digits = currency.getDefaultFractionDigits();
        if (!text.matches("[0-9]{1,18}(\\.[0-9]{1,5})?")) {
            throw new StatementRefused(part.place(), "'" + text + "' is no amount such as 1250.00");
        }
        BigDecimal amount = new BigDecimal(text);
        if (amount.stripTrailingZeros().scale() > digits) {
            throw new StatementRefused(part.place(), text + " has more than " + digits + " decimals");
        }
        return amount.setScale(digits);
    }

    private static String currencyOf(XmlPart balance) {
        XmlPart amount = balance.at("Amt");
        return amount == null ? "" : amount.element().getAttribute("Ccy");
    }

    private static Currency currency(XmlPart part, String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw new StatementRefused(part.place(), "'" + code + "' is no currency of ISO 4217");
        }
    }
}
