package io.wattledger.billing.account;

import io.wattledger.billing.contract.CommercialRules;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractRules;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.Seller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What must hold before an account's usage may be billed. */
public final class AccountRules {

    private AccountRules() {}

    /**
     * What is wrong with an account; empty when all is well.
     *
     * @param legalEntities all that are known, by id
     */
    public static List<Flaw> flaws(Account account, Map<String, LegalEntity> legalEntities) {
        Buyer buyer = account.buyer();
        List<Flaw> flaws = new ArrayList<>();
        flaws.addAll(PartyRules.id("/tenant", buyer.tenant()));
        flaws.addAll(PartyRules.name("/name", buyer.name()));
        flaws.addAll(PartyRules.identity(buyer.identity()));
        flaws.addAll(PartyRules.electronicAddress(buyer.electronicAddress()));
        flaws.addAll(PartyRules.address(buyer.address()));
        for (int i = 0; i < account.contracts().size(); i++) {
            String pointer = "/contracts/" + i;
            contract(account, account.contracts().get(i), legalEntities)
                    .forEach(flaw -> flaws.add(flaw.under(pointer)));
        }
        account.contracts().stream()
                .filter(contract -> legalEntities.containsKey(contract.legalEntity()))
                .flatMap(contract ->
                        ContractRules.customerNumberFlaw(contract, seller(contract, legalEntities)).stream())
                .distinct()
                .forEach(detail -> flaws.add(new Flaw("/customerNumber", detail)));
        if (account.invoicedTo().isEmpty()) {
            account.contracts().stream()
                    .filter(contract -> legalEntities.containsKey(contract.legalEntity()))
                    .flatMap(contract -> FormatRules.doubled(contract, seller(contract, legalEntities), buyer))
                    .distinct()
                    .forEach(flaws::add);
        }
        if (buyer.electronicAddress() == null && account.invoicedTo().isEmpty()) {
            account.contracts().stream()
                    .filter(contract -> legalEntities.containsKey(contract.legalEntity()))
                    .flatMap(contract -> FormatRules.addressed(contract, seller(contract, legalEntities), buyer))
                    .findFirst()
                    .ifPresent(format -> flaws.add(new Flaw(
                            "/electronicAddress",
                            "is missing: " + format + " needs scheme and id of where the buyer receives it"
                                    + " (PEPPOL-EN16931-R010); or let the contract's documents name factur-x")));
        }
        ContractRules.together(account.contracts()).forEach(detail -> flaws.add(new Flaw("/contracts", detail)));
        CommercialRules.flaws(account.terms(), account.contracts())
                .forEach((pointer, detail) -> flaws.add(new Flaw(pointer, detail)));
        return List.copyOf(flaws);
    }

    private static Seller seller(Contract contract, Map<String, LegalEntity> legalEntities) {
        return Objects.requireNonNull(legalEntities.get(contract.legalEntity())).seller();
    }

    private static List<Flaw> contract(Account account, Contract contract, Map<String, LegalEntity> legalEntities) {
        List<Flaw> flaws = new ArrayList<>(PartyRules.id("/id", contract.id()));
        String reference = contract.references().buyerReference();
        boolean germanAuthority = account.buyer().kind() == BuyerKind.PUBLIC
                && account.buyer().identity().country().equals("DE");
        if (germanAuthority && reference != null && !CheckDigits.leitweg(reference)) {
            flaws.add(PartyRules.leitweg("/buyerReference", reference));
        }
        LegalEntity entity = legalEntities.get(contract.legalEntity());
        if (entity == null) {
            flaws.add(new Flaw("/legalEntity", "no legal entity '" + contract.legalEntity() + "' is known"));
        } else {
            ContractRules.flaws(contract, entity.seller())
                    .forEach((member, detail) -> flaws.add(new Flaw("/" + member, detail)));
            if (account.invoicedTo().isEmpty()) {
                flaws.addAll(FormatRules.flaws(contract, entity.seller(), account.buyer()));
            }
            List<String> vat = ContractVat.flaws(contract, entity.seller(), account.buyer());
            if (!vat.isEmpty()) {
                flaws.add(new Flaw("/vat", String.join("; ", vat)));
            }
        }
        return flaws;
    }
}
