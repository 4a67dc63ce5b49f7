package io.wattledger.billing.account;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Proves VAT numbers by their country's check digits where those are implemented, else by their form (Directive 2006/112/EC Art.
 * 215: two letters of the member state, EL for Greece). Whether a number is in use only its register knows.
 */
public final class VatNumbers {

    private static final Map<String, Pattern> FORMS = Map.ofEntries(
            form("AT", "ATU[0-9]{8}"),
            form("BE", "BE[01][0-9]{9}"),
            form("BG", "BG[0-9]{9,10}"),
            form("CY", "CY[0-9]{8}[A-Z]"),
            form("CZ", "CZ[0-9]{8,10}"),
            form("DE", "DE[1-9][0-9]{8}"),
            form("DK", "DK[0-9]{8}"),
            form("EE", "EE[0-9]{9}"),
            form("ES", "ES[0-9A-Z][0-9]{7}[0-9A-Z]"),
            form("FI", "FI[0-9]{8}"),
            form("FR", "FR[0-9A-HJ-NP-Z]{2}[0-9]{9}"),
            form("GR", "EL[0-9]{9}"),
            form("HR", "HR[0-9]{11}"),
            form("HU", "HU[0-9]{8}"),
            form("IE", "IE[0-9][0-9A-Z+*][0-9]{5}[A-Z]{1,2}"),
            form("IT", "IT[0-9]{11}"),
            form("LT", "LT([0-9]{9}|[0-9]{12})"),
            form("LU", "LU[0-9]{8}"),
            form("LV", "LV[0-9]{11}"),
            form("MC", "FR[0-9A-HJ-NP-Z]{2}[0-9]{9}"),
            form("MT", "MT[0-9]{8}"),
            form("NL", "NL[0-9]{9}B[0-9]{2}"),
            form("PL", "PL[0-9]{10}"),
            form("PT", "PT[0-9]{9}"),
            form("RO", "RO[0-9]{2,10}"),
            form("SE", "SE[0-9]{12}"),
            form("SI", "SI[0-9]{8}"),
            form("SK", "SK[0-9]{10}"));

    private VatNumbers() {}

    /** Whether {@code number} is a VAT number of {@code country}; never for a country whose numbers are not known here. */
    public static boolean valid(String country, String number) {
        return switch (country) {
            case "NO" -> CheckDigits.norwegianVat(number);
            case "GB", "IM" -> CheckDigits.britishVat(number);
            case "DE" -> hasForm(country, number) && germanCheckDigit(number.substring(2));
            case "FR", "MC" -> hasForm(country, number) && frenchKey(number.substring(2));
            default -> hasForm(country, number);
        };
    }

    /** Whether numbers of {@code country} are known here at all. */
    public static boolean known(String country) {
        return FORMS.containsKey(country) || country.equals("NO") || country.equals("GB") || country.equals("IM");
    }

    /** How the rest of a number is proven, in words for whoever mistyped one. */
    static String form(String country) {
        return switch (country) {
            case "DE" -> "9 digits, the last by ISO 7064 MOD 11,10 (DE123456788)";
            case "FR", "MC" -> "a key of two and a SIREN of 9 digits (FR44732829320)";
            case "NO", "GB", "IM" -> "check digits";
            default -> "what fits " + FORMS.get(country);
        };
    }

    private static boolean hasForm(String country, String number) {
        Pattern form = FORMS.get(country);
        return form != null && form.matcher(number).matches();
    }

    /** ISO 7064 MOD 11,10 over eight digits gives the ninth. */
    private static boolean germanCheckDigit(String digits) {
        int product = 10;
        for (int i = 0; i < 8; i++) {
            int sum = (digits.charAt(i) - '0' + product) % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }
        return (11 - product) % 10 == digits.charAt(8) - '0';
    }

    /** A key of two digits is 12 plus three times the SIREN, modulus 97; keys with letters are newer and not proven. */
    private static boolean frenchKey(String text) {
        String key = text.substring(0, 2);
        if (!key.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return true;
        }
        long siren = Long.parseLong(text.substring(2));
        return (12 + 3 * (siren % 97)) % 97 == Long.parseLong(key);
    }

    private static Map.Entry<String, Pattern> form(String country, String pattern) {
        return Map.entry(country, Pattern.compile(pattern));
    }
}
