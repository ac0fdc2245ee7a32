package io.amp4j.snowflake;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests against the account that {@code SNOWFLAKE_*} name; skipped, in so many words, where they name none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("snowflake-account")
@ExtendWith(RealAccount.IsNamed.class)
@interface RealAccount {
    /** Whether the environment names one. */
    final class IsNamed implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = SnowflakeAccount.missing(System.getenv());
            if (missing.isEmpty()) {
                return ConditionEvaluationResult.enabled("the environment names an account");
            }
            String reason =
                    context.getDisplayName() + " is skipped: the environment lacks " + String.join(", ", missing);
            System.out.println(reason);
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
