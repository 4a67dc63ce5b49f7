package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.ChargePeriod;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CreditDrawn;
import io.wattledger.billing.invoice.ContractMoney.DiscountRevised;
import io.wattledger.billing.invoice.CreditGround;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.EmissionFactor;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.KidAgreement;
import io.wattledger.billing.invoice.LineAmount;
import io.wattledger.billing.invoice.LineItem;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.ProjectFiling;
import io.wattledger.billing.invoice.Provenance;
import io.wattledger.billing.invoice.References;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.invoice.UsageFacts;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Invoices for tests. Amounts are computed here once more, on purpose not by the code that issues invoices: documents
 * are held to figures that were found another way.
 */
final class AnInvoice {

    static final VatTreatment NORWEGIAN_VAT = new VatTreatment(VatCategory.S, new BigDecimal("25"), null, null);
    static final VatTreatment BRITISH_VAT = new VatTreatment(VatCategory.S, new BigDecimal("20"), null, null);
    static final VatTreatment REVERSE_CHARGE =
            new VatTreatment(VatCategory.AE, BigDecimal.ZERO, "VATEX-EU-AE", "Reverse charge");
    static final VatTreatment EXPORT =
            new VatTreatment(VatCategory.G, BigDecimal.ZERO, "VATEX-EU-G", "Export outside the VAT area of the seller");

