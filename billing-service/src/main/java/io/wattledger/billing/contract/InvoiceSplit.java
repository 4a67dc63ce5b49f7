package io.wattledger.billing.contract;

import io.wattledger.billing.invoice.ProjectSelection;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Into how many documents a contract's month goes, from a month on. Every charge belongs to one of them, whatever project comes
 * up.
 *
 * @param from first billing month
 * @param mode how projects are put together
 * @param groups by name; of {@link Mode#PER_PROJECT} what is said of single projects, each a group of its own name
 * @param contractWide name of the group that bears what belongs to no project; absent for the group that needs no name
 */
public record InvoiceSplit(
        YearMonth from,
        Mode mode,
        List<Group> groups,
        @Nullable String contractWide) {

    /** The group of all projects that no other group names. */
    public static final String REST = "rest";

    /** What belongs to no project: the project of records of a whole contract, and the group that bears it. */
    public static final String NO_PROJECT = "-";

    /** One document for the whole month. */
    public static final InvoiceSplit ONE = new InvoiceSplit(YearMonth.of(1, 1), Mode.ONE_INVOICE, List.of(), null);

    /** Copies the list. */
    public InvoiceSplit {
        groups = List.copyOf(groups);
    }

    /** How projects are put together. */
    public enum Mode {
        /** One document. */
        ONE_INVOICE,
        /** One document for each project that was used, and one for what belongs to none. */
        PER_PROJECT,
        /** One document for each named group, and one for the rest. */
        BY_GROUPS
    }

    /**
     * Projects that go on one document.
     *
     * @param name unique within the split
     * @param projects their ids; each stands in one group at most
     * @param references by what the buyer files the document
     */
    public record Group(String name, List<String> projects, DocumentGroup.References references) {

        /** Copies the list. */
        public Group {
            projects = List.copyOf(projects);
        }
    }

    /**
     * The documents of a month in which these projects were used: what is contract-wide last, so that it is computed when the
     * others stand.
     */
    public List<DocumentGroup> documents(SortedSet<String> used) {
        Set<String> names = new TreeSet<>();
        names.add(wide());
        switch (mode) {
            case ONE_INVOICE -> {}
            case PER_PROJECT ->
                used.stream().filter(one -> !one.equals(NO_PROJECT)).forEach(names::add);
            case BY_GROUPS -> {
                groups.forEach(group -> names.add(group.name()));
                names.add(REST);
            }
        }
        return names.stream()
                .flatMap(name -> document(name).stream())
                .sorted(Comparator.comparing(DocumentGroup::contractWide))
                .toList();
    }

    /** The document of that name; empty where this split has none. */
    public Optional<DocumentGroup> document(String name) {
        return switch (mode) {
            case ONE_INVOICE -> name.isEmpty() ? Optional.of(DocumentGroup.WHOLE) : Optional.empty();
            case PER_PROJECT ->
                name.isEmpty() ? Optional.empty() : Optional.of(group(name, ProjectSelection.only(withNone(name))));
            case BY_GROUPS -> {
                if (name.equals(REST)) {
                    yield Optional.of(group(name, ProjectSelection.allBut(elsewhere())));
                }
                yield named(name).map(group -> group(name, ProjectSelection.only(withNone(group.projects(), name))));
            }
        };
    }

    private DocumentGroup group(String name, ProjectSelection projects) {
        return new DocumentGroup(
                name,
                projects,
                named(name).map(Group::references).orElse(DocumentGroup.References.NONE),
                name.equals(wide()));
    }

    private Optional<Group> named(String name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    private String wide() {
        if (contractWide != null) {
            return contractWide;
        }
        return switch (mode) {
            case ONE_INVOICE -> "";
            case PER_PROJECT -> NO_PROJECT;
            case BY_GROUPS -> REST;
        };
    }

    private List<String> withNone(String project) {
        return project.equals(wide()) ? List.of(project, NO_PROJECT) : List.of(project);
    }

    /** Projects of a group, with what belongs to none where the group bears it. */
    private List<String> withNone(List<String> projects, String name) {
        return name.equals(wide())
                ? Stream.concat(projects.stream(), Stream.of(NO_PROJECT)).toList()
                : projects;
    }

    /** What the rest does not bear. */
    private List<String> elsewhere() {
        List<String> elsewhere = new ArrayList<>();
        groups.forEach(group -> elsewhere.addAll(withNone(group.projects(), group.name())));
        return elsewhere;
    }
}
