package io.amp4j.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClientApiTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.amp4j.client");

    private static final DescribedPredicate<JavaClass> TRANSPORT = JavaClass.Predicates.resideInAnyPackage(
            "io.grpc..",
            "com.google.protobuf..",
            "com.google.flatbuffers..",
            "com.fasterxml..",
            "io.amp4j.client.internal..");

    @Test
    void public_types_show_nothing_of_the_transport() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        "io.amp4j.client",
                        "io.amp4j.client.admin",
                        "io.amp4j.client.auth",
                        "io.amp4j.client.dataset",
                        "io.amp4j.client.memory",
                        "io.amp4j.client.registry",
                        "io.amp4j.client.stream")
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .arePublic()
                .should(new NotMention())
                .check(CLASSES);
    }

    @Test
    void only_the_wire_knows_grpc_and_protobuf() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.amp4j.client.internal.wire")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "com.google.protobuf..")
                .check(CLASSES);
    }

    @Test
    void exceptions_are_of_the_one_family() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .should()
                .beAssignableTo(AmpException.class)
                .check(CLASSES);
    }

    /** No parameter, result or exception of a public method is a transport's. */
    private static final class NotMention extends ArchCondition<JavaCodeUnit> {
        NotMention() {
            super("not mention the transport");
        }

        @Override
        public void check(JavaCodeUnit method, ConditionEvents events) {
            Stream.concat(method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()))
                    .filter(type ->
                            TRANSPORT.test(type) && !method.getModifiers().contains(JavaModifier.PRIVATE))
                    .forEach(type -> events.add(
                            SimpleConditionEvent.violated(method, method.getFullName() + " shows " + type.getName())));
        }
    }
}
