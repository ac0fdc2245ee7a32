/** A loader that keeps tables as directories of JSON lines. */
@NullMarked
package com.example.jsonl;

import org.jspecify.annotations.NullMarked;
