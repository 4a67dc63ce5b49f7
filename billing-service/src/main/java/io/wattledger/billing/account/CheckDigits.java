package io.wattledger.billing.account;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Proves numbers that carry check digits, so that a mistyped one is refused before it stands on an invoice. */
public final class CheckDigits {

    private static final Pattern NINE_DIGITS = Pattern.compile("[0-9]{9}");
    private static final Pattern TEN_DIGITS = Pattern.compile("[0-9]{10}");
    private static final Pattern THIRTEEN_DIGITS = Pattern.compile("[0-9]{13}");
    private static final Pattern FOURTEEN_DIGITS = Pattern.compile("[0-9]{14}");
    private static final Pattern GB_VAT = Pattern.compile("GB[0-9]{9}([0-9]{3})?");
    private static final Pattern LEITWEG = Pattern.compile("[0-9]{2,12}(-[0-9A-Za-z]{1,30})?-[0-9]{2}");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}");
    private static final Pattern CREDITOR_REFERENCE = Pattern.compile("RF[0-9]{2}[0-9A-Z]{1,21}");
    private static final Pattern KID = Pattern.compile("[0-9]{3,24}[0-9-]");
    private static final Pattern ELEVEN_DIGITS = Pattern.compile("[0-9]{11}");
    private static final int[] ACCOUNT_WEIGHTS = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    private static final int[] ORGANISATION_WEIGHTS = {3, 2, 7, 6, 5, 4, 3, 2};
    /** The post office has more establishments than numbers whose digits would prove them. */
    private static final String FRENCH_POST = "356000000";

    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    private CheckDigits() {}

    /** The IBAN of a Norwegian account number: 11 digits, the last by modulus 11; empty for what is none. */
    public static Optional<String> norwegianIban(String account) {
        if (!ELEVEN_DIGITS.matcher(account).matches()) {
            return Optional.empty();
        }
        int sum = 0;
        for (int i = 0; i < ACCOUNT_WEIGHTS.length; i++) {
            sum += ACCOUNT_WEIGHTS[i] * digit(account, i);
        }
        if ((sum + digit(account, ACCOUNT_WEIGHTS.length)) % 11 != 0) {
            return Optional.empty();
        }
        return Optional.of("NO%02d%s".formatted(98 - mod97(account + "NO00"), account));
    }

    /** Norwegian organisation number: 9 digits, the last by modulus 11 with weights 3 2 7 6 5 4 3 2. */
    public static boolean norwegianOrganisation(String number) {
        if (!NINE_DIGITS.matcher(number).matches()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < ORGANISATION_WEIGHTS.length; i++) {
            sum += ORGANISATION_WEIGHTS[i] * digit(number, i);
        }
        int check = (11 - sum % 11) % 11;
        return check != 10 && check == digit(number, 8);
    }

    /** Norwegian VAT number: {@code NO}, an organisation number and {@code MVA} (NO-R-001). */
    public static boolean norwegianVat(String number) {
        return number.length() == 14
                && number.startsWith("NO")
                && number.endsWith("MVA")
                && norwegianOrganisation(number.substring(2, 11));
    }

    /**
     * British VAT number: {@code GB} and 9 digits, 12 with a branch. Weights 8 to 2 over seven digits plus the last two
     * give a multiple of 97; newer numbers do so after 55 is added.
     */
    public static boolean britishVat(String number) {
        if (!GB_VAT.matcher(number).matches()) {
            return false;
        }
        String digits = number.substring(2, 11);
        int sum = Integer.parseInt(digits.substring(7));
        for (int i = 0; i < 7; i++) {
            sum += (8 - i) * digit(digits, i);
        }
        return sum % 97 == 0 || (sum + 55) % 97 == 0;
    }

    /** French SIREN: 9 digits, proven by the sum of digits of ISO/IEC 7812 (every second one from the right doubled). */
    public static boolean siren(String number) {
        return NINE_DIGITS.matcher(number).matches() && luhn(number);
    }

    /**
     * French SIRET: a SIREN and 5 digits of the establishment, proven like the SIREN; those of the post office by a sum of digits
     * that is a multiple of 5.
     */
    public static boolean siret(String number) {
        if (!FOURTEEN_DIGITS.matcher(number).matches() || !siren(number.substring(0, 9))) {
            return false;
        }
        return luhn(number)
                || number.startsWith(FRENCH_POST)
                        && number.chars().map(c -> c - '0').sum() % 5 == 0;
    }

    /** Belgian enterprise number: 10 digits, the last two are 97 less the first eight modulus 97. */
    public static boolean belgianEnterprise(String number) {
        return TEN_DIGITS.matcher(number).matches()
                && 97 - Integer.parseInt(number.substring(0, 8)) % 97 == Integer.parseInt(number.substring(8));
    }

    /** Global Location Number of GS1: 13 digits, weights 1 and 3 in turn from the right give a multiple of 10. */
    public static boolean gln(String number) {
        if (!THIRTEEN_DIGITS.matcher(number).matches()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            sum += digit(number, i) * (i % 2 == 0 ? 1 : 3);
        }
        return sum % 10 == 0;
    }

    /** German Leitweg-ID: the last two digits by ISO 7064 MOD 97-10 over all that stands before, letters as 10 to 35. */
    public static boolean leitweg(String id) {
        return LEITWEG.matcher(id).matches() && mod97(id.replace("-", "")) == 1;
    }

    /** IBAN without spaces: ISO 7064 MOD 97-10 with the first four characters moved to the end (ISO 13616). */
    public static boolean iban(String iban) {
        return IBAN.matcher(iban).matches() && mod97(iban.substring(4) + iban.substring(0, 4)) == 1;
    }

    /** Structured creditor reference without spaces: {@code RF} and ISO 7064 MOD 97-10, as for an IBAN (ISO 11649). */
    public static boolean creditorReference(String reference) {
        return CREDITOR_REFERENCE.matcher(reference).matches()
                && mod97(reference.substring(4) + reference.substring(0, 4)) == 1;
    }

    /** Norwegian KID by MOD10: every second digit from the right doubled, the sum of all digits a multiple of 10. */
    public static boolean kidMod10(String kid) {
        return KID.matcher(kid).matches() && !kid.endsWith("-") && luhn(kid);
    }

    /** Norwegian KID by MOD11: weights 1, 2 to 7, 2 to 7 … from the right give a multiple of 11; 10 is written {@code -}. */
    public static boolean kidMod11(String kid) {
        if (!KID.matcher(kid).matches()) {
            return false;
        }
        int last = kid.length() - 1;
        int sum = kid.endsWith("-") ? 10 : digit(kid, last);
        for (int i = 0; i < last; i++) {
            sum += digit(kid, i) * (2 + (last - 1 - i) % 6);
        }
        return sum % 11 == 0;
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int fromRight = digits.length() - 1 - i;
            String product = Integer.toString(digit(digits, i) * (fromRight % 2 + 1));
            sum += product.chars().map(c -> c - '0').sum();
        }
        return sum % 10 == 0;
    }

    private static int mod97(String text) {
        StringBuilder digits = new StringBuilder();
        for (char c : text.toUpperCase(Locale.ROOT).toCharArray()) {
            digits.append(Character.digit(c, 36));
        }
        return new BigInteger(digits.toString()).mod(NINETY_SEVEN).intValue();
    }

    private static int digit(String number, int index) {
        return number.charAt(index) - '0';
    }
}
