package dev.swarmworker.setting;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The form of a text, or of each text of a list; where there is none, none is wrong. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Matching {

  /** Regular expression that the whole text matches. */
  String value();

  /** What a wrong one is told after its key; by default its value and the expression. */
  String otherwise() default "";
}
