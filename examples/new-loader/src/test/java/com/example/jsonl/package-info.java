/** The loader against its contract. */
@NullMarked
package com.example.jsonl;

import org.jspecify.annotations.NullMarked;
