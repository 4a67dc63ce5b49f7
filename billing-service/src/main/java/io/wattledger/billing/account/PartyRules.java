package io.wattledger.billing.account;

import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What holds for sellers and buyers alike. */
final class PartyRules {

    private static final Pattern SCHEME = Pattern.compile("[0-9]{4}");
    private static final Pattern FRENCH_SUFFIX = Pattern.compile("(_.+)?");
    private static final int SIREN_DIGITS = 9;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private static final Proof NOT_BLANK = new Proof(text -> !text.isBlank(), "blank");
    private static final Proof ORGANISATION = new Proof(
            CheckDigits::norwegianOrganisation, "no Norwegian organisation number: 9 digits, the last by modulus 11");
    private static final Proof NORWEGIAN_VAT =
            new Proof(CheckDigits::norwegianVat, "no Norwegian VAT number: NO, organisation number, MVA");
    private static final Proof BRITISH_VAT =
            new Proof(CheckDigits::britishVat, "no British VAT number: GB and 9 digits, the last two by modulus 97");
    private static final Proof LEITWEG =
            new Proof(CheckDigits::leitweg, "no Leitweg-ID: its last two digits do not prove the rest (MOD 97-10)");
    private static final Proof SIREN = new Proof(CheckDigits::siren, "no SIREN: 9 digits, the last proves the others");
    private static final Proof SIRET =
            new Proof(CheckDigits::siret, "no SIRET: a SIREN and 5 digits, the last proves the others");
    private static final Proof FRENCH_REGISTER = new Proof(
            number -> CheckDigits.siren(number) || CheckDigits.siret(number),
            "neither a SIREN of 9 nor a SIRET of 14 digits, the last of which proves the others");

    /** Schemes of the EAS list whose addresses carry check digits; others may be any text. */
    private static final Map<String, Proof> ADDRESSES = Map.of(
            "0002",
            SIREN,
            "0009",
            SIRET,
            "0088",
            new Proof(CheckDigits::gln, "no GLN: 13 digits, the last proves the others (GS1)"),
            "0192",
            ORGANISATION,
            "0204",
            LEITWEG,
            "0208",
            new Proof(
                    CheckDigits::belgianEnterprise,
                    "no Belgian enterprise number: 10 digits, the last two by modulus 97"),
            "0225",
            new Proof(
                    address -> address.length() >= SIREN_DIGITS
                            && CheckDigits.siren(address.substring(0, SIREN_DIGITS))
                            && FRENCH_SUFFIX
                                    .matcher(address.substring(SIREN_DIGITS))
                                    .matches(),
                    "no address of a French platform: a SIREN, and what follows after an underscore"),
            "9930",
            vatOf("DE"),
            "9932",
            BRITISH_VAT,
            "9957",
            vatOf("FR"));

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
        if (registration != null) {
            flaws.addAll(registration(identity.country(), registration));
        }
        String vat = identity.vatNumber();
        if (vat != null) {
            flaws.addAll(vat(identity.country(), vat));
        }
        return flaws;
    }

    private static List<Flaw> registration(String country, String number) {
        String pointer = "/registrationNumber";
        return switch (country) {
            case "NO" -> ORGANISATION.flaws(pointer, number);
            case "FR" -> FRENCH_REGISTER.flaws(pointer, number);
            default -> NOT_BLANK.flaws(pointer, number);
        };
    }

    private static List<Flaw> vat(String country, String number) {
        String pointer = "/vatNumber";
        return switch (country) {
            case "NO" -> NORWEGIAN_VAT.flaws(pointer, number);
            case "GB" -> BRITISH_VAT.flaws(pointer, number);
            default -> {
                if (number.isBlank()) {
                    yield List.of(new Flaw(pointer, "is blank; leave it out where there is none"));
                }
                yield VatNumbers.known(country) ? vatOf(country).flaws(pointer, number) : List.of();
            }
        };
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
        return ADDRESSES.getOrDefault(address.scheme(), NOT_BLANK).flaws("/electronicAddress/id", address.id());
    }

    static Flaw leitweg(String pointer, String id) {
        return LEITWEG.flaw(pointer, id);
    }

    private static Proof vatOf(String country) {
        return new Proof(
                number -> VatNumbers.valid(country, number),
                "no VAT number of " + country + ": the letters of the country, then " + VatNumbers.form(country));
    }

    /**
     * What proves a number.
     *
     * @param holds whether it does
     * @param otherwise what the number is where it does not
     */
    private record Proof(Predicate<String> holds, String otherwise) {

        List<Flaw> flaws(String pointer, String number) {
            return holds.test(number) ? List.of() : List.of(flaw(pointer, number));
        }

        Flaw flaw(String pointer, String number) {
            return new Flaw(pointer, number.isBlank() ? "is blank" : "'" + number + "' is " + otherwise);
        }
    }
}
