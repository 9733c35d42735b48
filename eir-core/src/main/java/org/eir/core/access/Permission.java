package org.eir.core.access;

import java.util.Locale;

/** What a call may need. Each route of the admin API names one; some inputs need a further one. */
public enum Permission {
    /** See entries, checks, imports, policies, and the state of the node. */
    READ_LISTS,
    /** Add and withdraw entries, exceptions and groups of the own organisation. */
    CHANGE_ENTRIES,
    /** Change what belongs to another organisation, or counts for every network whoever reported it. */
    CHANGE_OTHERS,
    /** Upload files, apply them, take them back. */
    IMPORT,
    /** Block what the golden list protects. */
    OVERRIDE_GOLDEN,
    /** Say yes or no to somebody else's change that waits for a second person. */
    APPROVE,
    /** Change what networks are answered where no entry decides, and how verdicts are told to them. */
    CHANGE_POLICY,
    /** Find the devices of a subscriber, and the subscribers of a device. Each such read is itself recorded. */
    FIND_BY_SUBSCRIBER,
    /** See subscriber identities in full; others see them masked. */
    SEE_SUBSCRIBERS,
    /** Read the journal: who changed what. */
    READ_JOURNAL,
    /** Make and revoke API keys. */
    MANAGE_KEYS,
    /** Erase personal data on somebody's order. */
    ERASE;

    /** As programs read it: {@code change-entries}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
