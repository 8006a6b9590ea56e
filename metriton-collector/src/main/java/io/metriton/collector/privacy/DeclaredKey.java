package io.metriton.collector.privacy;

/**
 * A key of metadata that an application declared.
 *
 * @param id the number under which its values are counted
 * @param name the key
 * @param type what it may hold
 * @param why what it is good for, in the application's words; may be empty
 */
public record DeclaredKey(int id, String name, MetadataType type, String why) {}
