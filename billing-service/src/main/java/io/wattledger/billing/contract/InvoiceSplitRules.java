package io.wattledger.billing.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold for the ways in which a contract's months are split. */
final class InvoiceSplitRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private InvoiceSplitRules() {}

    /** What is wrong, one sentence each; empty when all is well. */
    static List<String> flaws(List<InvoiceSplit> splits) {
        List<String> flaws = new ArrayList<>();
        Set<Object> months = new HashSet<>();
        for (InvoiceSplit split : splits) {
            String at = "from " + split.from() + ": ";
            if (!months.add(split.from())) {
                flaws.add(at + "stands twice; one entry holds from a month on");
            }
            flaws(split).forEach(flaw -> flaws.add(at + flaw));
        }
        return flaws;
    }

    private static List<String> flaws(InvoiceSplit split) {
        List<String> flaws = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> projects = new HashSet<>();
        for (InvoiceSplit.Group group : split.groups()) {
            if (!NAME.matcher(group.name()).matches()) {
                flaws.add("group '" + group.name()
                        + "' is no name: letters, digits, '.', '_' and '-', at most 128, not first a sign");
            } else if (group.name().equals(InvoiceSplit.REST) && split.mode() == InvoiceSplit.Mode.BY_GROUPS) {
                flaws.add("'rest' is the group of all projects that no other names; call yours otherwise");
            } else if (!names.add(group.name())) {
                flaws.add("group '" + group.name() + "' stands twice");
            }
            for (String project : group.projects()) {
                if (!projects.add(project)) {
                    flaws.add("project '" + project + "' stands twice; a charge is billed on one document");
                }
            }
        }
        flaws.addAll(
                switch (split.mode()) {
                    case ONE_INVOICE -> oneInvoice(split);
                    case PER_PROJECT -> perProject(split);
                    case BY_GROUPS -> byGroups(split, names);
                });
        return flaws;
    }

    private static List<String> oneInvoice(InvoiceSplit split) {
        return split.groups().isEmpty() && split.contractWide() == null
                ? List.of()
                : List.of("one-invoice has neither groups nor contractWide; leave them out");
    }

    private static List<String> perProject(InvoiceSplit split) {
        return split.groups().stream()
                .filter(group -> !group.projects().equals(List.of(group.name())))
                .map(group -> "group '" + group.name() + "' of per-project is one project: leave its projects out")
                .toList();
    }

    private static List<String> byGroups(InvoiceSplit split, Set<String> names) {
        List<String> flaws = new ArrayList<>();
        if (split.groups().isEmpty()) {
            flaws.add("by-groups needs groups; write one-invoice where there are none");
        }
        split.groups().stream()
                .filter(group -> group.projects().isEmpty())
                .forEach(group -> flaws.add("group '" + group.name() + "' has no projects"));
        String wide = split.contractWide();
        if (wide != null && !wide.equals(InvoiceSplit.REST) && !names.contains(wide)) {
            flaws.add("contractWide '" + wide + "' is no group; name one of them or 'rest'");
        }
        return flaws;
    }
}
