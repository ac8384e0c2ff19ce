package dev.equipoise.http.trust;

import dev.equipoise.core.registration.EnrolledKey;

/** A key and where it comes from. */
public record TrustedKey(EnrolledKey key, KeySource source) {}
