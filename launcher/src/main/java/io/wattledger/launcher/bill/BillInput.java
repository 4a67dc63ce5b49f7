package io.wattledger.launcher.bill;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.catalog.CatalogFile;
import io.wattledger.launcher.intake.UsageInputs;
import io.wattledger.launcher.usage.UsageInput;
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
 * @param usage usage files by a fingerprint of their bytes and the catalog's usage section
 * @param events events in all usage files
 * @param strangers tenants of usage that have no account in the catalog
 * @param prices price files
 */
record BillInput(
        CatalogFile catalog,
        SortedMap<String, UsageInput> usage,
        long events,
        SortedSet<String> strangers,
        List<PriceFile> prices) {

    /** Reads everything; all faults of all files are told at once. */
    static BillInput read(BillRequest request) {
        CatalogFile catalog = CatalogFile.read(request.catalog());
        var inputs = new UsageInputs(request.catalog().toString(), catalog.usage());
        List<String> faults = new ArrayList<>();
        OutDirectory.fault(request.out()).ifPresent(faults::add);
        List<PriceFile> prices = new ArrayList<>();
        try {
            prices.addAll(PriceFile.of(catalog, request.prices()));
        } catch (InputFault fault) {
            faults.addAll(fault.faults());
        }
        SortedMap<String, UsageInput> usage = new TreeMap<>();
        SortedSet<String> strangers = new TreeSet<>();
        SortedSet<String> tenants = catalog.tenants();
        if (tenants.isEmpty()) {
            // A run that names no tenants closes the months of all that billing knows.
            faults.add(request.catalog()
                    + ": accounts is missing or empty; bill closes the months of the catalog's tenants");
        }
        long events = 0;
        for (Path path : request.usage()) {
            try {
                UsageInput file = inputs.open(path);
                events += file.readWhole(event -> {
                    if (!tenants.contains(event.tenant())) {
                        strangers.add(event.tenant());
                    }
                });
                usage.put(fingerprint(path, catalog), file);
            } catch (InputFault fault) {
                faults.addAll(fault.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        return new BillInput(catalog, usage, events, strangers, prices);
    }

    private static String fingerprint(Path path, CatalogFile catalog) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (var in = new DigestInputStream(Files.newInputStream(path), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            digest.update(catalog.usage().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw InputFault.unreadable(path, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
