package io.wattledger.billing.contract;

import io.wattledger.billing.invoice.KidAgreement;
import io.wattledger.billing.invoice.Seller;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold for the contracts of an account. */
public final class ContractRules {

    private static final int MOST_GRACE_DAYS = 60;
    private static final int MOST_PAYMENT_DAYS = 365;

    private ContractRules() {}

    /** What is wrong with one contract, by the member that is wrong; empty when all is well. */
    public static Map<String, String> flaws(Contract contract, Seller seller) {
        Map<String, String> flaws = new LinkedHashMap<>();
        if (!contract.term().coversADay()) {
            flaws.put(
                    "validTo",
                    contract.term().validTo() + " is not after validFrom "
                            + contract.term().validFrom());
        }
        if (contract.tariff().isBlank()) {
            flaws.put("tariff", "is blank; name the tariff that prices the usage");
        }
        int days = contract.billing().paymentTermsDays();
        if (days < 0 || days > MOST_PAYMENT_DAYS) {
            flaws.put("paymentTermsDays", days + " does not lie between 0 and " + MOST_PAYMENT_DAYS);
        }
        int grace = contract.billing().graceDays();
        if (grace < 0 || grace > MOST_GRACE_DAYS) {
            flaws.put("graceDays", grace + " does not lie between 0 and " + MOST_GRACE_DAYS);
        }
        List<String> splits = InvoiceSplitRules.flaws(contract.billing().invoices());
        if (!splits.isEmpty()) {
            flaws.put("invoices", String.join("; ", splits));
        }
        List<String> costCentres = costCentres(contract.references().costCentres());
        if (!costCentres.isEmpty()) {
            flaws.put("costCentres", String.join("; ", costCentres));
        }
        return flaws;
    }

    /** What is wrong with the customer number of the contract's account, which stands in the seller's KIDs. */
    public static Optional<String> customerNumberFlaw(Contract contract, Seller seller) {
        KidAgreement kid = seller.bank().kid();
        String customer = contract.references().customerNumber();
        if (kid == null || kid.customerDigits() == 0) {
            return Optional.empty();
        }
        int most = kid.customerDigits();
        String room = ": the KID of " + seller.legalEntity() + " has room for 1 to " + most + " digits of it";
        if (customer == null) {
            return Optional.of("is missing" + room);
        }
        return customer.matches("[0-9]{1," + most + "}")
                ? Optional.empty()
                : Optional.of("'" + customer + "' is something else" + room);
    }

    private static List<String> costCentres(List<CostCentre> entries) {
        List<String> flaws = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        for (CostCentre entry : entries) {
            String at = "project '" + entry.project() + "' from " + entry.from();
            if (entry.project().isBlank()) {
                flaws.add("from " + entry.from() + ": project is blank; write '-' for what belongs to no project");
            } else if (!seen.add(List.of(entry.project(), entry.from()))) {
                flaws.add(at + " stands twice; one cost centre holds from a month on");
            }
            if (entry.costCentre() != null && entry.costCentre().isBlank()) {
                flaws.add(at + ": costCentre is blank; leave it out where there is none from then on");
            }
        }
        return flaws;
    }

    /** What is wrong with contracts of one account beside each other; empty when all is well. */
    public static List<String> together(List<Contract> contracts) {
        List<String> flaws = new ArrayList<>();
        for (int i = 0; i < contracts.size(); i++) {
            for (int j = i + 1; j < contracts.size(); j++) {
                Contract one = contracts.get(i);
                Contract other = contracts.get(j);
                if (one.id().equals(other.id())) {
                    flaws.add("contract id '" + one.id() + "' stands twice");
                } else if (one.term().coversADay()
                        && other.term().coversADay()
                        && Term.overlap(
                                one.term(),
                                one.billing().timeZone(),
                                other.term(),
                                other.billing().timeZone())) {
                    flaws.add("contracts '" + one.id() + "' and '" + other.id()
                            + "' overlap; at any instant one contract at most may hold");
                }
            }
        }
        return flaws;
    }
}
