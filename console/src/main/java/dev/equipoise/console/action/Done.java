package dev.equipoise.console.action;

/** It is done, and what there is to know about it. */
record Done(String text) {}
