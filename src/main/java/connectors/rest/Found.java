package connectors.rest;

import connectors.rest.description.Description;

/**
 * A description, and what tells whether it is still the same.
 *
 * @param address      where it was; null for a text in the settings and for samples
 * @param etag         null where the server gives none
 * @param lastModified null where the server gives none
 * @param token        another one whenever the tables may be others; null where nothing tells that
 */
record Found(Description description, String address, String etag, String lastModified, String token) { }