    private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);
    private static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);
    private static final BigDecimal MILLIJOULES_PER_KWH = new BigDecimal("3600000000");
    private static final BigDecimal MILLIS_PER_HOUR = new BigDecimal("3600000");
    private static final BigDecimal PUE = new BigDecimal("1.10");

    private Seller seller = Parties.norwegianSeller();
    private Buyer buyer = Parties.norwegianBuyer("nb-NO");
    private Currency currency = Currency.getInstance("NOK");
    private ZoneId zone = ZoneId.of("Europe/Oslo");
    private VatTreatment vat = NORWEGIAN_VAT;
    private String buyerReference = "4711 Ola Nordmann";
    private String number = "NO26-000042";
    private LocalDate issueDate = ISSUED;
    private final List<InvoiceLine> lines = new ArrayList<>();
    private final List<CommitmentDrawn> commitments = new ArrayList<>();
    private final List<DiscountRevised> revised = new ArrayList<>();
    private final List<DocumentAllowance> allowances = new ArrayList<>();
    private final SortedMap<String, ProjectFiling> filing = new TreeMap<>();
    private @Nullable Money prepaid;
    private DocumentType type = DocumentType.INVOICE;
    private CreditedInvoice credited;
    private ExchangeRate taxRate;
    private String paymentReference;

    /** From Glomfjord to Bodø, in kroner with 25 % VAT. */
    static AnInvoice norwegian() {
        return new AnInvoice();
    }

    /** From Loughton to a British company, in pounds with 20 % VAT. */
    static AnInvoice british() {
        return new AnInvoice()
                .from(Parties.britishSeller())
                .to(Parties.britishBuyer())
                .in("GBP", "Europe/London")
                .taxed(BRITISH_VAT)
                .numbered("GB26-000007")
                .withBuyerReference("PO 88/2026");
    }

    /** From Glomfjord to a German authority with its Leitweg-ID, in euros, reverse charge. */
    static AnInvoice toGermanAuthority() {
        return new AnInvoice()
                .to(Parties.germanAuthority())
                .in("EUR", "Europe/Berlin")
                .taxed(REVERSE_CHARGE)
                .withBuyerReference("04011000-1234512345-06");
    }

    /** From Glomfjord to a French company, in euros, as an export. */
    static AnInvoice toFrenchCompany() {
        return new AnInvoice()
                .to(Parties.frenchBuyer())
                .in("EUR", "Europe/Paris")
                .taxed(EXPORT)
                .withBuyerReference("Service comptabilité");
    }

    AnInvoice from(Seller who) {
        seller = who;
        return this;
    }

    AnInvoice to(Buyer whom) {
        buyer = whom;
        return this;
    }

    AnInvoice in(String currencyCode, String timeZone) {
        currency = Currency.getInstance(currencyCode);
        zone = ZoneId.of(timeZone);
        return this;
    }

    /** How the lines that follow are taxed. */
    AnInvoice taxed(VatTreatment how) {
        vat = how;
        return this;
    }

    AnInvoice numbered(String text) {
        number = text;
        return this;
    }

    AnInvoice issued(LocalDate date) {
        issueDate = date;
        return this;
    }

    AnInvoice withBuyerReference(String text) {
        buyerReference = text;
        return this;
    }

    /** A credit note that takes back what is billed; names no invoice where {@code creditedNumber} is null. */
    AnInvoice crediting(String creditedNumber) {
        type = DocumentType.CREDIT_NOTE;
        credited = creditedNumber == null ? null : new CreditedInvoice(creditedNumber, issueDate.minusDays(10));
        return this;
    }

    /** A credit note that says why it is issued. */
    AnInvoice because(CreditGround.Cause cause, @Nullable String statement) {
        YearMonth month = cause == CreditGround.Cause.CHARGES_CHANGED ? YearMonth.from(OCTOBER) : null;
        credited =
                new CreditedInvoice(credited.number(), credited.issueDate(), new CreditGround(cause, month, statement));
        return this;
    }

    /** VAT also in the seller's currency. */
    AnInvoice statingVatAt(String rate, String source) {
        return statingVatAt(rate, source, issueDate.minusDays(1));
    }

    AnInvoice statingVatAt(String rate, String source, LocalDate day) {
        taxRate = new ExchangeRate(currency, seller.accountingCurrency(), day, new BigDecimal(rate), source);
        return this;
    }

    /** A seller whose bank takes KIDs of 18 digits, 7 of them the customer's. */
    AnInvoice agreeingOnKid(String kid) {
        BankAccount bank = seller.bank();
        KidAgreement agreement = new KidAgreement(7, 10, KidAgreement.CheckDigit.MOD10);
        seller = new Seller(
                seller.legalEntity(),
                seller.name(),
                seller.identity(),
                seller.electronicAddress(),
                seller.address(),
                seller.contact(),
                new BankAccount(bank.iban(), bank.bic(), bank.accountName(), agreement),
                seller.accountingCurrency());
        return paidBy(kid);
    }

    AnInvoice paidBy(String reference) {
        paymentReference = reference;
        return this;
    }

    /** What the invoice says of a project beside its id. */
    AnInvoice filing(String project, ProjectFiling said) {
        filing.put(project, said);
        return this;
    }

    /** Takes per cent off the last line (BG-27). */
    AnInvoice withLineDiscount(String percent) {
        InvoiceLine line = lines.removeLast();
        Money gross = line.amount().net();
        Allowance discount = discount("95", "Discount", gross, new BigDecimal(percent));
        Money net = new Money(gross.amount().subtract(discount.amount().amount()), currency);
        LineAmount amount = new LineAmount(net, line.amount().unrounded(), List.of(discount));
        lines.add(new InvoiceLine(
                line.number(),
                line.item(),
                line.quantity(),
                amount,
                line.vat(),
                line.chargePeriod(),
                line.facts(),
                line.provenance()));
        return this;
    }

    /** Takes per cent of the lines so far that are taxed like the next one off the document (BG-20). */
    AnInvoice withDocumentDiscount(String percent) {
        Money base = Money.zero(currency);
        for (InvoiceLine line : lines) {
            base = line.vat().equals(vat) ? base.plus(line.amount().net()) : base;
        }
        allowances.add(new DocumentAllowance(discount("102", "Fixed long term", base, new BigDecimal(percent)), vat));
        return this;
    }

    /** An amount off the document without percentage. */
    AnInvoice withDocumentRebate(String amount) {
        Money off = new Money(new BigDecimal(amount), currency);
        allowances.add(new DocumentAllowance(new Allowance("104", "Standard", off, null, null), vat));
        return this;
    }

    private Allowance discount(String code, String reason, Money base, BigDecimal percent) {
        Money amount = Money.rounded(base.amount().multiply(percent).movePointLeft(2), currency);
        return new Allowance(code, reason, amount, base, percent);
    }

    /** A line of GPU time at one price per hour. */
    AnInvoice withGpuTime(String project, String site, long milliGpuSeconds, String pricePerHour) {
        return withGpuTime(project, site, milliGpuSeconds, 0, pricePerHour);
    }

    /** The same with a part of it estimated. */
    AnInvoice withGpuTime(String project, String site, long milliGpuSeconds, long estimated, String pricePerHour) {
        BigDecimal price = new BigDecimal(pricePerHour);
        BigDecimal hours = new BigDecimal(milliGpuSeconds).divide(MILLIS_PER_HOUR, MathContext.DECIMAL128);
        BigDecimal amount =
                new BigDecimal(milliGpuSeconds).multiply(price).divide(MILLIS_PER_HOUR, MathContext.DECIMAL128);
        LineItem item = new LineItem(
                project,
                id(site),
                site,
                "h100-sxm",
                "NVIDIA H100 SXM 80 GB",
                "gpu-time",
                ChargeKind.GPU_TIME,
                "GPU time");
        UsageFacts facts = new UsageFacts(milliGpuSeconds, 0, 0, BigDecimal.ZERO).withEstimated(estimated);
        return with(item, ChargeUnit.GPU_HOUR, hours, amount, facts);
    }

    /** A line of energy at an average price per kilowatt-hour, which may be negative. */
    AnInvoice withEnergy(String project, String site, long itMillijoules, String averagePerKwh) {
        BigDecimal facility =
                new BigDecimal(itMillijoules).multiply(PUE).divide(MILLIJOULES_PER_KWH, MathContext.DECIMAL128);
        BigDecimal amount = facility.multiply(new BigDecimal(averagePerKwh), MathContext.DECIMAL128);
        LineItem item = new LineItem(
                project,
                id(site),
                site,
                "h100-sxm",
                "NVIDIA H100 SXM 80 GB",
                "energy",
                ChargeKind.ENERGY,
                "Energy at day-ahead price");
        UsageFacts facts = new UsageFacts(
                itMillijoules / 1000,
                itMillijoules,
                itMillijoules / 4,
                facility,
                site.equals("Glomfjord")
                        ? new EmissionFactor(new BigDecimal("8.1"), "NVE 2025", LocalDate.of(2026, 1, 1))
                        : null,
                null,
                null);
        return with(item, ChargeUnit.FACILITY_KWH, facility, amount, facts);
    }

    /** Lines that correct what {@code before} billed, for what {@code after} says. */
    AnInvoice correcting(Invoice before, Invoice after) {
        Revision.of(before, List.of(), before.lines(), after.lines())
                .adjustments(lines.size() + 1)
                .forEach(correction -> lines.add(correction.line()));
        return this;
    }

    /** A line of a given unrounded amount. */
    AnInvoice withAmount(BigDecimal quantity, BigDecimal amount) {
        LineItem item = new LineItem(
                "p", "glomfjord", "Glomfjord", "h100-sxm", "NVIDIA H100", "gpu-time", ChargeKind.GPU_TIME, "GPU time");
        return with(item, ChargeUnit.GPU_HOUR, quantity, amount, new UsageFacts(1, 0, 0, BigDecimal.ZERO));
    }

    /** Settled in part by a credit paid in advance; on a credit note, what goes back to it. */
    AnInvoice withPrepaid(String amount) {
        prepaid = new Money(new BigDecimal(amount), currency);
        return this;
    }

    /** Counts towards a minimum commitment in kroner, to show how that is printed. */
    AnInvoice withCommitment(CommitmentDrawn commitment) {
        commitments.add(commitment);
        return this;
    }

    /** Tells what discounts in per cent take more or less of a month that it corrects. */
    AnInvoice withDiscountsRevised(DiscountRevised... discounts) {
        revised.addAll(List.of(discounts));
        return this;
    }

    private @Nullable ContractMoney contractMoney() {
        List<CreditDrawn> credits = new ArrayList<>();
        Money amount = prepaid;
        if (amount != null) {
            Money drawn = type == DocumentType.CREDIT_NOTE ? amount.negated() : amount;
            credits.add(new CreditDrawn(
                    "credit-1",
                    CreditKind.PAID,
                    "Order 2026-7",
                    type == DocumentType.CREDIT_NOTE ? null : new Money(new BigDecimal("5000000.00"), currency),
                    drawn,
                    LocalDate.of(2027, 6, 30)));
        }
        ContractMoney money = new ContractMoney(List.of(), commitments, credits, revised);
        return money.saysNothing() ? null : money;
    }

    /** Three projects at two sites: what the pictures show. */
    AnInvoice withAMonthOfUsage(String gpuPrice, String energyPrice) {
        return withGpuTime("climate-models", "Glomfjord", 10_713_600_000_000L, gpuPrice)
                .withEnergy("climate-models", "Glomfjord", 11_345_702_400_000_000L, energyPrice)
                .withGpuTime("climate-models", "Narvik", 1_234_567_891_000L, gpuPrice)
                .withEnergy("climate-models", "Narvik", 1_407_612_345_678_901L, energyPrice)
                .withGpuTime("språkmodell-æøå", "Glomfjord", 267_840_000_000L, gpuPrice)
                .withEnergy("språkmodell-æøå", "Glomfjord", 283_642_560_000_000L, "-0.01250")
                .withGpuTime("default", "Glomfjord", 7_200_001L, gpuPrice)
                .withEnergy("default", "Glomfjord", 7_650_123_456L, energyPrice);
    }

    Invoice build() {
        Reckoning reckoning = Reckoning.of(lines, allowances, currency, taxRate);
        Totals totals = reckoning.totals();
        ContractMoney explanation = contractMoney();
        Totals settled = explanation == null ? totals : totals.settling(explanation);
        BillingPeriod period = new BillingPeriod(OCTOBER, OCTOBER.plusMonths(1), zone).filed(filing);
        Heading heading = new Heading(number, issueDate, issueDate.plusDays(30), period, currency, type, credited);
        References references = new References(
                "contract-1", "K-2026/17", buyerReference, "PO-2026-0117", 30, null, null, paymentReference);
        return new Invoice(heading, seller, buyer, references, lines, reckoning.breakdown(), settled, allowances);
    }

    private AnInvoice with(LineItem item, ChargeUnit unit, BigDecimal exact, BigDecimal amount, UsageFacts facts) {
        Money net = Money.rounded(amount, currency);
        BillingPeriod period = new BillingPeriod(OCTOBER, OCTOBER.plusMonths(1), zone);
        lines.add(new InvoiceLine(
                lines.size() + 1,
                item,
                Stated.quantity(exact, unit, amount, net),
                new LineAmount(net, amount),
                vat,
                new ChargePeriod(period.start(), period.end(), OCTOBER, OCTOBER.plusDays(30)),
                facts,
                new Provenance(
                        "nordic-nok",
                        List.of(LocalDate.of(2026, 1, 1)),
                        item.kind() == ChargeKind.ENERGY ? List.of("a1b2c3d4e5f6".repeat(5) + "0123") : List.of(),
                        31)));
        return this;
    }

    private static String id(String site) {
        return site.toLowerCase(java.util.Locale.ROOT);
    }
}
