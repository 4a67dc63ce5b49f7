package io.wattledger.billing.invoice;

import java.util.List;

/**
 * Which projects of a contract a document bills.
 *
 * @param projects ids of projects, in order
 * @param others false where it bills these projects alone, true where it bills all but these
 */
public record ProjectSelection(List<String> projects, boolean others) {

    /** Every project there is or will be. */
    public static final ProjectSelection ALL = new ProjectSelection(List.of(), true);

    /** Copies the list. */
    public ProjectSelection {
        projects = projects.stream().sorted().distinct().toList();
    }

    /** These projects alone. */
    public static ProjectSelection only(List<String> projects) {
        return new ProjectSelection(projects, false);
    }

    /** All but these projects. */
    public static ProjectSelection allBut(List<String> projects) {
        return new ProjectSelection(projects, true);
    }

    /** Whether it bills a project. */
    public boolean bills(String project) {
        return projects.contains(project) != others;
    }
}
