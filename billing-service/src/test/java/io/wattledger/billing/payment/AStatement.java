package io.wattledger.billing.payment;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bank statements for tests, in either version of the message. */
public final class AStatement {

    private final String version;
    private final String iban;
    private final String currency;
    private final List<String> entries = new ArrayList<>();
    private BigDecimal booked = BigDecimal.ZERO;
    private String id = "STMT-1";
    private String closing = "";

    private AStatement(String version, String iban, String currency) {
        this.version = version;
        this.iban = iban;
        this.currency = currency;
    }

    /** A statement in camt.053.001.{@code version}. */
    public static AStatement of(String version, String iban, String currency) {
        return new AStatement(version, iban, currency);
    }

    /** Under another name of the bank's. */
    public AStatement named(String newId) {
        id = newId;
        return this;
    }

    /** With a closing balance that need not be right. */
    public AStatement closing(String amount) {
        closing = amount;
        return this;
    }

    /** Money that came, with remittance information as XML. */
    public AStatement paid(String amount, String bankReference, String remittance) {
        booked = booked.add(new BigDecimal(amount));
        return entry(amount, "CRDT", "BOOK", "", bankReference, detail(bankReference, remittance));
    }

    /** A payment that the bank took back. */
    public AStatement reversed(String amount, String bankReference, String remittance) {
        booked = booked.subtract(new BigDecimal(amount));
        return entry(
                amount, "DBIT", "BOOK", "<RvslInd>true</RvslInd>", bankReference, detail(bankReference, remittance));
    }

    /** Money that went. */
    public AStatement sent(String amount) {
        booked = booked.subtract(new BigDecimal(amount));
        return entry(amount, "DBIT", "BOOK", "", "fee", "");
    }

    /** An announced payment. */
    public AStatement announced(String amount) {
        return entry(amount, "CRDT", "PDNG", "", "later", "");
    }

    /** Several payments booked as one, each with its amount and remittance information. */
    public AStatement batch(String sum, String bankReference, String... amountsAndRemittances) {
        booked = booked.add(new BigDecimal(sum));
        StringBuilder details = new StringBuilder();
        for (int i = 0; i < amountsAndRemittances.length; i += 2) {
            String amount = "<Amt Ccy=\"" + currency + "\">" + amountsAndRemittances[i] + "</Amt>";
            details.append("<TxDtls>")
                    .append(version.equals("02") ? "<AmtDtls><TxAmt>" + amount + "</TxAmt></AmtDtls>" : amount)
                    .append("<RmtInf>")
                    .append(amountsAndRemittances[i + 1])
                    .append("</RmtInf></TxDtls>");
        }
        return entry(sum, "CRDT", "BOOK", "", bankReference, details.toString());
    }

    /** Money that came, with whatever details the bank gives. */
    public AStatement booked(String amount, String details) {
        booked = booked.add(new BigDecimal(amount));
        return entry(amount, "CRDT", "BOOK", "", "B-1", details);
    }

    /** Remittance information that names a document. */
    public static String structured(String reference) {
        return "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>" + reference
                + "</Ref></CdtrRefInf></Strd>";
    }

    /** Remittance information that names a document and the amount that is for it. */
    public static String structured(String number, String currency, String amount) {
        return "<Strd><RfrdDocInf><Nb>" + number + "</Nb></RfrdDocInf><RfrdDocAmt><RmtdAmt Ccy=\"" + currency + "\">"
                + amount + "</RmtdAmt></RfrdDocAmt></Strd>";
    }

    /** Remittance information in words. */
    public static String words(String text) {
        return "<Ustrd>" + text + "</Ustrd>";
    }

    /** The file. */
    public byte[] xml() {
        String end = closing.isEmpty() ? new BigDecimal("1000.00").add(booked).toPlainString() : closing;
        String text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001." + version + "\"><BkToCstmrStmt>"
                + "<GrpHdr><MsgId>M-" + id + "</MsgId><CreDtTm>2026-11-21T06:00:00+01:00</CreDtTm></GrpHdr>"
                + "<Stmt><Id>" + id + "</Id><Acct><Id><IBAN>" + iban + "</IBAN></Id><Ccy>" + currency + "</Ccy></Acct>"
                + balance("OPBD", "1000.00") + balance("CLBD", end) + String.join("", entries)
                + "</Stmt></BkToCstmrStmt></Document>";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private AStatement entry(
            String amount, String direction, String status, String reversal, String reference, String details) {
        entries.add("<Ntry><Amt Ccy=\"" + currency + "\">" + amount + "</Amt><CdtDbtInd>" + direction + "</CdtDbtInd>"
                + reversal + "<Sts>" + (version.equals("02") ? status : "<Cd>" + status + "</Cd>") + "</Sts>"
                + "<BookgDt><Dt>2026-11-20</Dt></BookgDt>"
                + (reference.isEmpty() ? "" : "<AcctSvcrRef>" + reference + "</AcctSvcrRef>")
                + "<NtryDtls>" + details + "</NtryDtls></Ntry>");
        return this;
    }

    private String detail(String bankReference, String remittance) {
        String payer = version.equals("02")
                ? "<Dbtr><Nm>Havvik kommune</Nm></Dbtr>"
                : "<Dbtr><Pty><Nm>Havvik kommune</Nm></Pty></Dbtr>";
        return "<TxDtls><Refs><EndToEndId>E2E-" + bankReference.replace("R-", "") + "</EndToEndId></Refs><RltdPties>"
                + payer + "</RltdPties><RmtInf>" + remittance + "</RmtInf></TxDtls>";
    }

    private String balance(String code, String amount) {
        BigDecimal value = new BigDecimal(amount);
        return "<Bal><Tp><CdOrPrtry><Cd>" + code + "</Cd></CdOrPrtry></Tp><Amt Ccy=\"" + currency + "\">"
                + value.abs().toPlainString() + "</Amt><CdtDbtInd>" + (value.signum() < 0 ? "DBIT" : "CRDT")
                + "</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>";
    }
}
