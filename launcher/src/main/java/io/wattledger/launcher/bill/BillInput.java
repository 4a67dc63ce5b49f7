package io.wattledger.launcher.bill;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.catalog.CatalogFile;
import io.wattledger.launcher.usage.UsageFile;
import io.wattledger.launcher.usage.UsageRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Input of which everything was read once and nothing is wrong that can be seen without the services. Only such input
 * starts anything.
 *
 * @param catalog the catalog
 * @param rules how it wants usage to be read
 * @param usage usage files by a fingerprint of their bytes and the rules
 * @param rows rows in all usage files
 * @param strangers tenants of usage rows that have no account in the catalog
 * @param prices price files
 */
record BillInput(
        CatalogFile catalog,
        UsageRules rules,
        SortedMap<String, UsageFile> usage,
        long rows,
        SortedSet<String> strangers,
        List<PriceFile> prices) {

    /** Reads everything; all faults of all files are told at once. */
    static BillInput read(BillRequest request) {
        CatalogFile catalog = CatalogFile.read(request.catalog());
        UsageRules rules = UsageRules.of(catalog.usage());
        List<String> faults = new ArrayList<>();
        List<PriceFile> prices = new ArrayList<>();
        try {
            prices.addAll(PriceFile.of(catalog, request.prices()));
        } catch (InputFault fault) {
            faults.addAll(fault.faults());
        }
        SortedMap<String, UsageFile> usage = new TreeMap<>();
        SortedSet<String> strangers = new TreeSet<>();
        SortedSet<String> tenants = catalog.tenants();
        long rows = 0;
        for (Path path : request.usage()) {
            var file = new UsageFile(path, rules);
            try {
                rows += file.read(row -> {
                    if (!tenants.contains(row.tenant())) {
                        strangers.add(row.tenant());
                    }
                });
                usage.put(fingerprint(path, rules), file);
            } catch (InputFault fault) {
                faults.addAll(fault.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        return new BillInput(catalog, rules, usage, rows, strangers, prices);
    }

    private static String fingerprint(Path path, UsageRules rules) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (var in = new DigestInputStream(Files.newInputStream(path), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            digest.update(
                    new TreeMap<>(rules.skuByGpuType()).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            digest.update((rules.source() + "|" + rules.site() + "|" + rules.sku() + "|" + rules.project())
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new InputFault(path + ": cannot be read (" + e.getMessage() + ")");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
