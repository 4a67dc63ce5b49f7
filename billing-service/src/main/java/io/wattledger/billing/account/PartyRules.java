package io.wattledger.billing.account;

import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What holds for sellers and buyers alike. */
final class PartyRules {

    private static final Pattern SCHEME = Pattern.compile("[0-9]{4}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private PartyRules() {}

    static List<Flaw> id(String pointer, String id) {
        return ID.matcher(id).matches()
                ? List.of()
                : List.of(new Flaw(
                        pointer,
                        "'" + id + "' is no id: letters, digits, '.', '_' and '-', at most 128, not first a sign"));
    }

    static List<Flaw> name(String pointer, String name) {
        return name.isBlank() ? List.of(new Flaw(pointer, "is blank; an invoice must name the party")) : List.of();
    }

    static List<Flaw> country(String pointer, String country) {
        return COUNTRIES.contains(country)
                ? List.of()
                : List.of(new Flaw(pointer, "'" + country + "' is no ISO 3166-1 alpha-2 country code"));
    }

    static List<Flaw> address(PostalAddress address) {
        return country("/address/country", address.country());
    }

    static List<Flaw> identity(LegalIdentity identity) {
        List<Flaw> flaws = new ArrayList<>(country("/country", identity.country()));
        String registration = identity.registrationNumber();
        String vat = identity.vatNumber();
        switch (identity.country()) {
            case "NO" -> {
                if (registration != null && !CheckDigits.norwegianOrganisation(registration)) {
                    flaws.add(organisation("/registrationNumber", registration));
                }
                if (vat != null && !CheckDigits.norwegianVat(vat)) {
                    flaws.add(new Flaw(
                            "/vatNumber", "'" + vat + "' is no Norwegian VAT number: NO, organisation number, MVA"));
                }
            }
            case "GB" -> {
                if (vat != null && !CheckDigits.britishVat(vat)) {
                    flaws.add(britishVat("/vatNumber", vat));
                }
            }
            default -> {
                if (vat != null && vat.isBlank()) {
                    flaws.add(new Flaw("/vatNumber", "is blank; leave it out where there is none"));
                }
            }
        }
        return flaws;
    }

    static List<Flaw> electronicAddress(@Nullable ElectronicAddress address) {
        if (address == null) {
            return List.of();
        }
        if (!SCHEME.matcher(address.scheme()).matches()) {
            return List.of(new Flaw(
                    "/electronicAddress/scheme",
                    "'" + address.scheme() + "' is no EAS code of four digits, for example 0192"));
        }
        String id = address.id();
        String pointer = "/electronicAddress/id";
        return switch (address.scheme()) {
            case "0192" -> CheckDigits.norwegianOrganisation(id) ? List.of() : List.of(organisation(pointer, id));
            case "9932" -> CheckDigits.britishVat(id) ? List.of() : List.of(britishVat(pointer, id));
            case "0204" -> CheckDigits.leitweg(id) ? List.of() : List.of(leitweg(pointer, id));
            default -> id.isBlank() ? List.of(new Flaw(pointer, "is blank")) : List.of();
        };
    }

    static Flaw leitweg(String pointer, String id) {
        return new Flaw(
                pointer, "'" + id + "' is no Leitweg-ID: its last two digits do not prove the rest (MOD 97-10)");
    }

    private static Flaw organisation(String pointer, String number) {
        return new Flaw(
                pointer, "'" + number + "' is no Norwegian organisation number: 9 digits, the last by modulus 11");
    }

    private static Flaw britishVat(String pointer, String number) {
        return new Flaw(
                pointer, "'" + number + "' is no British VAT number: GB and 9 digits, the last two by modulus 97");
    }
}
